package parley.java;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.ship.JavaLanguage;
import parley.ship.JavaValues;
import parley.ship.SessionVariables;
import parley.wire.Decoder;
import parley.wire.JavaMaker;

/** The variables of the session's Java code, for Python code. Any thread: they are read from their fields. */
record JavaVariables(Definitions definitions, ClassLoader loader) implements SessionVariables.Reader {
    @Override
    public List<String> names() {
        return definitions.names();
    }

    @Override
    public byte[] read(String name) {
        Object value = definitions.value(name, loader);
        byte[] message = JavaValues.encode("variable '" + name + "'", value);
        boolean _ = new Decoder(message).read(new Crossing(name, value)) == null;
        return message;
    }

    /** Complains of what only Java can read. */
    private static final class Crossing extends JavaMaker {
        private final String name;
        private final @Nullable Object value;

        Crossing(String name, @Nullable Object value) {
            this.name = name;
            this.value = value;
        }

        @Override
        public @Nullable Object opaque(String language, String label, byte[] form) {
            String type = Imports.shorten(parley.ship.PromptNames.typedIn(
                    Objects.requireNonNull(value).getClass().getTypeName()));
            throw SessionVariables.refused(JavaLanguage.NAME, name, type);
        }

        @Override
        public @Nullable Object portable(String kind, long address) {
            return null;
        }
    }
}
