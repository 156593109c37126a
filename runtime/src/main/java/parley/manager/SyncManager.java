package parley.manager;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A manager of dicts, lists, locks and their like, as Python's {@code SyncManager}. Names that begin with a capital are
 * those of Python's types. Any thread.
 */
@SuppressWarnings({"MethodName", "unchecked", "TypeParameterUnusedInFormals"
}) // Python's names; the user says what they hold
public class SyncManager extends BaseManager {
    /** One that other programs of this session, and those that know its key, can reach. */
    public SyncManager() {}

    /**
     * One at a path.
     *
     * @param path its address
     * @param authkey what its clients must know
     */
    public SyncManager(String path, byte[] authkey) {
        super(path, authkey);
    }

    /**
     * One at a port.
     *
     * @param host of the manager: {@code localhost}
     * @param port 0 for any that is free
     * @param authkey what its clients must know
     */
    public SyncManager(String host, int port, byte[] authkey) {
        super(host, port, authkey);
    }

    /**
     * One at an address.
     *
     * @param address where
     * @param authkey what its clients must know
     */
    public SyncManager(SocketAddress address, byte[] authkey) {
        super(address, authkey);
    }

    private BaseProxy make(String typeid, @Nullable Object... arguments) {
        return create(typeid, Arrays.asList(arguments), Map.of());
    }

    /**
     * Makes a dict.
     *
     * @param <K> its keys
     * @param <V> its values
     * @return empty
     */
    public <K, V> DictProxy<K, V> dict() {
        return (DictProxy<K, V>) make("dict");
    }

    /**
     * Makes a dict.
     *
     * @param entries what is in it at first; copied
     * @param <K> its keys
     * @param <V> its values
     * @return in the same order
     */
    public <K, V> DictProxy<K, V> dict(Map<? extends K, ? extends V> entries) {
        return (DictProxy<K, V>) make("dict", entries instanceof DictProxy ? entries : new LinkedHashMap<>(entries));
    }

    /**
     * Makes a list.
     *
     * @param <E> its items
     * @return empty
     */
    public <E> ListProxy<E> list() {
        return (ListProxy<E>) make("list");
    }

    /**
     * Makes a list.
     *
     * @param items what is in it at first; copied
     * @param <E> its items
     * @return in the same order
     */
    public <E> ListProxy<E> list(Collection<? extends E> items) {
        return (ListProxy<E>) make("list", new ArrayList<>(items));
    }

    /**
     * Makes a namespace.
     *
     * @return empty
     */
    public NamespaceProxy Namespace() {
        return Namespace(Map.of());
    }

    /**
     * Makes a namespace.
     *
     * @param values what is in it at first, by name; copied
     * @return with them
     */
    public NamespaceProxy Namespace(Map<String, ? extends @Nullable Object> values) {
        return (NamespaceProxy) create("Namespace", List.of(), new HashMap<>(values));
    }

    /**
     * Makes a lock, which any process may release.
     *
     * @return free
     */
    public AcquirerProxy Lock() {
        return (AcquirerProxy) make("Lock");
    }

    /**
     * Makes a lock that its owner, a thread, may take again.
     *
     * @return free
     */
    public AcquirerProxy RLock() {
        return (AcquirerProxy) make("RLock");
    }

    /**
     * Makes a semaphore.
     *
     * @param value what it has at first
     * @return with that
     */
    public AcquirerProxy Semaphore(int value) {
        return (AcquirerProxy) make("Semaphore", value);
    }

    /**
     * Makes a semaphore that refuses to be given more than it had at first.
     *
     * @param value what it has at first
     * @return with that
     */
    public AcquirerProxy BoundedSemaphore(int value) {
        return (AcquirerProxy) make("BoundedSemaphore", value);
    }

    /**
     * Makes a condition with a lock of its own, an {@code RLock}.
     *
     * @return nobody waits
     */
    public ConditionProxy Condition() {
        return (ConditionProxy) make("Condition");
    }

    /**
     * Makes a condition.
     *
     * @param lock a {@code Lock} or {@code RLock} of this manager
     * @return nobody waits
     */
    public ConditionProxy Condition(AcquirerProxy lock) {
        return (ConditionProxy) make("Condition", lock);
    }

    /**
     * Makes an event.
     *
     * @return not set
     */
    public EventProxy Event() {
        return (EventProxy) make("Event");
    }

    /**
     * Makes a barrier.
     *
     * @param parties how many wait for each other
     * @return nobody waits
     */
    public BarrierProxy Barrier(int parties) {
        return (BarrierProxy) make("Barrier", parties);
    }

    /**
     * Makes a queue without a limit.
     *
     * @param <T> what it carries
     * @return empty
     */
    public <T extends @Nullable Object> QueueProxy<T> Queue() {
        return Queue(0);
    }

    /**
     * Makes a queue.
     *
     * @param maxsize the most values in it; 0 or less for no limit
     * @param <T> what it carries
     * @return empty
     */
    public <T extends @Nullable Object> QueueProxy<T> Queue(int maxsize) {
        return (QueueProxy<T>) make("Queue", maxsize);
    }

    /**
     * Makes a queue without a limit whose users say when they are done.
     *
     * @param <T> what it carries
     * @return empty
     */
    public <T extends @Nullable Object> QueueProxy<T> JoinableQueue() {
        return JoinableQueue(0);
    }

    /**
     * Makes a queue whose users say when they are done.
     *
     * @param maxsize the most values in it; 0 or less for no limit
     * @param <T> what it carries
     * @return empty
     */
    public <T extends @Nullable Object> QueueProxy<T> JoinableQueue(int maxsize) {
        return (QueueProxy<T>) make("JoinableQueue", maxsize);
    }

    /**
     * Makes a value.
     *
     * @param typecode as Python's; it says nothing here: the value may be anything
     * @param value what is in it at first; copied
     * @param <T> its type
     * @return with that
     */
    public <T extends @Nullable Object> ValueProxy<T> Value(char typecode, T value) {
        return (ValueProxy<T>) make("Value", String.valueOf(typecode), value);
    }

    /**
     * Makes an array.
     *
     * @param typecode of its numbers, as Python's: {@code 'i'}, {@code 'd'}
     * @param numbers what is in it; copied
     * @param <T> their type
     * @return with those
     */
    public <T extends Number> ArrayProxy<T> Array(char typecode, Collection<T> numbers) {
        return (ArrayProxy<T>) make("Array", String.valueOf(typecode), new ArrayList<>(numbers));
    }
}
