package parley.manager;

import org.jspecify.annotations.Nullable;

/** Python's {@code threading.Condition}: a lock, its own or another one of the manager's, and who waits there. */
record ConditionReferent(LockReferent lock) implements Referent {
    static ConditionReferent of(Arguments given) throws PythonError {
        return switch (given.get(0, "lock", null)) {
            case null -> new ConditionReferent(new LockReferent(true));
            case Nested(Held held) when held.referent() instanceof LockReferent lock -> new ConditionReferent(lock);
            case Object other ->
                throw PythonError.of("TypeError", "a lock of this manager expected, not " + PythonRules.show(other));
        };
    }

    @Override
    public @Nullable Object call(String method, Arguments given) throws PythonError {
        return lock.callCondition(method, given);
    }

    @Override
    public void ended(Caller caller) {
        lock.ended(caller);
    }

    @Override
    public Object value() throws PythonError {
        return lock.value();
    }

    @Override
    public String show() {
        return "<Condition(" + lock.show() + ")>";
    }
}
