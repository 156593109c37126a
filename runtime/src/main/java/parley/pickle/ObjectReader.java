package parley.pickle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes Java's objects of those of one Python class, while a pickle is read. Called by the thread that reads. */
@FunctionalInterface
public interface ObjectReader {
    /**
     * Makes an object.
     *
     * @param arguments what Python would call its class with
     * @param keywords likewise; mostly empty
     * @return what stands for it in the value
     */
    @Nullable
    Object make(List<@Nullable Object> arguments, Map<String, @Nullable Object> keywords);

    /**
     * Gives an object its state, once it is read: mostly a map of its attributes.
     *
     * @param made what {@link #make} gave
     * @param state as the pickle has it
     * @return what takes its place from now on; who was inside the state, and refers back, keeps {@code made}
     */
    default @Nullable Object state(@Nullable Object made, @Nullable Object state) {
        throw new IllegalArgumentException("object has a state, and its reader none: object=" + made);
    }
}
