package parley.manager;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.pickle.PickledName;

/**
 * What a manager holds.
 *
 * <pre>
 *   create ─▶ referred to ─decref of the last─▶ gone, or where another object's value has it: ─incref─▶ referred to again
 *                                               found as long as that one has it
 * </pre>
 *
 * Who refers is counted for each process of the session, so that one that was killed can be forgotten. Any thread.
 */
final class Shelf {
    /** What takes the items of another object, rather than it itself. */
    private static final Set<String> WANT_ITEMS = Set.of("dict", "list", "update", "extend", "__add__");

    private final Board board;
    private final long manager;
    private final Map<String, Kind> kinds;
    private final Map<Long, Held> referred = new ConcurrentHashMap<>();
    private final Map<Long, Weak> known = new ConcurrentHashMap<>();
    private final ReferenceQueue<Held> gone = new ReferenceQueue<>();
    private final Map<Object, Map<Long, Integer>> holders = new HashMap<>();
    private long last;

    /** One that is known as long as anything refers to it. */
    private static final class Weak extends WeakReference<Held> {
        private final long number;
        private final long row;

        Weak(Held held, ReferenceQueue<Held> gone) {
            super(held, gone);
            this.number = held.number();
            this.row = held.row();
        }
    }

    /** An object that was made or found, and one reference to it, which is the caller's. */
    record Made(Held held) {}

    Shelf(Board board, Map<String, Kind> kinds) {
        this.board = board;
        this.manager = board.number();
        this.kinds = kinds;
    }

    /** Makes an object. */
    Made create(String typeid, Arguments given, Object holder) throws Exception {
        Kind kind = kinds.get(typeid);
        if (kind == null) {
            throw PythonError.of("KeyError", typeid);
        }
        Referent made = kind.maker().make(WANT_ITEMS.contains(typeid) ? given.unnested() : given);
        boolean open = kind.exposed().isEmpty() && made instanceof ObjectReferent;
        return add(open ? kind.exposing(ObjectReferent.methods(made.value().getClass())) : kind, made, holder);
    }

    /** Keeps what a method gave. */
    private Made keep(String typeid, @Nullable Object result, Object holder) throws PythonError {
        if (!(result instanceof Iterator<?> items)) {
            throw PythonError.of("TypeError", "no " + typeid + ": " + PythonRules.type(result));
        }
        return add(Kinds.ITERATOR, new IteratorReferent(items), holder);
    }

    private synchronized Made add(Kind kind, Referent referent, Object holder) {
        for (Held held : referred.values()) { // a factory may give the same one each time
            if (referent instanceof ObjectReferent && held.referent().equals(referent)) {
                count(held, holder, 1);
                return new Made(held);
            }
        }
        Held held = new Held(kind, manager, ++last, referent);
        held.row(board.hold(kind.typeid(), held.number()));
        known.put(held.number(), new Weak(held, gone));
        count(held, holder, 1);
        return new Made(held);
    }

    Held find(long number) throws PythonError {
        Held held = referred.get(number);
        if (held == null) {
            Weak weak = known.get(number);
            held = weak == null ? null : weak.get();
        }
        if (held == null) {
            throw PythonError.of("KeyError", Long.toHexString(number));
        }
        return held;
    }

    /** As a part of another object's value. */
    synchronized Nested nest(long number) throws PythonError {
        Held held = find(number);
        held.nest();
        return new Nested(held);
    }

    synchronized void incref(long number, Object holder) throws PythonError {
        count(find(number), holder, 1);
    }

    synchronized void decref(long number, Object holder) throws PythonError {
        Held held = find(number);
        if (held.references() == 0) {
            throw PythonError.of("AssertionError", "Id " + Long.toHexString(number) + " has no references");
        }
        count(held, holder, -1);
    }

    private void count(Held held, Object holder, int more) {
        Map<Long, Integer> mine = holders.computeIfAbsent(holder, _ -> new HashMap<>());
        mine.merge(held.number(), more, (a, b) -> a + b == 0 ? null : a + b);
        held.references(Math.max(0, held.references() + more));
        board.count(held.row(), held.references());
        if (held.references() > 0) {
            referred.put(held.number(), held);
            return;
        }
        referred.remove(held.number());
        if (!held.nested()) {
            known.remove(held.number());
            board.drop(held.row());
        }
    }

    /** Those of a process that was killed refer no more. */
    synchronized void forget(Predicate<Object> isDead) {
        for (Object holder : List.copyOf(holders.keySet())) {
            if (isDead.test(holder)) {
                Map<Long, Integer> counts = Map.copyOf(Objects.requireNonNull(holders.get(holder)));
                counts.forEach((number, count) -> {
                    Held held = referred.get(number);
                    if (held != null) {
                        count(held, holder, -count);
                    }
                });
                holders.remove(holder);
            }
        }
    }

    /** A client's thread was killed. */
    void ended(Caller caller) {
        for (Weak weak : known.values()) {
            Held held = weak.get();
            if (held != null) {
                held.referent().ended(caller);
            }
        }
    }

    /** Shows how the objects look, and no more those that are gone. */
    synchronized void show() {
        for (var weak = (Weak) gone.poll(); weak != null; weak = (Weak) gone.poll()) {
            if (known.remove(weak.number, weak)) {
                board.drop(weak.row);
            }
        }
        for (Weak weak : known.values()) {
            Held held = weak.get();
            if (held != null && held.untouch()) {
                board.show(held.row(), held.referent().glance(Board.WIDTH));
            }
        }
    }

    int size() {
        return referred.size();
    }

    /** As Python's {@code debug_info}. */
    synchronized String info() {
        List<String> lines = new ArrayList<>();
        referred.values()
                .forEach(held -> lines.add("  " + Long.toHexString(held.number()) + ":       refcount="
                        + held.references() + "\n    " + held.referent().glance(Board.WIDTH)));
        return String.join("\n", lines);
    }

    /**
     * Calls a method of an object.
     *
     * @return its result; a {@link Made} where that stays here
     */
    @Nullable
    Object call(Held held, String method, Arguments given, Object holder) throws Exception {
        Referent referent = held.referent();
        Kind kind = held.kind();
        if (method.equals("#GETVALUE")) {
            return referent.value();
        }
        if (!kind.exposed().contains(method) && !method.startsWith("#")) {
            if (method.equals("__repr__") || method.equals("__str__")) {
                return referent.show();
            }
            throw PythonError.of(
                    "AttributeError",
                    "method '" + method + "' of '" + kind.typeid() + "' object is not in exposed=" + kind.exposed());
        }
        held.touch();
        Object result = referent.call(method, WANT_ITEMS.contains(method) ? given.unnested() : given);
        held.touch();
        String typeid = kind.results().get(method);
        return typeid == null ? result : keep(typeid, result, holder);
    }

    /** An object's proxy, as Python's pickle has it. */
    Object pickled(Held held, Object address) {
        Kind kind = held.kind();
        Token token = new Token(kind.typeid(), address, Long.toHexString(held.number()));
        return Pickles.rebuild(
                new PickledName("multiprocessing.managers", kind.pythonProxy()),
                token,
                kind.isAuto() ? List.copyOf(kind.exposed()) : List.of());
    }
}
