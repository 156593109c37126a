package parley.socket;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.Segment;
import parley.memory.Texts;
import parley.trace.ConnectionState;

/**
 * What one listener or connection of this process writes about itself into the shared segment, for those who look at it
 * from outside. Costs a message two additions. A process has blocks of rows; those of one that died go to the next who
 * needs some. In a copy of the process it takes a row of the copy's own.
 *
 * <pre>
 *   block   0 owner | 256 31 rows
 *   row     0 state | 8 since, ms | 16 messages in | 24 bytes in | 32 messages out | 40 bytes out | 48 address | 152 peer
 * </pre>
 *
 * One thread sends and one receives at a time; else any thread, and no lock: a copy would find it locked.
 */
final class Traffic {
    static final int ROWS = 31;
    static final long FIRST_ROW = 256;
    static final long ROW = 256;
    static final long BLOCK = FIRST_ROW + ROWS * ROW - ObjectTable.BODY;

    static final long STATE = 0;
    static final long SINCE = 8;
    static final long MESSAGES_IN = 16;
    static final long BYTES_IN = 24;
    static final long MESSAGES_OUT = 32;
    static final long BYTES_OUT = 40;
    static final long ADDRESS = 48;
    static final long PEER = 152;
    static final int TEXT = 104;

    /** What this process has, as a member of its session; another one in a copy of it. */
    private record Mine(Member member, int owner, ConcurrentLinkedDeque<MemorySegment> free) {}

    private record Row(Mine mine, MemorySegment words) {}

    private static final AtomicReference<@Nullable Mine> MINE = new AtomicReference<>();

    private volatile @Nullable Row row;

    private static Mine mine() {
        Member member = Member.current();
        Mine mine = MINE.get();
        if (mine != null && mine.member == member && mine.owner == member.owner()) {
            return mine;
        }
        MINE.compareAndSet(mine, new Mine(member, member.owner(), new ConcurrentLinkedDeque<>()));
        return mine();
    }

    private static Row claim() {
        Mine mine = mine();
        MemorySegment words = mine.free.pollLast();
        while (words == null) {
            addBlock(mine);
            words = mine.free.pollLast();
        }
        return new Row(mine, words);
    }

    private static void addBlock(Mine mine) {
        Segment segment = mine.member.segment();
        for (long address : segment.objects().all(ObjectKind.SOCKETS)) {
            MemorySegment body = segment.block(address + ObjectTable.BODY, BLOCK);
            int owner = (int) INT.getVolatile(body, 0L);
            if (owner != 0 && !segment.processes().isAlive(owner) && INT.compareAndSet(body, 0L, owner, mine.owner)) {
                addRows(mine, body);
                return;
            }
        }
        MemorySegment body = segment.block(
                segment.objects().create(ObjectKind.SOCKETS, BLOCK, mine.owner) + ObjectTable.BODY, BLOCK);
        INT.setVolatile(body, 0L, mine.owner);
        addRows(mine, body);
    }

    private static void addRows(Mine mine, MemorySegment body) {
        for (int i = ROWS - 1; i >= 0; i--) {
            MemorySegment words = row(body, i);
            INT.setVolatile(words, STATE, ConnectionState.CLOSED.ordinal());
            mine.free.add(words);
        }
    }

    /** One of the rows of a block's body. */
    static MemorySegment row(MemorySegment body, int index) {
        return body.asSlice(FIRST_ROW - ObjectTable.BODY + index * ROW, ROW);
    }

    /** It is there from now on. */
    void begin(ConnectionState state, String address, String peer) {
        Row fresh = claim();
        MemorySegment words = fresh.words;
        for (long counter = MESSAGES_IN; counter <= BYTES_OUT; counter += 8) {
            LONG.set(words, counter, 0L);
        }
        Texts.write(words, ADDRESS, TEXT, address);
        Texts.write(words, PEER, TEXT, peer);
        row = fresh;
        state(state);
    }

    /** Its row, of this process; null before it begins and after its end. */
    private @Nullable MemorySegment words() {
        Row now = row;
        if (now == null) {
            return null;
        }
        if (now.mine.owner == Member.currentOwner()) {
            return now.words;
        }
        Row own = claim();
        own.words.asSlice(SINCE).copyFrom(now.words.asSlice(SINCE));
        INT.setVolatile(own.words, STATE, (int) INT.getVolatile(now.words, STATE));
        row = own;
        return own.words;
    }

    void state(ConnectionState state) {
        MemorySegment words = words();
        if (words != null && (int) INT.get(words, STATE) != state.ordinal()) {
            LONG.set(words, SINCE, System.currentTimeMillis());
            INT.setVolatile(words, STATE, state.ordinal());
        }
    }

    void received(long bytes) {
        add(MESSAGES_IN, BYTES_IN, bytes);
    }

    void sent(long bytes) {
        add(MESSAGES_OUT, BYTES_OUT, bytes);
    }

    private void add(long messages, long bytes, long count) {
        MemorySegment words = words();
        if (words != null) {
            LONG.setOpaque(words, messages, (long) LONG.get(words, messages) + 1);
            LONG.setOpaque(words, bytes, (long) LONG.get(words, bytes) + count);
        }
    }

    /** It is closed. Its original's row, in a copy of a process, stays as it is. */
    void end() {
        Row now = row;
        row = null;
        if (now != null && now.mine.owner == Member.currentOwner()) {
            INT.setVolatile(now.words, STATE, ConnectionState.CLOSED.ordinal());
            now.mine.free.add(now.words);
        }
    }

    /** An address as it is shown. */
    static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                : address.toString();
    }
}
