package parley.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The few calls of the C library that the JDK does not offer. Every handle may be missing: another system, or a JDK
 * that denies native access; the callers then take their portable way.
 */
@SuppressWarnings("restricted")
public final class Libc {
    private static final boolean LINUX =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");

    private static final String ERRNO = "errno";
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final int NOT_HERE = 38; // ENOSYS
    private static final Set<String> CALLS = Set.of(
            "dup2",
            "fcntl",
            "flock",
            "getegid",
            "geteuid",
            "getpriority",
            "mkfifo",
            "nice",
            "posix_spawn_file_actions_addchdir_np",
            "posix_spawn_file_actions_addclose",
            "posix_spawn_file_actions_addclosefrom_np",
            "posix_spawn_file_actions_adddup2",
            "posix_spawn_file_actions_destroy",
            "posix_spawn_file_actions_init",
            "posix_spawnattr_destroy",
            "posix_spawnattr_init",
            "posix_spawnattr_setflags",
            "posix_spawnattr_setpgroup",
            "posix_spawnattr_setsigdefault",
            "posix_spawnattr_setsigmask",
            "prlimit",
            "sched_get_priority_max",
            "sched_get_priority_min",
            "sched_getscheduler",
            "sched_setaffinity",
            "sched_yield",
            "setpgid",
            "setpriority",
            "setsid",
            "sync",
            "waitid",
            "waitpid");

    /** The number of a call that a signal has interrupted. */
    public static final int INTERRUPTED = 4; // EINTR

    private static final int COPY = 1030; // F_DUPFD_CLOEXEC
    private static final int CLOSE_ON_EXEC = 1; // of memfd_create
    private static final int READ_WRITE = 3; // of mmap, as Linux numbers them
    private static final int PRIVATE = 2;
    private static final int FIXED = 0x10;
    private static final int ANONYMOUS = 0x20;
    private static final int NO_RESERVE = 0x4000;

    private Libc() {}

    /**
     * Makes this process the leader of a session of its own, so that the terminal's Ctrl-C does not reach it.
     *
     * @return whether it worked
     */
    public static boolean setsid() {
        MethodHandle handle = find("setsid", FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return handle != null && (int) handle.invokeExact() >= 0;
        } catch (Throwable e) {
            return false;
        }
    }

    /**
     * Sends a signal.
     *
     * @param pid the process
     * @param signal its number
     * @return whether it could be sent
     */
    public static boolean kill(long pid, int signal) {
        MethodHandle handle =
                find("kill", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            return handle != null && (int) handle.invokeExact((int) pid, signal) == 0;
        } catch (Throwable e) {
            return false;
        }
    }

    /**
     * Opens a new file that is in no folder; it is at {@code /proc/self/fd/NUMBER} until it is closed.
     *
     * @param name for people who look at open files
     * @return its number, -1 where there is no such call
     */
    public static int memoryFile(String name) {
        MethodHandle handle = find(
                "memfd_create", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            return handle == null ? -1 : (int) handle.invokeExact(arena.allocateFrom(name), CLOSE_ON_EXEC);
        } catch (Throwable e) {
            return -1;
        }
    }

