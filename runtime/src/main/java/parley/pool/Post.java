package parley.pool;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.channel.Ring;
import parley.memory.Deadline;
import parley.memory.Member;

/** One direction of a pool's talk: a ring of {@link Message}s. Any thread. */
final class Post {
    private final Ring ring;
    private final long address;

    private Post(Ring ring, long address) {
        this.ring = ring;
        this.address = address;
    }

    static Post create(int capacity) {
        Member member = Member.current();
        long address = member.segment().allocate(Ring.SIZE, member.owner());
        return new Post(Ring.create(address, capacity, 0), address);
    }

    static Post attach(long address) {
        return new Post(Ring.attach(address), address);
    }

    long address() {
        return address;
    }

    /** Sends; waits for room as long as it takes. */
    void send(Message message) {
        byte[] bytes = Message.encode(message);
        long mark = ring.mark();
        while (!ring.offer(bytes)) {
            boolean _ = ring.awaitEmptied(mark, new Deadline(Deadline.FOREVER));
            mark = ring.mark();
        }
    }

    /** Sends if there is room now. */
    boolean offer(Message message) {
        return ring.offer(Message.encode(message));
    }

    /** Whether a message is there now. */
    boolean isEmpty() {
        return ring.count() == 0;
    }

    /** Receives; waits as long as it takes. */
    Message receive() {
        byte[] bytes = ring.poll();
        while (bytes == null) {
            boolean _ = ring.awaitFilled(new Deadline(Deadline.FOREVER));
            bytes = ring.poll();
        }
        return Message.decode(bytes);
    }

    /** The oldest message, if one is there now. */
    @Nullable
    Message poll() {
        byte[] bytes = ring.poll();
        return bytes == null ? null : Message.decode(bytes);
    }

    /** Takes what nobody has received; large messages leave no file behind. */
    List<Message> drain() {
        List<Message> unread = new ArrayList<>();
        for (byte[] bytes = ring.poll(); bytes != null; bytes = ring.poll()) {
            unread.add(Message.decode(bytes));
        }
        return unread;
    }

    /** Gives the memory back; nobody may use it any more. */
    void free() {
        freeData();
        Member member = Member.current();
        member.segment().free(address, Ring.SIZE, member.owner());
    }

    /** Gives back most of the memory; nobody sends or receives any more, but may still be leaving. */
    void freeData() {
        ring.free();
    }
}
