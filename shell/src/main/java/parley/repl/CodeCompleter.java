package parley.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import parley.eval.Backend;
import parley.trace.Failure;

/** What Tab offers: names and members of code by asking its language, commands, queues, files. */
final class CodeCompleter implements Completer {
    private final Supplier<String> language;
    private final Function<String, Backend> backends;
    private final Supplier<Look> look;
    private final Commands commands;

    CodeCompleter(
            Supplier<String> language, Function<String, Backend> backends, Supplier<Look> look, Commands commands) {
        this.language = language;
        this.backends = backends;
        this.look = look;
        this.commands = commands;
    }

    @Override
    public void complete(LineReader reader, ParsedLine parsed, List<Candidate> candidates) {
        offers(parsed.line(), parsed.cursor(), parsed.cursor() - parsed.wordCursor())
                .forEach(candidates::add);
    }

    Stream<Candidate> offers(String text, int cursor, int start) {
        if (Input.of(text) instanceof Input.Call call) {
            if (text.substring(0, start).isBlank()) {
                return commands.all().stream().map(command -> word("%" + command.name()));
            }
            return commands.find(call.name())
                    .map(command -> arguments(command, text, call.at(), cursor, start))
                    .orElse(Stream.empty());
        }
        return code(language.get(), text, 0, cursor, start);
    }

    private Stream<Candidate> arguments(Command command, String text, int at, int cursor, int start) {
        return switch (command.takes()) {
            case NOTHING -> Stream.empty();
            case CODE -> code(command.codeLanguage(language.get()), text.substring(at), at, cursor, start);
            case COMMAND -> commands.all().stream().map(one -> word(one.name()));
            case QUEUE ->
                look.get().queues().stream()
                        .flatMap(row -> Stream.of(row.label(), row.name()))
                        .filter(name -> !name.isEmpty())
                        .map(CodeCompleter::word);
            case FILE -> files(text.substring(start, cursor));
        };
    }

    /** The language's own offers, moved to where our word starts: it may see a longer or a shorter one. */
    private Stream<Candidate> code(String name, String code, int at, int cursor, int start) {
        try {
            return backends.apply(name).complete(code, cursor - at).stream().flatMap(offer -> {
                int from = offer.start() + at;
                if (from >= start) {
                    return Stream.of(piece(code.substring(start - at, from - at) + offer.text()));
                }
                String before = code.substring(from - at, start - at);
                return offer.text().startsWith(before)
                        ? Stream.of(piece(offer.text().substring(before.length())))
                        : Stream.empty();
            });
        } catch (Failure e) {
            return Stream.empty(); // busy, dead or wrong: nothing to offer, and no reason to disturb who types
        }
    }

    private static Stream<Candidate> files(String typed) {
        int slash = typed.lastIndexOf('/') + 1;
        String folder = typed.substring(0, slash);
        try (Stream<Path> entries = Files.list(path(folder))) {
            return entries
                    .filter(entry -> typed.length() > slash
                            || !entry.getFileName().toString().startsWith("."))
                    .map(entry -> Files.isDirectory(entry)
                            ? piece(folder + entry.getFileName() + "/")
                            : word(folder + entry.getFileName()))
                    .toList()
                    .stream();
        } catch (IOException | InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** A path as it is typed: {@code ~} is the user's own folder, nothing is the current one. */
    static Path path(String typed) {
        return Path.of(typed.startsWith("~/") ? System.getProperty("user.home") + typed.substring(1) : typed);
    }

    /** Followed by a space. */
    private static Candidate word(String text) {
        return new Candidate(text, text, null, null, null, null, true);
    }

    /** Followed by nothing: more may come. */
    private static Candidate piece(String text) {
        return new Candidate(text, text, null, null, null, null, false);
    }
}
