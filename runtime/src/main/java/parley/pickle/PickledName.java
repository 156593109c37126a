package parley.pickle;

/**
 * A class or a function of Python that a pickle names. Nobody looks it up.
 *
 * @param module its module
 * @param name its name in the module, with dots where it is inside a class
 */
public record PickledName(String module, String name) implements java.io.Serializable {
    @Override
    public String toString() {
        return module + "." + name;
    }
}
