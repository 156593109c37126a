package parley.pool;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import parley.channel.Full;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.wire.Encoder;

/** What the workers of these tests run. */
final class Functions {
    private static int initialized;
    private static int calls;

    private Functions() {}

    static Object twice(List<?> args) {
        return 2 * (Integer) args.getFirst();
    }

    static Object sum(List<?> args) {
        return (Integer) args.get(0) + (Integer) args.get(1);
    }

    static Object pid(List<?> args) {
        return parley.trace.Self.pid();
    }

    static Object same(List<?> args) {
        return args.getFirst();
    }

    static Object raise(List<?> args) {
        throw new IllegalStateException("on purpose: " + args.getFirst());
    }

    static Object raiseIfOdd(List<?> args) {
        if ((Integer) args.getFirst() % 2 == 1) {
            throw new IllegalStateException("odd: " + args.getFirst());
        }
        return args.getFirst();
    }

    static Object overflow(List<?> args) {
        throw new StackOverflowError("on purpose");
    }

    static Object exit(List<?> args) {
        System.exit((Integer) args.getFirst());
        return null;
    }

    /** As an initializer: the worker never comes up. */
    static Object leave(List<?> args) {
        System.exit(4);
        return null;
    }

    static Object interruptSelf(List<?> args) {
        Thread.currentThread().interrupt();
        return null;
    }

    static Object interrupted(List<?> args) {
        return Thread.currentThread().isInterrupted();
    }

    /** Says its pid, then waits to be killed. */
    static Object hang(List<?> args) throws Full {
        Messages.attach(((Number) args.getFirst()).longValue())
                .put(new Encoder().integer(parley.trace.Self.pid()).toBytes(), 0);
        while (true) {
            LockSupport.park();
        }
    }

    /** The same, if it is given an address; gives back all else. */
    static Object hangAtLong(List<?> args) throws Full {
        return args.getFirst() instanceof Long ? hang(args) : args.getFirst();
    }

    /** Counts; at an address, says that it is there and waits until it was heard twice. */
    static Object countAndWaitAtLong(List<?> args) throws Full {
        calls++;
        if (args.getFirst() instanceof Long address) {
            Messages turns = Messages.attach(address); // it has room for one
            for (int turn = 0; turn < 3; turn++) {
                turns.put(new Encoder().integer(turn).toBytes(), Deadline.FOREVER);
            }
        }
        return args.getFirst();
    }

    static Object calls(List<?> args) {
        return calls;
    }

    static Object initialize(List<?> args) {
        initialized++;
        return null;
    }

    static Object initialized(List<?> args) {
        return initialized;
    }
}
