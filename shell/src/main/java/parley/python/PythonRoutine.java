package parley.python;

import org.graalvm.polyglot.Value;
import parley.ship.CallFailed;
import parley.ship.RemoteError;
import parley.ship.Routine;

/** A Python function that arrived. One thread at a time: Python's main thread. */
final class PythonRoutine implements Routine {
    private final Interpreter python;
    private final Value call;
    private final Value run;
    private final Value flush;
    private final Value content;

    private PythonRoutine(Interpreter python, Value content) {
        this.python = python;
        this.call = python.find("body", "call");
        this.run = python.find("body", "run");
        this.flush = python.find("body", "flush");
        this.content = content;
    }

    static PythonRoutine unpack(Interpreter python, byte[] bytes) throws CallFailed {
        Value arrived = python.find("body", "unpack").execute(Codec.latin1(bytes));
        if (arrived.hasArrayElements() && arrived.getArraySize() == 3) {
            throw failed(arrived);
        }
        return new PythonRoutine(python, arrived);
    }

    @Override
    public int run() {
        return interruptible(run, content).asInt();
    }

    @Override
    public byte[] call(Mode mode, byte[] args) throws CallFailed {
        Value result = interruptible(call, content, mode.name(), args);
        if (result.isHostObject()) {
            return result.asHostObject();
        }
        throw failed(result);
    }

    @Override
    public void flush() {
        flush.execute();
    }

    private Value interruptible(Value function, Object... arguments) {
        python.interrupts().begin();
        try {
            return function.execute(arguments);
        } finally {
            python.interrupts().end();
        }
    }

    /** What Python gives instead of a result: {@code [summary, traceback, pickle or None]}. */
    private static CallFailed failed(Value error) {
        Value form = error.getArrayElement(2);
        return new CallFailed(new RemoteError(
                PythonLanguage.NAME,
                error.getArrayElement(0).asString(),
                error.getArrayElement(1).asString(),
                form.isNull() ? null : Codec.copy(form)));
    }
}
