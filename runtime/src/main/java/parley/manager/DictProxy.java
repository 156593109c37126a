package parley.manager;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A dict of a manager, as a map: each method is one message and one step, so that {@code counts.merge(word, 1,
 * Integer::sum)} is right without a lock. What it gives is a copy; to change a list in it, put the changed list in again,
 * or put a managed one in.
 *
 * <p>Keys are equal as in Python: {@code 1}, {@code 1L} and {@code 1.0} are one. In a manager that is not of this
 * session, which knows Python's methods only, {@code put}, {@code replace} and their like are two steps. Any thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@SuppressWarnings({"unchecked", "NullAway"}) // the user's promise, as with any value of another process
public final class DictProxy<K, V> extends BaseProxy implements ConcurrentMap<K, V> {
    private static final long serialVersionUID = 1;

    DictProxy(Remote remote, long number) {
        super(remote, number);
    }

    /**
     * A copy of it as it is now.
     *
     * @return in its order
     */
    public Map<K, V> copy() {
        return (Map<K, V>) ask("copy");
    }

    @Override
    public int size() {
        return askNumber("__len__");
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return askWhether("__contains__", key);
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        return copy().containsValue(value);
    }

    @Override
    public V get(@Nullable Object key) {
        return (V) ask("get", key);
    }

    @Override
    public V getOrDefault(@Nullable Object key, V otherwise) {
        return (V) ask("get", key, otherwise);
    }

    @Override
    public V put(K key, V value) {
        if (isNear()) {
            return (V) ask("#put", key, value);
        }
        V before = get(key);
        Object _ = ask("__setitem__", key, value);
        return before;
    }

    /**
     * Puts a value without asking for the one before.
     *
     * @param key where
     * @param value copied
     */
    public void set(K key, V value) {
        Object _ = ask("__setitem__", key, value);
    }

    @Override
    public V remove(@Nullable Object key) {
        return (V) ask("pop", key, null);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> other) {
        Object _ = ask("update", new LinkedHashMap<>(other));
    }

    @Override
    public void clear() {
        Object _ = ask("clear");
    }

    @Override
    public V putIfAbsent(K key, V value) {
        if (isNear()) {
            return (V) ask("#putIfAbsent", key, value);
        }
        V before = get(key);
        if (before == null) {
            Object _ = ask("__setitem__", key, value);
        }
        return before;
    }

    @Override
    public boolean remove(@Nullable Object key, @Nullable Object value) {
        if (isNear()) {
            return askWhether("#remove", key, value);
        }
        boolean is = containsKey(key) && PythonRules.same(get(key), value);
        if (is) {
            V _ = remove(key);
        }
        return is;
    }

    @Override
    public boolean replace(K key, V before, V value) {
        if (isNear()) {
            return askWhether("#replace", key, before, value);
        }
        boolean is = containsKey(key) && PythonRules.same(get(key), before);
        if (is) {
            set(key, value);
        }
        return is;
    }

    @Override
    public V replace(K key, V value) {
        return containsKey(key) ? put(key, value) : null;
    }

    /** The keys as they are now. */
    @Override
    public Set<K> keySet() {
        return Collections.unmodifiableSet(copy().keySet());
    }

    /** The values as they are now. */
    @Override
    public Collection<V> values() {
        return Collections.unmodifiableCollection(copy().values());
    }

    /** The entries as they are now. */
    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return Collections.unmodifiableMap(copy()).entrySet();
    }

    @Override
    public boolean equals(Object other) {
        return other == this || (other instanceof Map<?, ?> map && copy().equals(map));
    }

    @Override
    public int hashCode() {
        return copy().hashCode();
    }

    @Override
    String look() {
        return copy().toString();
    }
}
