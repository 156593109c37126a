package parley.python;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.graalvm.polyglot.Value;
import parley.fork.Fork;
import parley.memory.Libc;
import parley.pool.WorkerLoop;
import parley.process.Current;
import parley.process.Worker;
import parley.ship.Routine;
import parley.ship.Shipment;

/**
 * What a copy of this process will do, done here. It begins where it will begin there: in Java, with nothing of Python's
 * under way. What is compiled here is then what is called there; code that was compiled for another way in is thrown
 * away by every copy, each time at the price of a look at all the code there is.
 *
 * <p>What copies still throw away they tell on their standard output, when the fork server was started with
 * {@code _JAVA_OPTIONS=-Dpolyglot.engine.TraceTransferToInterpreter=true}. A child that runs nothing tells nothing.
 *
 * <p>In a process that is a member of a session of its own for that time, on Python's main thread.
 */
final class Rehearsal {
    private static final String ELSEWHERE = "/dev";
    private static final String[] FOLDERS = {"/", "/proc"}; // a name of one letter is another kind of text
    private static final String[] VARIABLES = {"PARLEY_REHEARSAL", "PARLEY_REHEARSAL_2", "PARLEY_REHEARSAL_3"};
    private static final String[] VALUES = {"1", "some text, as paths are: /usr/bin", "ä"};

    /** What children are called, as their parents name them or users do. */
    private static final List<String> NAMES = List.of("Process-1", "reader", "Process-12:3");

    // both on Python's main thread
    private static int turn;
    private static int arrivals;

    private final Interpreter python;

    Rehearsal(Interpreter python) {
        this.python = python;
    }

    /** A worker that is sent its body: a process of each kind, and a pool's. */
    void worker(String method) {
        worker(method, () -> false);
    }

    /** The same; ends between two of them when it is {@code needed}. */
    void worker(String method, BooleanSupplier needed) {
        Value bodies = python.find("copies", "BODIES");
        for (long i = 0; i < bodies.getArraySize(); i++) {
            if (needed.getAsBoolean()) {
                return;
            }
            body(method, bodies.getArrayElement(i), method.equals("forkserver"));
        }
        Value call = python.find("copies", "pack_call").execute();
        byte[] function = call.getArrayElement(0).asHostObject();
        byte[] chunk = call.getArrayElement(1).asHostObject();
        WorkerLoop.rehearse(shipment(function), Routine.Mode.MAP, chunk);
        end();
    }

    /** One of the bodies; with its parent, or the child alone. */
    private void body(String method, Value body, boolean both) {
        arrive();
        int file =
                Libc.memoryFile("rehearsal"); // without a name in any folder: nothing stays if this process is killed
        String path = file < 0 ? "" : "/proc/self/fd/" + file;
        try {
            if (both) {
                Worker.rehearseBoth(() -> python.find("copies", "start").execute(body, path));
            } else {
                Value form = python.find("copies", "pack").execute(method, body, path);
                Worker.rehearse(NAMES.get(turn++ % NAMES.size()), shipment(Codec.copy(form)));
            }
        } finally {
            end();
            Libc.close(file);
        }
    }

    /** A little of all that a worker does. */
    void settle() {
        body("forkserver", python.find("copies", "BODIES").getArrayElement(1), false);
    }

    /** A process by fork. */
    void copy() {
        arrive();
        python.find("copies", "touch_fork").execute();
        Current.forgetRehearsal();
    }

    /** A session. */
    void prompt() {
        arrive();
        python.find("copies", "touch_prompt").execute();
    }

    private static Shipment shipment(byte[] form) {
        return new Shipment(PythonLanguage.NAME, form);
    }

    /** As a copy, whose threads are its original's; with another folder and environment than that had, and back. */
    private void arrive() {
        Fork.rehearse();
        Object[] changed = new Object[2 * VARIABLES.length];
        for (int i = 0; i < VARIABLES.length; i++) {
            changed[2 * i] = VARIABLES[i];
            changed[2 * i + 1] = VALUES[i];
        }
        Object[] none = List.of().toArray();
        python.find("system", "begin").execute();
        python.find("system", "arrive").execute(ELSEWHERE, none, changed);
        python.find("system", "arrive")
                .execute(
                        FOLDERS[arrivals++ % FOLDERS.length], List.of(VARIABLES).toArray(), none);
    }

    private void end() {
        python.find("copies", "end").execute();
        Current.forgetRehearsal();
    }
}
