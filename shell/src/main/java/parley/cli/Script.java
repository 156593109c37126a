package parley.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.repl.Nearest;
import parley.trace.UserFailure;

/**
 * Code to run as a program.
 *
 * @param name as error messages call it: {@code sum.jsh}, {@code <string>}, {@code <stdin>}
 * @param word how the command line named it, which is Python's {@code sys.argv[0]}
 * @param language of the code
 * @param text the code
 * @param file where it lies, or null where it is in no file
 */
record Script(
        String name,
        String word,
        String language,
        String text,
        @Nullable Path file) {
    /** What a file's language is, by the end of its name. */
    private static final Map<String, String> ENDINGS =
            Map.of(".py", Languages.PYTHON, ".jsh", Languages.JAVA, ".java", Languages.JAVA);

    /**
     * Reads a file.
     *
     * @param language or null for the one that its name tells
     */
    static Script read(Path file, @Nullable String language) {
        String word = existing(file).toString();
        return new Script(word, word, language == null ? language(file) : language, text(file), file);
    }

    /** Code that stands in the command line. */
    static Script ofCommandLine(String code, String language) {
        return new Script("<string>", "-c", language, code, null);
    }

    /** Code that comes through standard input, up to its end; {@code word} is how the command line said so. */
    static Script ofInput(InputStream in, String word, String language) throws IOException {
        return new Script("<stdin>", word, language, new String(in.readAllBytes(), StandardCharsets.UTF_8), null);
    }

    /** Its word and its arguments. */
    List<String> argv(List<String> arguments) {
        var argv = new ArrayList<String>();
        argv.add(word);
        argv.addAll(arguments);
        return argv;
    }

    private static String language(Path file) {
        String name = file.toString();
        return ENDINGS.entrySet().stream()
                .filter(ending -> name.endsWith(ending.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new UserFailure(
                        "script's language unknown: file=" + name + "\nMaybe tell it: --lang java, --lang python"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UserFailure("not a text in UTF-8: file=" + file);
        } catch (IOException e) {
            throw new UserFailure("script cannot be read: file=" + file + ", reason=" + e.getMessage());
        }
    }

    /** The file itself, if there is one. */
    static Path existing(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserFailure("not a script but a folder: file=" + file);
        }
        if (!Files.exists(file)) {
            throw new UserFailure("no such script: file=" + file + maybe(file));
        }
        return file;
    }

    private static String maybe(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (var files = Files.list(folder)) {
            List<String> names = files.map(
                            other -> file.resolveSibling(other.getFileName()).toString())
                    .toList();
            return Nearest.maybe(file.toString(), names);
        } catch (IOException e) {
            return "";
        }
    }
}
