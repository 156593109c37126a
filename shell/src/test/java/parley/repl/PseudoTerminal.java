package parley.repl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A real terminal, by tmux: the program in it has a controlling terminal, Ctrl-C is a signal, and what is seen is what
 * a person sees.
 */
public final class PseudoTerminal implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
    private static final long LOOK_MILLIS = 30;

    private final Path folder;

    /** Starts a program; the terminal stays when it has ended, and shows {@code [exit N]}. */
    public PseudoTerminal(Map<String, String> environment, List<String> command) {
        try {
            folder = Files.createTempDirectory("terminal");
            List<String> words = new ArrayList<>(List.of("env"));
            environment.forEach((name, value) -> words.add(name + "=" + value));
            words.addAll(command);
            StringBuilder line = new StringBuilder();
            words.forEach(
                    word -> line.append('\'').append(word.replace("'", "'\\''")).append("' "));
            // a shell without a trap ends with a program that Ctrl-C has ended
            line.insert(0, "trap : INT; ").append("; echo [exit $?]; cat");
            tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "50", line.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether this machine has what is needed. */
    public static boolean isAvailable() {
        try {
            return new ProcessBuilder("tmux", "-V").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    /** Types a line and Enter. */
    public void line(String text) {
        text(text);
        key("Enter");
    }

    /** Types, without Enter. */
    public void text(String text) {
        if (!text.isEmpty()) {
            // a semicolon at the end would separate tmux's own commands
            tmux("send-keys", "-l", "--", text.endsWith(";") ? text.substring(0, text.length() - 1) + "\\;" : text);
        }
    }

    /** Presses a key, by tmux's name: {@code C-c}, {@code Tab}, {@code Up}. */
    public void key(String name) {
        tmux("send-keys", name);
    }

    /** Pastes as terminals do: between marks, with all its lines. */
    public void paste(String text) {
        tmux("set-buffer", "--", text);
        tmux("paste-buffer", "-p", "-r");
    }

    /** What is on the screen, without empty lines at its end and spaces at the end of lines. */
    public String screen() {
        return tmux("capture-pane", "-p", "-J")
                .lines()
                .map(String::stripTrailing)
                .reduce("", (a, b) -> a + b + "\n")
                .stripTrailing();
    }

    /** Waits until the screen ends with this. */
    public String awaitEnd(String end) {
        return await(end, screen -> screen.endsWith(end));
    }

    /** Waits until the screen shows this somewhere. */
    public String awaitText(String text) {
        return await(text, screen -> screen.contains(text));
    }

    private String await(String what, Predicate<String> seen) {
        long start = System.nanoTime();
        String screen = screen();
        while (!seen.test(screen)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("not seen: " + what + "\non the screen:\n" + screen);
            }
            try {
                Thread.sleep(LOOK_MILLIS); // a screen cannot be waited for
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            screen = screen();
        }
        return screen;
    }

    /** Wipes the screen, so that the next look sees new things only; the prompt is drawn again. */
    public void clear() {
        key("C-l");
    }

    /** The same, and waits until nothing but a prompt is there. */
    public void wipe() {
        clear();
        String _ = await("a prompt alone", screen -> screen.endsWith(">") && !screen.contains("\n"));
    }

    @Override
    public void close() {
        try {
            tmux("kill-server");
            Files.deleteIfExists(folder.resolve("socket"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tmux(String... words) {
        try {
            List<String> command = new ArrayList<>(
                    List.of("tmux", "-S", folder.resolve("socket").toString()));
            command.addAll(List.of(words));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().remove("TMUX");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return text;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
