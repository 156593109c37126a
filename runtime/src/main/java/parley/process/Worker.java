package parley.process;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceLoader;
import java.util.concurrent.locks.LockSupport;
import parley.memory.Member;
import parley.memory.Segment;
import parley.ship.Language;
import parley.ship.Languages;
import parley.trace.BugFailure;
import parley.trace.ProcessState;

/**
 * The main program of a child.
 *
 * <pre>
 *   main: read Start ─▶ join the session ─▶ run the body ─▶ hand on queues, leave children, note exit code ─▶ exit
 *   watcher: blocks on stdin; end of file means that the parent is gone ─▶ halt
 * </pre>
 */
final class Worker {
    private Worker() {}

    /** Started by {@link Child#start} only. */
    public static void main(String[] args) {
        InputStream stdin = new FileInputStream(FileDescriptor.in);
        Start start = readStart(stdin);
        System.setIn(InputStream.nullInputStream());
        Thread.ofPlatform().daemon().name("parent watcher").start(() -> watch(stdin, start));
        Member member = Member.join(start.folder(), start.owner());
        if (member == null) { // the session ended meanwhile: nobody waits for this process
            Runtime.getRuntime().halt(1);
            return;
        }
        Current.become(start);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform()
                        .unstarted(() -> member.segment().processes().leaves(start.owner())));
        member.state(ProcessState.RUNNING);
        System.exit(leave(runBody(start)));
    }

    private static Start readStart(InputStream stdin) {
        try {
            return Start.read(stdin);
        } catch (IOException e) { // the parent is gone already, which is no news to anybody
            Runtime.getRuntime().halt(1);
            throw new AssertionError(e);
        }
    }

    private static int runBody(Start start) {
        try {
            if (!start.loop().isEmpty()) {
                return loop(start.loop()).run(start.payload());
            }
            Language language = Languages.get(start.language());
            return language.unpack(start.payload()).run();
        } catch (Throwable e) {
            System.out.flush();
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            System.err.print("Process " + start.name() + " (pid " + Current.pid() + "):\n" + trace);
            return 1;
        }
    }

    private static Loop loop(String name) {
        return ServiceLoader.load(Loop.class, Loop.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .filter(loop -> loop.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BugFailure("no such loop: name=" + name, null));
    }

    private static int leave(int exitcode) {
        try {
            Current.joinThreads();
            Current.leave();
        } catch (RuntimeException e) {
            System.err.println("Process " + Current.name() + " (pid " + Current.pid() + ") could not leave: " + e);
        }
        System.out.flush();
        System.err.flush();
        return exitcode & 0xff;
    }

    private static void watch(InputStream stdin, Start start) {
        try {
            while (stdin.read() >= 0) {
                // nothing is sent after the start record
            }
        } catch (IOException e) {
            // as good as its end
        }
        Segment segment = Segment.attach(start.folder(), false);
        if (segment == null || sessionIsOver(segment, start.parentPid())) {
            start.folder().delete(); // the session was killed: nobody else will
        }
        Runtime.getRuntime().halt(1);
    }

    /** The end of the pipe comes a little before the end of the process that had it: waits for that, not for long. */
    private static boolean sessionIsOver(Segment segment, long parentPid) {
        int most = segment.founder() == parentPid ? 100 : 10;
        for (int i = 0; i < most && segment.founderLives(); i++) {
            LockSupport.parkNanos(10_000_000);
        }
        return !segment.founderLives();
    }
}
