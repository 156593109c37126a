package parley.process;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.memory.Libc;

/**
 * Another program, started with descriptors of this process's choice, which the JDK's own way does not offer: {@code
 * posix_spawn}, so that this process is not copied for it.
 *
 * <pre>
 *   start ─▶ moves each source to its target, closes the others, changes the folder ─▶ the program runs
 *                                                    a thread waits for it  ─▶ exitcode
 * </pre>
 *
 * Any thread.
 */
public final class Program {
    private static final int ACTIONS = 10; // words of the C library's types, with room to spare where they are smaller
    private static final int ATTRIBUTES = 42;
    private static final int SIGNALS = 16;
    private static final int SET_GROUP = 0x02;
    private static final int SET_DEFAULTS = 0x04;
    private static final int SET_MASK = 0x08;
    private static final int SET_SESSION = 0x80;
    private static final long IGNORED_BY_PYTHON = 1L << 12 | 1L << 24; // SIGPIPE and SIGXFSZ
    private static final int ASIDE = 512; // where sources wait that a target would overwrite
    private static final int LAST_STREAM = 2;
    private static final int STATUS_SIGNAL = 0x7f;

    private final int pid;
    private final CompletableFuture<Integer> exitcode = new CompletableFuture<>();

    private Program(int pid) {
        this.pid = pid;
    }

    /**
     * What is started, and how.
     *
     * @param path the program's file
     * @param arguments the first is its name
     * @param environment as {@code NAME=value}
     * @param folder where it runs
     * @param sources open descriptors of this process
     * @param targets what the program has them as, of as many; it has none but these and the standard streams
     * @param session whether it leads a session of its own
     * @param group the process group it joins, 0 for one of its own, -1 for this process's
     * @param restores whether signals that Python ignores are as usual again
     */
    public record Order(
            byte[] path,
            List<byte[]> arguments,
            List<byte[]> environment,
            String folder,
            int[] sources,
            int[] targets,
            boolean session,
            int group,
            boolean restores) {}

    /**
     * Starts a program.
     *
     * @param order what
     * @param wrong gets the system's number of what was wrong
     * @return null where it could not be started
     */
    public static @Nullable Program start(Order order, int[] wrong) {
        long[] actions = new long[ACTIONS];
        long[] attributes = new long[ATTRIBUTES];
        int[] aside = new int[order.sources().length];
        Libc.call("posix_spawn_file_actions_init", actions);
        Libc.call("posix_spawnattr_init", attributes);
        try {
            describe(order, actions, aside);
            describe(order, attributes);
            Libc.Answer answer = Libc.spawn(order.path(), actions, attributes, order.arguments(), order.environment());
            wrong[0] = answer.errno();
            if (answer.value() < 0) {
                return null;
            }
            Program program = new Program(answer.value());
            Thread.ofPlatform().daemon().name("program " + program.pid).start(program::reap);
            return program;
        } finally {
            for (int descriptor : aside) {
                Libc.close(descriptor);
            }
            Libc.call("posix_spawn_file_actions_destroy", actions);
            Libc.call("posix_spawnattr_destroy", attributes);
        }
    }

    private static void describe(Order order, long[] actions, int[] aside) {
        int last = LAST_STREAM;
        for (int at = 0; at < aside.length; at++) {
            aside[at] = Libc.copy(order.sources()[at], ASIDE);
            Libc.call("posix_spawn_file_actions_adddup2", actions, aside[at], order.targets()[at]);
            last = Math.max(last, order.targets()[at]);
        }
        for (int descriptor = LAST_STREAM + 1; descriptor < last; descriptor++) {
            if (!contains(order.targets(), descriptor)) {
                Libc.call("posix_spawn_file_actions_addclose", actions, descriptor);
            }
        }
        Libc.call("posix_spawn_file_actions_addclosefrom_np", actions, last + 1);
        Libc.call("posix_spawn_file_actions_addchdir_np", actions, order.folder());
    }

    private static boolean contains(int[] all, int one) {
        for (int each : all) {
            if (each == one) {
                return true;
            }
        }
        return false;
    }

    private static void describe(Order order, long[] attributes) {
        int flags = SET_MASK; // none is blocked: the JVM blocks some in its threads
        Libc.call("posix_spawnattr_setsigmask", attributes, new long[SIGNALS]);
        if (order.restores()) {
            long[] defaults = new long[SIGNALS];
            defaults[0] = IGNORED_BY_PYTHON;
            Libc.call("posix_spawnattr_setsigdefault", attributes, defaults);
            flags |= SET_DEFAULTS;
        }
        if (order.session()) {
            flags |= SET_SESSION;
        }
        if (order.group() >= 0) {
            Libc.call("posix_spawnattr_setpgroup", attributes, order.group());
            flags |= SET_GROUP;
        }
        Libc.call("posix_spawnattr_setflags", attributes, flags);
    }

    private void reap() {
        long[] status = new long[1];
        Libc.Answer answer;
        do {
            answer = Libc.call("waitpid", pid, status, 0);
        } while (answer.value() == -1 && answer.errno() == Libc.INTERRUPTED);
        int word = (int) status[0];
        int signal = word & STATUS_SIGNAL;
        exitcode.complete(signal == 0 ? word >> Byte.SIZE & 0xff : -signal);
    }

    /**
     * Its number.
     *
     * @return the operating system's
     */
    public int pid() {
        return pid;
    }

    /**
     * Its exit code, minus the signal where one ended it.
     *
     * @return completed when it has ended; nobody else may wait for its number
     */
    public CompletableFuture<Integer> exitcode() {
        return exitcode;
    }
}
