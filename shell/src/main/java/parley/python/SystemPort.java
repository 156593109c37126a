package parley.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Value;
import parley.builtin.Descriptors;
import parley.memory.Libc;
import parley.memory.Readable;
import parley.process.Current;

/**
 * Calls of the system's that GraalPy does not have, for {@code _parley.lacking}. Each gives what the call gave, and the
 * number of what was wrong. Public for Python code. Any thread.
 */
public final class SystemPort {
    private static final long PROCESSORS = 1024; // as many as the C library's own type has

    private static final int GONE = 3; // ESRCH
    private static final int SET_LOCK = 6; // F_SETLK
    private static final int LAST_STREAM = 2;
    private static final int SLICE = 100; // milliseconds after which a signal is heard

    private final SystemNumbers numbers = new SystemNumbers();

    private final Interrupts interrupts;

    SystemPort(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /**
     * Before a read that may wait, in the main thread: returns when it will not. GraalPy's own read hears no signal.
     *
     * @return false where a signal has come: its handler runs in Python code, which then calls again
     */
    public boolean awaitInput(int descriptor) {
        if (descriptor <= LAST_STREAM || !interrupts.isInMainThread()) {
            return true; // the standard input is looked after by StandardInput
        }
        int file = Descriptors.waiting(descriptor);
        boolean ready = file < 0 || Readable.await(file, 0);
        while (!ready && !interrupts.isDue()) {
            ready = Readable.await(file, SLICE);
        }
        return ready;
    }

    /** The system's number of what Python has open under another; -1 where it is none of the system's files. */
    public int number(int descriptor) {
        return numbers.number(descriptor);
    }

    /** One that takes whole numbers, by its name. */
    public int[] call(String name, int... arguments) {
        return answer(Libc.call(name, Arrays.stream(arguments).boxed().toArray()));
    }

    /** Locks a part of a file for this process, or unlocks it, without waiting: {@code fcntl} with {@code F_SETLK}. */
    public int[] lock(int file, int kind, int whence, long start, long length) {
        return answer(Libc.call(
                "fcntl", file, SET_LOCK, new long[] {kind | (long) whence << Short.SIZE, start, length, 0}));
    }

    /** Makes a named pipe. */
    public int[] mkfifo(String path, int mode) {
        return answer(Libc.call("mkfifo", path, mode));
    }

    /** A new file in no folder: its number, to be opened by {@code /proc/self/fd} and closed by {@link #close}. */
    public int memoryFile(String name) {
        return Libc.memoryFile(name);
    }

    /** Closes such a file. */
    public void close(int file) {
        Libc.close(file);
    }

    /**
     * Reads what a process may use, and sets it where there are two fresh limits: value, error, soft limit, hard limit; -1
     * is no limit.
     */
    public long[] limit(int pid, int resource, Value fresh) {
        long[] now = new long[2];
        long[] next = fresh.as(long[].class);
        Libc.Answer answer = Libc.call("prlimit", pid, resource, next, now);
        return new long[] {answer.value(), answer.errno(), now[0], now[1]};
    }

    /** Says on which processors a process runs, all threads of it; 0 is this one. */
    public int[] pin(int pid, Value processors) {
        long[] mask = new long[(int) PROCESSORS / Long.SIZE];
        for (int processor : processors.as(int[].class)) {
            mask[processor / Long.SIZE] |= 1L << processor;
        }
        return threads(pid == 0 ? Current.pid() : pid).stream()
                .map(thread -> Libc.call("sched_setaffinity", thread, PROCESSORS / Byte.SIZE, mask))
                .filter(answer -> answer.errno() != GONE) // a thread that has ended meanwhile
                .map(SystemPort::answer)
                .reduce(answer(new Libc.Answer(-1, GONE)), (_, answer) -> answer);
    }

    private static List<Integer> threads(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return threads.map(thread -> Integer.valueOf(thread.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static int[] answer(Libc.Answer answer) {
        return new int[] {answer.value(), answer.errno()};
    }
}
