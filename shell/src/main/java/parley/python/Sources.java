package parley.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
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
