package parley.process;

import static parley.memory.VarHandles.INT;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.sync.Barrier;
import parley.sync.BrokenBarrier;
import parley.sync.Lock;

/** Processes that are to be killed at any instant: they put and get, lock and unlock, and check what they see. */
final class Churn {
    /** Exit codes of one that saw what must not be. */
    static final int TORN = 5;

    static final int NOT_ALONE = 6;

    private Churn() {}

    /** {@code [writer, number, length, bytes that follow from these ...]}; some are large enough for a file. */
    static byte[] stamp(int writer, int number, Random random) {
        int length = 12 + (random.nextInt(20) == 0 ? 20_000 : random.nextInt(3000));
        ByteBuffer bytes =
                ByteBuffer.allocate(length).putInt(writer).putInt(number).putInt(length);
        for (int at = bytes.position(); at < length; at++) {
            bytes.put((byte) (writer * 31 + number + at));
        }
        return bytes.array();
    }

    /** The writer's number, or -1 for a message that is not as it was put. */
    static int number(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message);
        int writer = bytes.getInt();
        int number = bytes.getInt();
        boolean whole = bytes.getInt() == message.length;
        for (int at = bytes.position(); whole && at < message.length; at++) {
            whole = bytes.get() == (byte) (writer * 31 + number + at);
        }
        return whole ? number : -1;
    }

    static int writer(byte[] message) {
        return ByteBuffer.wrap(message).getInt();
    }

    /** Args: own number, the queue, who is up, the lock, the word it guards. */
    static Object write(List<?> args) throws Exception {
        quiet();
        int me = (Integer) args.get(0);
        Messages queue = Bodies.queue(args.get(1));
        Guard guard = new Guard(args);
        Random random = new Random(me);
        Bodies.queue(args.get(2)).put(Bodies.text("up"), 0);
        for (int number = 0; ; number++) {
            queue.put(stamp(me, number, random), Deadline.FOREVER);
            if (!guard.pass()) {
                return NOT_ALONE;
            }
        }
    }

    /** Args as of {@link #write}. */
    static Object read(List<?> args) throws Exception {
        quiet();
        Messages queue = Bodies.queue(args.get(1));
        Guard guard = new Guard(args);
        Bodies.queue(args.get(2)).put(Bodies.text("up"), 0);
        while (true) {
            if (number(queue.get(Deadline.FOREVER)) < 0) {
                return TORN;
            }
            if (!guard.pass()) {
                return NOT_ALONE;
            }
        }
    }

    /** Args: a barrier, where to say that it broke, where to wait until it is whole again. */
    static Object meet(List<?> args) throws Exception {
        quiet();
        Barrier barrier = Barrier.attach(((Number) args.get(0)).longValue());
        Messages told = Bodies.queue(args.get(1));
        Messages whole = Bodies.queue(args.get(2));
        while (true) {
            try {
                barrier.await();
            } catch (BrokenBarrier e) {
                told.put(Bodies.text("broken"), 0);
                whole.get(Deadline.FOREVER);
            }
        }
    }

    /** Each takeover of a lock is a warning, and here they are many. */
    private static void quiet() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    /** A lock and a word that holds who has it. */
    record Guard(Lock lock, MemorySegment word) {
        Guard(List<?> args) {
            this(
                    Lock.attach(((Number) args.get(3)).longValue()),
                    Member.current().segment().block(((Number) args.get(4)).longValue(), 64));
        }

        /** In and out; false where another one is inside, and lives. */
        boolean pass() {
            Member member = Member.current();
            lock.acquire();
            int before = (int) INT.getVolatile(word, 0L);
            if (before != 0 && member.segment().processes().isAlive(before)) {
                return false;
            }
            INT.setVolatile(word, 0L, member.owner());
            for (int i = 0; i < 200; i++) {
                Thread.onSpinWait();
            }
            boolean alone = (int) INT.getVolatile(word, 0L) == member.owner();
            INT.setVolatile(word, 0L, 0);
            lock.release();
            return alone;
        }
    }
}
