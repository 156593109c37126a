package parley.python;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.channel.Empty;
import parley.channel.Full;
import parley.channel.Messages;
import parley.channel.Unfinished;
import parley.trace.UserFailure;

/** A queue as {@code multiprocessing/queues.py} uses it: no call throws. Public for Python code. Any thread. */
public final class QueuePort {
    private static final int DONE = 0;
    private static final int FULL = 1;

    private final Messages messages;
    private final Interrupts interrupts;
    private final Codec codec;
    private final @Nullable Unfinished unfinished; // of a joinable one
    private volatile boolean closed;

    QueuePort(Messages messages, Interrupts interrupts, Codec codec, boolean joinable) {
        this.messages = messages;
        this.unfinished = joinable ? messages.unfinished() : null;
        this.interrupts = interrupts;
        this.codec = codec;
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
            return Found.CLOSED;
        }
        if (unfinished != null) {
            unfinished.add();
        }
        int code = interrupts.blocking(() -> tryPut(message, nanos), Found.STOPPED);
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
                Found.STOPPED);
    }

    private int tryPut(byte[] message, long nanos) {
        try {
            messages.put(message, nanos);
            return DONE;
        } catch (Full e) {
            return FULL;
        }
    }

    /** A scalar, or a {@link Found}. */
    public Object get(long nanos) {
        if (closed) {
            return Found.SHUT;
        }
        return interrupts.blocking(() -> tryGet(nanos), Found.INTERRUPTED);
    }

    private Object tryGet(long nanos) {
        try {
            return codec.decode(messages.get(nanos));
        } catch (Empty e) {
            return Found.NOTHING;
        }
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
                Found.STOPPED);
    }

    /** Allows this process to end before everything is handed on. */
    public void cancel_join_thread() {
        messages.cancel_join_thread();
    }
}
