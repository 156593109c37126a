package parley.manager;

import java.io.Serializable;

/** Makes objects in a manager, without arguments. */
@FunctionalInterface
public interface Factory extends Serializable {
    /**
     * Makes an object, or gives one that it has made before.
     *
     * @return the object, which stays in the manager
     * @throws Exception what it raises
     */
    Object make() throws Exception;
}
