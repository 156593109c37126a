package parley.python;

import java.util.List;
import java.util.stream.LongStream;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.builtin.Started;
import parley.debug.Desk;
import parley.fork.Fork;
import parley.process.Child;
import parley.process.Current;
import parley.process.Program;

/**
 * Other programs, and copies of this process that Python makes itself: what {@code os.waitpid} waits for. Public for Python
 * code. Any thread.
 */
public final class ProgramsPort {
    private final Interrupts interrupts;
    private final Offspring offspring = new Offspring();

    ProgramsPort(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /** As {@code os.fork}: the copy's number, 0 in the copy. */
    public int fork() {
        Desk.open();
        Child child = Child.copy(Current.nextChildName("fork"), false, PythonLanguage.NAME);
        if (child == null) {
            return 0;
        }
        offspring.add(child);
        return (int) child.pid();
    }

    /** As {@code os.execve}, with lists of bytes; the error's number, where it returns. */
    public int exec(String folder, Value path, Value arguments, Value environment) {
        return Fork.exec(folder, Codec.copy(path), all(arguments), all(environment));
    }

    /**
     * Starts a program: its number, or minus the system's number of what was wrong.
     *
     * @param sources the system's numbers of open files, which it has as {@code targets}
     * @param session whether it leads a session of its own
     * @param restores whether signals that Python ignores are as usual again
     */
    public int spawn(
            Value path,
            Value arguments,
            Value environment,
            String folder,
            Value sources,
            Value targets,
            boolean session,
            int group,
            boolean restores) {
        int[] wrong = new int[1];
        Program program = Program.start(
                new Program.Order(
                        Codec.copy(path),
                        all(arguments),
                        all(environment),
                        folder,
                        sources.as(int[].class),
                        targets.as(int[].class),
                        session,
                        group,
                        restores),
                wrong);
        if (program == null) {
            return -wrong[0];
        }
        offspring.add(program);
        return program.pid();
    }

    /** A program that {@code subprocess} started belongs to {@link #waitPid} too; its number. */
    public int adopt(Started program) {
        offspring.add(program);
        return (int) program.pid();
    }

    /**
     * Waits for one of {@link #fork()}, {@link Host#start} or {@link #adopt}.
     *
     * @param pid its number, or -1 for any
     * @param options what {@code waitid} takes: what to wait for, whether to, and whether it can be waited for again
     * @return {@code [pid, status]}; {@code [0, 0]} where it must not wait, null where there is no such child, an empty
     *     list when interrupted
     */
    public @Nullable List<Integer> waitPid(int pid, int options) {
        return offspring.waitPid(pid, options, interrupts);
    }

    private static List<byte[]> all(Value bytes) {
        return LongStream.range(0, bytes.getArraySize())
                .mapToObj(at -> Codec.copy(bytes.getArrayElement(at)))
                .toList();
    }
}
