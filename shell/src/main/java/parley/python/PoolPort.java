package parley.python;

import java.util.List;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import parley.pool.Dispatcher;
import parley.pool.Job;
import parley.process.Child;
import parley.ship.Routine;
import parley.ship.Shipment;

/** A pool as {@code multiprocessing/pool.py} uses it. Public for Python code. Any thread. */
public final class PoolPort {
    private final Dispatcher dispatcher;
    private final Interrupts interrupts;

    PoolPort(Dispatcher dispatcher, Interrupts interrupts) {
        this.dispatcher = dispatcher;
        this.interrupts = interrupts;
    }

    /** Hands out chunks; {@code whenDone} is called with the job when it is ready, unless it is None. */
    public JobPort submit(byte[] function, String mode, List<byte[]> chunks, Value whenDone) {
        Consumer<Job> tell = whenDone.isNull() ? _ -> {} : job -> whenDone.executeVoid(port(job));
        return port(dispatcher.submit(
                new Shipment(PythonLanguage.NAME, function), Routine.Mode.valueOf(mode), List.copyOf(chunks), tell));
    }

    private JobPort port(Job job) {
        return new JobPort(dispatcher, job, interrupts);
    }

    /** The workers that live now. */
    public List<Child> workers() {
        return dispatcher.workers();
    }

    /** Takes no more jobs. */
    public void close() {
        dispatcher.close();
    }

    /** Ends the workers at once. */
    public void terminate() {
        dispatcher.terminate();
    }

    /** Waits until the workers have left: 1 when they have, -1 interrupted. */
    public int join() {
        return interrupts.blocking(
                () -> {
                    dispatcher.join();
                    return 1;
                },
                -1);
    }
}
