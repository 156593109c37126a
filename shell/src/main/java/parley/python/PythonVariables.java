package parley.python;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.graalvm.polyglot.Value;
import parley.fork.Fork;
import parley.ship.SessionVariables;
import parley.trace.UserFailure;
import parley.wire.Encoder;
import parley.wire.PortableKind;

/** The variables of the session's Python code, for Java code. Any thread but Python's own. */
record PythonVariables(SideDoor side) implements SessionVariables.Reader {
    @Override
    public List<String> names() {
        return ask(python -> {
            Value names = python.find("lookup", "names").execute();
            List<String> texts = new ArrayList<>();
            for (long i = 0; i < names.getArraySize(); i++) {
                texts.add(names.getArrayElement(i).asString());
            }
            return texts;
        });
    }

    @Override
    public byte[] read(String name) {
        return ask(python -> message(name, python.find("lookup", "variable").execute(name)));
    }

    private static byte[] message(String name, Value found) {
        if (!found.isString()) {
            return found.asHostObject();
        }
        String text = found.asString();
        int space = text.indexOf(' ');
        if (space < 0 || !PortableKind.isKnown(text.substring(0, space))) {
            throw SessionVariables.refused(PythonLanguage.NAME, name, space < 0 ? text : text.substring(0, space));
        }
        return new Encoder()
                .portable(text.substring(0, space), Long.parseLong(text.substring(space + 1)))
                .toBytes();
    }

    private <T> T ask(Function<Interpreter, T> question) {
        if (Fork.isCopy()) { // Python's thread stands still here
            throw new UserFailure("Python's variables are in the session: this is a child process of it"
                    + "\nMaybe read them before it starts, into a variable of Java");
        }
        Object answer = side.ask(python -> attempt(question, python))
                .orElseThrow(() -> new UserFailure("Python is busy: its variables cannot be read now"));
        if (answer instanceof UserFailure failure) {
            throw failure;
        }
        @SuppressWarnings("unchecked") // it is what the question gave
        T given = (T) answer;
        return given;
    }

    /** A question's failure must not get lost: it is an answer too. */
    private static Object attempt(Function<Interpreter, ?> question, Interpreter python) {
        try {
            return question.apply(python);
        } catch (UserFailure e) {
            return e;
        }
    }
}
