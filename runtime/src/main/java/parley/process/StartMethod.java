package parley.process;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import parley.fork.Fork;
import parley.trace.UserFailure;

/**
 * How a process is started, by Python's names.
 *
 * <table>
 *   <caption>What happens</caption>
 *   <tr><td>fork</td><td>this process is copied: nothing has to be sent; Linux with the native helper</td></tr>
 *   <tr><td>spawn</td><td>a fresh JVM; the function is sent; everywhere</td></tr>
 *   <tr><td>forkserver</td><td>a warm, idle JVM is copied; the function is sent; where fork works</td></tr>
 * </table>
 */
public enum StartMethod {
    /** This process, copied. */
    FORK("Fork"),
    /** A fresh JVM. */
    SPAWN("Spawn"),
    /** A copy of the fork server. */
    FORKSERVER("ForkServer");

    private static final String SETTING = "PARLEY_START_METHOD";

    private static volatile @Nullable StartMethod chosen;

    private final String prefix;

    StartMethod(String prefix) {
        this.prefix = prefix;
    }

    /**
     * What Python puts before a pool worker's name.
     *
     * @return {@code Fork}, {@code ForkServer} or {@code Spawn}
     */
    public String prefix() {
        return prefix;
    }

    /**
     * The methods that work here, the default one first, in Python's order.
     *
     * @return at least {@code SPAWN}
     */
    public static List<StartMethod> available() {
        return Fork.problem() == null ? List.of(values()) : List.of(SPAWN);
    }

    /**
     * The one that is used where none is named.
     *
     * @return the one that was set; else what the environment variable {@code PARLEY_START_METHOD} names; else
     *     {@code FORK} where that works
     */
    public static StartMethod current() {
        StartMethod set = chosen;
        if (set != null) {
            return set;
        }
        String wished = System.getenv(SETTING);
        return wished == null || wished.isEmpty() ? available().getFirst() : of(wished);
    }

    /**
     * Chooses the one that is used where none is named.
     *
     * @param method null for the default
     */
    public static void use(@Nullable StartMethod method) {
        chosen = method;
    }

    /**
     * By its name.
     *
     * @param name {@code fork}, {@code forkserver} or {@code spawn}
     * @return the method
     * @throws UserFailure where there is no such method, or it does not work here
     */
    public static StartMethod of(String name) {
        StartMethod method = Arrays.stream(values())
                .filter(one -> one.toString().equals(name))
                .findAny()
                .orElseThrow(
                        () -> new UserFailure("no such start method: name=" + name + "\nMaybe one of " + available()));
        if (method != SPAWN && !available().contains(method)) { // whether copies live is tried, which takes a moment
            throw new UserFailure("start method does not work here: name=" + name + ", because=" + Fork.problem());
        }
        return method;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
