package parley.pickle;

import org.jspecify.annotations.Nullable;

/** Says what is written for objects that are no plain data, while a pickle is written. Called by the thread that writes. */
@FunctionalInterface
public interface ObjectWriter {
    /**
     * What stands for an object.
     *
     * @param object anything but numbers and truth values
     * @return plain data, or a {@link PickledObject}; null where the object is written as it is
     */
    @Nullable
    Object instead(Object object);
}
