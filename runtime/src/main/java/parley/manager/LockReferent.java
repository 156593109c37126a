package parley.manager;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The {@code Lock}, {@code RLock} and {@code Condition} of Python's {@code threading}: owned by a client's thread. One
 * whose owner was killed becomes free, with a warning.
 */
final class LockReferent implements Referent {
    private final boolean reentrant;
    private final Deque<Waiter> waiters = new ArrayDeque<>(); // for the condition
    private @Nullable Caller owner;
    private int count;

    /** One that waits for the condition. */
    private static final class Waiter {
        private boolean notified;
    }

    LockReferent(boolean reentrant) {
        this.reentrant = reentrant;
    }

    @Override
    public synchronized @Nullable Object call(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "acquire" -> acquire(given.flag(0, "blocking", true), given.seconds(1, "timeout"));
            case "release" -> {
                release();
                yield null;
            }
            case "locked" -> owner != null;
            default -> throw Kinds.noMethod("lock", method);
        };
    }

    private boolean acquire(boolean block, @Nullable Double timeout) {
        Caller me = Caller.current();
        if (reentrant && me.equals(owner)) {
            count++;
            return true;
        }
        if (owner != null && (!block || !Caller.await(this, timeout, () -> owner == null))) {
            return false;
        }
        owner = me;
        count = 1;
        return true;
    }

    private void release() throws PythonError {
        if (owner == null || (reentrant && !Caller.current().equals(owner))) {
            throw PythonError.of(
                    "RuntimeError", reentrant ? "cannot release un-acquired lock" : "release unlocked lock");
        }
        if (--count == 0) {
            owner = null;
            notifyAll();
        }
    }

    /** What a condition with this lock does; its other methods are the lock's. */
    synchronized @Nullable Object callCondition(String method, Arguments given) throws PythonError {
        return switch (method) {
            case "wait" -> awaitNotice(given.seconds(0, "timeout"));
            case "notify" -> give(given.integer(0, "n", 1));
            case "notify_all" -> give(waiters.size());
            default -> call(method, given);
        };
    }

    private void checkMine(String what) throws PythonError {
        if (owner == null || (reentrant && !Caller.current().equals(owner))) {
            throw PythonError.of("RuntimeError", "cannot " + what + " on un-acquired lock");
        }
    }

    private @Nullable Object give(int most) throws PythonError {
        checkMine("notify");
        for (int i = 0; i < most && !waiters.isEmpty(); i++) {
            waiters.removeFirst().notified = true;
        }
        notifyAll();
        return null;
    }

    private boolean awaitNotice(@Nullable Double timeout) throws PythonError {
        checkMine("wait");
        Waiter waiter = new Waiter();
        waiters.add(waiter);
        Caller mine = owner;
        int depth = count;
        owner = null;
        count = 0;
        notifyAll();
        try {
            boolean told = Caller.await(this, timeout == null ? null : Math.max(0, timeout), () -> waiter.notified);
            boolean _ = Caller.await(this, null, () -> owner == null);
            owner = mine;
            count = depth;
            return told;
        } finally {
            waiters.remove(waiter);
        }
    }

    @Override
    public synchronized void ended(Caller caller) {
        if (caller.equals(owner)) {
            owner = null;
            count = 0;
            notifyAll();
            System.err.println("warning: a manager's lock is free again: whoever held it was killed, and what it guards"
                    + " may be half written");
        }
    }

    @Override
    public Object value() throws PythonError {
        throw PythonError.of("TypeError", "cannot pickle a lock");
    }

    @Override
    public String show() {
        return "<" + (owner == null ? "unlocked" : "locked") + (reentrant ? " RLock>" : " Lock>");
    }
}
