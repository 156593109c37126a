package parley.manager;

import java.io.Serial;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.pickle.PickledName;
import parley.pickle.PickledObject;
import parley.trace.Failure;
import parley.trace.UserFailure;
import parley.wire.Portable;
import parley.wire.PortableKind;

/**
 * What stands for an object of a manager in other processes, as Python's {@code BaseProxy}: each call is a message to the
 * manager, which does it and answers. It travels like any other argument, and refers to the same object there.
 *
 * <pre>
 *   Object n = counter._callmethod("add", 3);          or          counter.as(Adder.class).add(3)
 * </pre>
 *
 * An exception in the manager is thrown here: one of Java as it is, one of Python as a {@link UserFailure} that names it.
 * The manager forgets the object when no proxy is left: they are closed, thrown away, or end with their process. Any thread.
 */
public class BaseProxy implements Portable, Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;

    private final transient Remote remote;
    private final transient long number;
    private final transient Cleaner.Cleanable reference;
    private transient String typeid;
    private transient List<String> exposed = List.of();

    /** One that the manager has counted. */
    BaseProxy(Remote remote, long number) {
        this.remote = remote;
        this.number = number;
        Proxies.Type type = Proxies.TYPES.get(getClass().getSimpleName());
        this.typeid = type == null ? "object" : type.typeid();
        this.reference = Cleaners.register(this, new Release(remote, number));
    }

    /** The end of a proxy, which must not know it. */
    private record Release(Remote remote, long number) implements Runnable {
        @Override
        public void run() {
            remote.release(number);
        }
    }

    final BaseProxy exposing(String name, List<String> methods) {
        typeid = name;
        exposed = methods;
        return this;
    }

    /**
     * Calls a method of the object.
     *
     * @param method its name
     * @param arguments copied
     * @return a copy of its result
     * @throws UserFailure where it raises an exception of Python's
     * @throws parley.trace.DiedFailure where the manager has ended
     */
    public @Nullable Object _callmethod(String method, @Nullable Object... arguments) {
        return ask(method, arguments);
    }

    final @Nullable Object ask(String method, @Nullable Object... arguments) {
        try {
            return call(method, arguments);
        } catch (PythonError e) {
            throw failure(e);
        }
    }

    static UserFailure failure(PythonError e) {
        return new UserFailure(e.getMessage(), "", e);
    }

    final @Nullable Object call(String method, @Nullable Object... arguments) throws PythonError {
        return remote.call(number, method, Arrays.asList(arguments));
    }

    final boolean askWhether(String method, @Nullable Object... arguments) {
        return Boolean.TRUE.equals(ask(method, arguments));
    }

    final int askNumber(String method, @Nullable Object... arguments) {
        return ask(method, arguments) instanceof Number answer ? answer.intValue() : 0;
    }

    final boolean isNear() {
        return remote.isNear();
    }

    /**
     * A copy of the object.
     *
     * @return where it can be copied
     */
    public @Nullable Object _getvalue() {
        return ask("#GETVALUE");
    }

    /**
     * The object by an interface of the user's: its methods are called there.
     *
     * @param type the interface
     * @param <I> likewise
     * @return calls {@link #_callmethod}
     */
    public <I> I as(Class<I> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(this, arguments)
                        : ask(method.getName(), arguments == null ? new Object[0] : arguments)));
    }

    /**
     * Its kind.
     *
     * @return {@code dict}, or a registered name
     */
    public String typeid() {
        return typeid;
    }

    /**
     * Its number in the manager.
     *
     * @return hexadecimal digits
     */
    public String id() {
        return Long.toHexString(number);
    }

    @Override
    public String kind() {
        return getClass().getSimpleName();
    }

    @Override
    public long address() {
        return Ticket.of(remote.board().number(), number);
    }

    final PickledObject pickled() {
        boolean auto = getClass() == BaseProxy.class || this instanceof QueueProxy;
        return Pickles.rebuild(
                new PickledName("multiprocessing.managers", auto ? "AutoProxy" : kind()),
                new Token(typeid, Token.python(remote.address()), id()),
                exposed);
    }

    /** Says that it is not used any more: where it was the last one, the manager forgets the object. */
    @Override
    public void close() {
        reference.clean();
    }

    /** What the object looks like in the manager; where that cannot be told, what this is. */
    @Override
    public String toString() {
        try {
            return look();
        } catch (Failure e) {
            return "<" + kind() + " object, typeid '" + typeid + "', id " + id() + "; '__str__()' failed>";
        }
    }

    String look() {
        return String.valueOf(ask("__repr__"));
    }

    @Serial
    final Object writeReplace() {
        return new Travelling(kind(), address());
    }

    private record Travelling(String kind, long address) implements Serializable {
        @Serial
        private Object readResolve() {
            return PortableKind.of(kind, address);
        }
    }
}