    /**
     * Closes a file.
     *
     * @param file its number
     */
    public static void close(int file) {
        MethodHandle handle = find("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            if (handle != null) {
                int _ = (int) handle.invokeExact(file);
            }
        } catch (Throwable e) {
            // then it is open until this process ends
        }
    }

    /**
     * Opens once more what is open; no program that is started has it.
     *
     * @param file its number
     * @param least the copy's number is not below this
     * @return the copy's number, -1 where there is no such file
     */
    public static int copy(int file, int least) {
        return call("fcntl", file, COPY, least).value();
    }

    /**
     * What a call of the system gave.
     *
     * @param value as it came
     * @param errno the system's number of what was wrong; tells only where {@code value} is -1, which may be an answer too
     */
    public record Answer(int value, int errno) {}

    /**
     * Calls one of the many functions that take plain values and give a whole number.
     *
     * @param name one of {@link #CALLS}
     * @param arguments as it takes them: an {@code Integer}, a {@code Long} for what is as wide as an address, a {@code
     *     String}, or a {@code long[]}, which it may change; an empty one is no address
     * @return what it gave
     */
    public static Answer call(String name, Object... arguments) {
        if (!CALLS.contains(name)) {
            throw new IllegalArgumentException("no such call: name=" + name + ", known=" + CALLS);
        }
        MemoryLayout[] parameters = Arrays.stream(arguments).map(Libc::layout).toArray(MemoryLayout[]::new);
        MethodHandle handle = find(
                name, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters), Linker.Option.captureCallState(ERRNO));
        if (handle == null) {
            return new Answer(-1, NOT_HERE);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            List<Object> all = new ArrayList<>(List.of(state));
            Arrays.stream(arguments).map(argument -> passed(argument, arena)).forEach(all::add);
            int value = (int) handle.invokeWithArguments(all);
            for (int at = 0; at < arguments.length; at++) {
                if (arguments[at] instanceof long[] words && all.get(at + 1) instanceof MemorySegment copy) {
                    MemorySegment.copy(copy, ValueLayout.JAVA_LONG, 0, words, 0, words.length);
                }
            }
            return new Answer(value, value == -1 ? errno(state) : 0);
        } catch (Throwable e) {
            return new Answer(-1, NOT_HERE);
        }
    }

    /**
     * Starts a program: {@code posix_spawn}.
     *
     * @param path its file
     * @param actions words of the C library's own type
     * @param attributes the same
     * @param arguments its own
     * @param environment its own
     * @return its pid, or -1 and the system's number of what was wrong
     */
    public static Answer spawn(
            byte[] path, long[] actions, long[] attributes, List<byte[]> arguments, List<byte[]> environment) {
        MethodHandle handle = find(
                "posix_spawn",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS));
        if (handle == null) {
            return new Answer(-1, NOT_HERE);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
            int failed = (int) handle.invokeExact(
                    pid,
                    text(path, arena),
                    arena.allocateFrom(ValueLayout.JAVA_LONG, actions),
                    arena.allocateFrom(ValueLayout.JAVA_LONG, attributes),
                    texts(arguments, arena),
                    texts(environment, arena));
            return failed == 0 ? new Answer(pid.get(ValueLayout.JAVA_INT, 0), 0) : new Answer(-1, failed);
        } catch (Throwable e) {
            return new Answer(-1, NOT_HERE);
        }
    }

    private static MemorySegment texts(List<byte[]> all, Arena arena) {
        MemorySegment row = arena.allocate(ValueLayout.ADDRESS, all.size() + 1L);
        for (int at = 0; at < all.size(); at++) {
            row.setAtIndex(ValueLayout.ADDRESS, at, text(all.get(at), arena));
        }
        return row;
    }

    private static MemorySegment text(byte[] bytes, Arena arena) {
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }

    private static MemoryLayout layout(Object argument) {
        return switch (argument) {
            case Integer _ -> ValueLayout.JAVA_INT;
            case Long _ -> ValueLayout.JAVA_LONG;
            default -> ValueLayout.ADDRESS;
        };
    }

    private static Object passed(Object argument, Arena arena) {
        return switch (argument) {
            case String text -> arena.allocateFrom(text);
            case long[] words when words.length == 0 -> MemorySegment.NULL;
            case long[] words -> arena.allocateFrom(ValueLayout.JAVA_LONG, words);
            default -> argument;
        };
    }

    private static int errno(MemorySegment state) {
        return state.get(ValueLayout.JAVA_INT, STATE.byteOffset(MemoryLayout.PathElement.groupElement(ERRNO)));
    }

    /** Gives mapped memory back but keeps its addresses: zeros lie there from now on. */
    static void forget(MemorySegment mapping) {
        if (!LINUX) {
            return; // other systems number the flags differently
        }
        MethodHandle handle = find(
                "mmap",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG));
        try {
            if (handle != null) {
                long _ = (long) handle.invokeExact(
                        mapping.address(),
                        mapping.byteSize(),
                        READ_WRITE,
                        PRIVATE | FIXED | ANONYMOUS | NO_RESERVE,
                        -1,
                        0L);
            }
        } catch (Throwable e) {
            // then it stays mapped until this process ends
        }
    }

    /** The {@code futex} system call's number here, or -1 where there is none. */
    static int futexNumber() {
        return number(202, 98);
    }

    /** The {@code membarrier} system call's number here, or -1 where there is none. */
    static int membarrierNumber() {
        return number(324, 283);
    }

    private static int number(int amd64, int aarch64) {
        return !LINUX
                ? -1
                : switch (System.getProperty("os.arch", "")) {
                    case "amd64", "x86_64" -> amd64;
                    case "aarch64" -> aarch64;
                    default -> -1;
                };
    }

    /** {@code syscall(number, address, number, number, address, number, number)}. */
    static @Nullable MethodHandle systemCall(boolean blocks) {
        FunctionDescriptor type = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG);
        return blocks
                ? find("syscall", type, Linker.Option.firstVariadicArg(1))
                : find("syscall", type, Linker.Option.firstVariadicArg(1), Linker.Option.critical(false));
    }

    /** {@code poll(files, how many, milliseconds)}. */
    static @Nullable MethodHandle poll() {
        return find(
                "poll",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));
    }

    private static @Nullable MethodHandle find(String name, FunctionDescriptor type, Linker.Option... options) {
        try {
            Linker linker = Linker.nativeLinker();
            MemorySegment symbol = linker.defaultLookup().find(name).orElse(null);
            return symbol == null ? null : linker.downcallHandle(symbol, type, options);
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }
}
