package parley.channel;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two connected ends, as Python's {@code multiprocessing.Pipe}.
 *
 * <pre>
 *   var pipe = new Pipe&lt;String&gt;();     pipe.left().send("hello");     pipe.right().recv()
 * </pre>
 *
 * @param left one end; only receives where the pipe is not duplex
 * @param right the other end; only sends where the pipe is not duplex
 * @param <T> what it carries
 */
public record Pipe<T extends @Nullable Object>(Connection<T> left, Connection<T> right) implements Serializable {
    /** Makes a pipe whose ends both send and receive. */
    public Pipe() {
        this(true);
    }

    /**
     * Makes a pipe.
     *
     * @param duplex whether both ends send and receive
     */
    public Pipe(boolean duplex) {
        this(PipeEnd.create(duplex));
    }

    private Pipe(List<PipeEnd> ends) {
        this(new Connection<>(new PipeCarrier(ends.getFirst())), new Connection<>(new PipeCarrier(ends.getLast())));
    }
}
