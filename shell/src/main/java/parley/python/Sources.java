package parley.python;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The Python sources in our resources. Any thread. */
final class Sources {
    private static final String BOOTSTRAP = "bootstrap.py";

    private Sources() {}

    /** A file's text, or null where there is none: {@code multiprocessing/pool.py}. */
    static @Nullable String read(String path) {
        try (InputStream in = Sources.class.getResourceAsStream(path)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String bootstrap() {
        String text = read(BOOTSTRAP);
        if (text == null) {
            throw new IllegalStateException("not in the jar: " + BOOTSTRAP);
        }
        return text;
    }

    /** Other where a file is another one, or has changed; empty where that cannot be told. */
    static String stamp(String file) {
        Path path = Path.of(file);
        if (!path.isAbsolute()) {
            return "";
        }
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return found.fileKey() + " " + found.size() + " " + found.lastModifiedTime();
        } catch (IOException e) {
            return "";
        }
    }

    /** {@code bin/python3} above the folder of our jars, or nothing. */
    static String executable() {
        String jars = System.getProperty("java.class.path").split(File.pathSeparator, 2)[0];
        for (Path folder = Path.of(jars).toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path program = folder.resolve("bin", "python3");
            if (Files.isExecutable(program) && Files.exists(folder.resolve("parley"))) {
                return program.toString();
            }
        }
        return "";
    }

    /** Where they are, for {@code __file__}: {@code /.../parley-shell.jar/parley/python/}. */
    static String home() {
        URL place = Sources.class.getResource(BOOTSTRAP);
        if (place == null) {
            throw new IllegalStateException("not in the jar: " + BOOTSTRAP);
        }
        String path = place.getPath();
        path = path.substring(0, path.length() - BOOTSTRAP.length());
        return path.startsWith("file:") ? path.substring("file:".length()).replace("!/", "/") : path;
    }
}
