package parley.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import parley.channel.Empty;
import parley.channel.Full;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.memory.Member;
import parley.sync.Lock;
import parley.testing.Shipments;
import parley.trace.Self;
import parley.wire.Encoder;

/** What the processes of these tests run. */
final class Bodies {
    private Bodies() {}

    static Messages queue(Object address) {
        return Messages.attach(((Number) address).longValue());
    }

    static byte[] text(String text) {
        return new Encoder().text(text).toBytes();
    }

    static Object nothing(List<?> args) {
        return 0;
    }

    static Object leaveWith(List<?> args) {
        return args.getFirst();
    }

    static Object exitWith(List<?> args) {
        System.exit((Integer) args.getFirst());
        return 0;
    }

    static Object raise(List<?> args) {
        throw new IllegalStateException("on purpose");
    }

    static Object throwError(List<?> args) {
        throw new StackOverflowError("on purpose");
    }

    /** Says that it is up, then waits to be killed. */
    static Object hang(List<?> args) throws Full {
        queue(args.get(0)).put(text("up " + Self.pid()), 0);
        while (true) {
            LockSupport.park();
        }
    }

    /** Has something done at its end, by the JVM; what file it wants deleted then. */
    static Object endLater(List<?> args) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                queue(args.get(0)).put(text("at the end"), 0);
            } catch (Full e) {
                throw new IllegalStateException(e);
            }
        }));
        new java.io.File((String) args.get(1)).deleteOnExit();
        return 4;
    }

    /** Starts a child that hangs, and hangs. */
    static Object hangWithChild(List<?> args) throws Full {
        Child.start("grandchild", false, Shipments.of(Bodies.class, "hang", args.get(0)));
        return hang(args);
    }

    static Object whoAmI(List<?> args) throws Full {
        queue(args.get(0))
                .put(
                        text(Current.name() + "|" + Current.daemon() + "|" + Current.parentName() + "|"
                                + (Current.parentPid() == (Long) args.get(1)) + "|" + Current.isChild() + "|"
                                + Current.nextChildName("Process")),
                        0);
        return 0;
    }

    /** Its standard input is empty, though a pipe of ours is there. */
    static Object readInput(List<?> args) throws Exception {
        return System.in.read() == -1 ? 0 : 1;
    }

    /** Puts more than a ring holds and leaves: all of it must arrive. */
    static Object putMany(List<?> args) throws Full {
        Messages queue = queue(args.get(0));
        for (int i = 0; i < (Integer) args.get(1); i++) {
            queue.put(new Encoder().tuple(2).integer(i).bytes(new byte[1000]).toBytes(), 0);
        }
        return 0;
    }

    static Object leaveThreadBehind(List<?> args) {
        Thread.ofPlatform().start(() -> {
            Thread.ofPlatform().start(() -> {
                try {
                    queue(args.get(1)).put(text("up"), 0);
                    queue(args.get(0)).get(Deadline.FOREVER);
                    queue(args.get(1)).put(text("done"), 0);
                } catch (Empty | Full e) {
                    throw new AssertionError(e);
                }
            });
        });
        return 0;
    }

    static Object daemonicParent(List<?> args) throws Full {
        try {
            Child.start("child", false, Shipments.of(Bodies.class, "nothing"));
        } catch (parley.trace.UserFailure e) {
            queue(args.get(0)).put(text(e.getMessage()), 0);
        }
        return 0;
    }

    /** Leaves with a daemon that hangs and a child that needs a moment. */
    static Object leaveWithChildren(List<?> args) throws Full {
        Child.start("daemon", true, Shipments.of(Bodies.class, "hang", args.get(0)));
        Child.start("child", false, Shipments.of(Bodies.class, "putMany", args.get(0), 3));
        return 0;
    }

    static Object holdLock(List<?> args) throws Full {
        Lock.attach(((Number) args.get(0)).longValue()).acquire();
        return hang(args.subList(1, 2));
    }

    /** A session of its own: a main program with workers, that is then killed. */
    public static void main(String[] args) throws Exception {
        Messages queue = Messages.create(0);
        int workers = Integer.parseInt(args[0]);
        for (int i = 0; i < workers; i++) {
            Child.start(
                    "worker-" + i,
                    args[1].equals("hang") && i % 2 == 0,
                    Shipments.of(Bodies.class, args[1], queue.address()));
        }
        int expected = args[1].equals("hangWithChild") ? 2 * workers : workers;
        queue.put(new byte[100_000], 0); // a file in the run folder, too
        queue.get(Deadline.FOREVER);
        StringBuilder line = new StringBuilder();
        line.append(Self.pid()).append(' ').append(Member.current().folder().path());
        for (int i = 0; i < expected; i++) {
            String up = parley.wire.Plain.show(queue.get(Deadline.FOREVER), 80);
            line.append(' ').append(up.replaceAll("[^0-9]", ""));
        }
        Files.writeString(Path.of(args[2]), line);
        queue.put(new byte[100_000], 0);
        System.out.println("ready");
        Thread.currentThread().join(); // until it is killed; not a read: some shells give a background job no input
    }
}
