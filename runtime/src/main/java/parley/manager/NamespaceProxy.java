package parley.manager;

import org.jspecify.annotations.Nullable;

/** A namespace of a manager: values by name. What Python writes {@code names.longest} is {@code names.get("longest")}. Any thread. */
public final class NamespaceProxy extends BaseProxy {
    private static final long serialVersionUID = 1;

    NamespaceProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * A value.
     *
     * @param name its name
     * @param <T> what the caller takes it for
     * @return a copy
     * @throws parley.trace.UserFailure where there is none of that name
     */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // the caller knows what it holds
    public <T extends @Nullable Object> T get(String name) {
        return (T) ask("__getattribute__", name);
    }

    /**
     * Sets a value.
     *
     * @param name its name
     * @param value copied
     */
    public void set(String name, @Nullable Object value) {
        Object _ = ask("__setattr__", name, value);
    }

    /**
     * Removes a value.
     *
     * @param name its name
     * @throws parley.trace.UserFailure where there is none of that name
     */
    public void delete(String name) {
        Object _ = ask("__delattr__", name);
    }
}
