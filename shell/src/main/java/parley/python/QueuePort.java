package parley.python;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.builtin.Builtins;
import parley.channel.Full;
import parley.channel.Messages;
import parley.channel.Unfinished;
import parley.trace.UserFailure;

/** A queue as {@code multiprocessing/queues.py} uses it: no call throws. Public for Python code. Any thread. */
public final class QueuePort {
    private static final int DONE = 0;
    private static final int FULL = 1;
    private static final int EMPTY = 2;
    private static final int STOPPED = 3;
    private static final int CLOSED = 4;

    private final Messages messages;
    private final Interrupts interrupts;
    private final @Nullable Unfinished unfinished; // of a joinable one
    private volatile boolean closed;

    QueuePort(Messages messages, Interrupts interrupts, boolean joinable) {
        this.messages = messages;
        this.unfinished = joinable ? messages.unfinished() : null;
        this.interrupts = interrupts;
    }

    /** Where it is in shared memory. */
    public long address() {
        return messages.address();
    }

    /** Its name, as {@code Queue-1}. */
    public String name() {
        return messages.name();
    }

    /** 0 when done, else 1 full, 3 interrupted, 4 closed. */
    public int put(byte[] message, long nanos) {
        if (closed) {
            return CLOSED;
        }
        if (unfinished != null) {
            unfinished.add();
        }
        int code = interrupts.blocking(() -> tryPut(message, nanos), STOPPED);
        if (unfinished != null && code != DONE) {
            boolean _ = task_done();
        }
        return code;
    }

    /** Of a joinable one: false where all was done already. */
    public boolean task_done() {
        try {
            Objects.requireNonNull(unfinished).done();
            return true;
        } catch (UserFailure e) {
            return false;
        }
    }

    /** Of a joinable one: waits until all is done; 0 when it is, 3 interrupted. */
    public int join() {
        return interrupts.blocking(
                () -> {
                    Objects.requireNonNull(unfinished).join();
                    return DONE;
                },
                STOPPED);
    }

    private int tryPut(byte[] message, long nanos) {
        try {
            messages.put(message, nanos);
            return DONE;
        } catch (Full e) {
            return FULL;
        }
    }

    /** Waits for an item: 0 when there may be one, else 2 not in time, 3 interrupted, 4 closed. */
    public int await_(long nanos) {
        return closed ? CLOSED : interrupts.blocking(() -> messages.await(nanos) ? DONE : EMPTY, STOPPED);
    }

    /** What takes and gives items that need not wait. */
    public Object channel() {
        return Builtins.channel(messages);
    }

    /** How many items are in it now. */
    public int qsize() {
        return messages.qsize();
    }

    /** Whether a put would wait now. */
    public boolean full() {
        return messages.full();
    }

    /** This process puts and gets no more. */
    public void close() {
        closed = true;
        messages.close();
    }

    /** Whether {@link #close} was called here. */
    public boolean isClosed() {
        return closed;
    }

    /** Waits until everything is handed on; 0 when done, 3 interrupted. */
    public int join_thread() {
        return interrupts.blocking(
                () -> {
                    messages.join_thread();
                    return DONE;
                },
                STOPPED);
    }

    /** Allows this process to end before everything is handed on. */
    public void cancel_join_thread() {
        messages.cancel_join_thread();
    }
}
