package parley.ship;

import java.io.Serializable;

/** Something to do in another process, without arguments and result. */
@FunctionalInterface
public interface Task extends Serializable {
    /**
     * Does it.
     *
     * @throws Exception what it raises
     */
    void run() throws Exception;
}
