package parley;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real {@code ./parley}, as a user starts it, for tests: arguments and standard input in; output, errors and exit
 * code out. One that hangs is killed with its children, and the test fails with what it has said so far.
 *
 * <pre>
 *   Ended ended = ParleyProcess.of("run", "script.py").input("one\n").run();
 *   try (ParleyProcess parley = ParleyProcess.of("run", "server.py").start()) { parley.awaitOut("ready"); ... }
 * </pre>
 */
public final class ParleyProcess implements AutoCloseable {
    private static final Duration HANG = Duration.ofMinutes(8);

    /** The first start records caches; four JVMs' worth of work. */
    private static final Duration FIRST_HANG = Duration.ofMinutes(10);

    private final Process process;
    private final Collected out;
    private final Collected err;

    private ParleyProcess(Process process) {
        this.process = process;
        this.out = new Collected(process.getInputStream());
        this.err = new Collected(process.getErrorStream());
    }

    /** How one ended. */
    public record Ended(String out, String err, int exit) {}

    /** What to start; each method returns this. */
    public static final class Start {
        private final List<String> command = new ArrayList<>();
        private final Map<String, String> environment = new HashMap<>();
        private Path folder = root();
        private String input = "";

        private Start(String... arguments) {
            command.add(root().resolve("parley").toString());
            command.addAll(List.of(arguments));
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("PARLEY_BUILD", "no"); // what is tested is what this build has made
        }

        /** All that will be on its standard input. */
        public Start input(String text) {
            input = text;
            return this;
        }

        /** Where it starts; otherwise at the project's root. */
        public Start in(Path directory) {
            folder = directory;
            return this;
        }

        /** Adds to the inherited environment, or replaces in it. */
        public Start environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Starts this instead: a link to it, or a copy elsewhere. */
        public Start program(Path file) {
            command.set(0, file.toString());
            return this;
        }

        /** Starts it, gives it its input, and waits for its end. */
        public Ended run() {
            return run(HANG);
        }

        /** The same, where it may need longer than others. */
        Ended run(Duration hang) {
            try (ParleyProcess parley = start()) {
                parley.process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
                parley.process.getOutputStream().close();
                return parley.awaitEnd(hang);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Starts it; its standard input stays open and empty until the test writes to {@link #process()}. */
        public ParleyProcess start() {
            try {
                ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
                builder.environment().putAll(environment);
                return new ParleyProcess(builder.start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** {@code ./parley ARGUMENTS}, not started yet. */
    public static Start of(String... arguments) {
        FirstStart.done();
        return new Start(arguments);
    }

    /** The very first start says on its standard error what it prepares; tests see the later ones. */
    private static final class FirstStart {
        static {
            Ended ended = new Start("--version").run(FIRST_HANG);
            if (ended.exit() != 0) {
                throw new AssertionError("no start: exit=" + ended.exit() + "\n" + ended.out() + ended.err());
            }
        }

        static void done() {}
    }

    /** The folder that {@code ./parley} is in. */
    public static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("runtime/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** The process itself, to write to or to kill. */
    public Process process() {
        return process;
    }

    /** Waits until its output has {@code text}. */
    public void awaitOut(String text) {
        if (!out.await(text)) {
            throw failed("no such output: text=" + text);
        }
    }

    /** What it has printed so far. */
    public String out() {
        return out.soFar();
    }

    /** Waits until its errors have {@code text}. */
    public void awaitErr(String text) {
        if (!err.await(text)) {
            throw failed("no such error: text=" + text);
        }
    }

    /** Waits for its end and for the end of its output. */
    public Ended awaitEnd() {
        return awaitEnd(HANG);
    }

    private Ended awaitEnd(Duration hang) {
        try {
            if (!process.waitFor(hang.toSeconds(), TimeUnit.SECONDS)) {
                throw failed("hangs: command=" + process.info().commandLine().orElse(""));
            }
            return new Ended(out.whole(), err.whole(), process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private AssertionError failed(String message) {
        close();
        return new AssertionError(message + "\n--- out ---\n" + out.soFar() + "\n--- err ---\n" + err.soFar());
    }

    /** Kills it with its children, if it still lives. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** One of its two outputs, read by a thread of its own. */
    private static final class Collected {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;
        private boolean ended;

        Collected(InputStream from) {
            reader = Thread.ofPlatform().daemon().start(() -> read(from));
        }

        private void read(InputStream from) {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    add(buffer, n);
                }
            } catch (IOException e) {
                add(e.toString().getBytes(StandardCharsets.UTF_8), e.toString().length());
            } finally {
                end();
            }
        }

        private synchronized void add(byte[] buffer, int n) {
            bytes.write(buffer, 0, n);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized String soFar() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        String whole() throws InterruptedException {
            reader.join(HANG.toMillis()); // a child that was left behind may still hold it open
            return soFar();
        }

        synchronized boolean await(String text) {
            long end = System.nanoTime() + HANG.toNanos();
            try {
                while (!soFar().contains(text)) {
                    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                    if (ended || left <= 0) {
                        return false;
                    }
                    wait(left);
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
