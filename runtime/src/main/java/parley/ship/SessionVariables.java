package parley.ship;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import parley.trace.UserFailure;

/**
 * What the user has defined in each language of this session, for the other one: plain data as a copy, objects of the
 * runtime as what they are. Any thread.
 */
public final class SessionVariables {
    private static final Map<String, Reader> READERS = new ConcurrentHashMap<>();

    private SessionVariables() {}

    /** Reads the variables of one language. */
    public interface Reader {
        /**
         * Which there are.
         *
         * @return in order of definition
         */
        List<String> names();

        /**
         * The value of one of them.
         *
         * @param name one of {@link #names()}
         * @return the value in the tag codec, with nothing in it that only its own language can read
         * @throws UserFailure where it is of a type that the other language cannot have
         */
        byte[] read(String name);
    }

    /**
     * Says how a language's variables are read in this process.
     *
     * @param language {@code java} or {@code python}
     * @param reader of its variables
     */
    public static void offer(String language, Reader reader) {
        READERS.put(language, reader);
    }

    /**
     * The value of a variable.
     *
     * @param language whose variable it is
     * @param name the variable's
     * @return in the tag codec
     * @throws UserFailure where there is no such variable, or it cannot cross
     */
    public static byte[] read(String language, String name) {
        Reader reader = READERS.get(language);
        List<String> names = reader == null ? List.of() : reader.names();
        if (reader == null || !names.contains(name)) {
            throw new UserFailure("no such variable: language=" + language + ", name=" + name
                    + (names.isEmpty()
                            ? "\nMaybe define it there first; a child process has none, so pass it as an argument"
                            : "\nMaybe one of these: " + String.join(", ", names)));
        }
        return reader.read(name);
    }

    /**
     * The error for a value of one language that the other one cannot have.
     *
     * @param language whose variable it is
     * @param name the variable's
     * @param type of the value, or of the part that cannot cross
     * @return to be thrown
     */
    public static UserFailure refused(String language, String name, String type) {
        return new UserFailure("variable cannot cross to the other language: language=" + language + ", name=" + name
                + ", type=" + type + "\nMaybe make numbers, text, lists or maps of it");
    }
}
