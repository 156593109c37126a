package parley.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import parley.eval.Outcome;
import parley.trace.FailureKind;

/** A Java back end as tests talk to it: text in, text out. */
final class Session implements AutoCloseable {
    final JavaBackend backend = new JavaBackend();

    /** Runs statements that show nothing. */
    void run(String... statements) {
        for (String statement : statements) {
            assertEquals(new Outcome.Done(), backend.eval(statement), statement);
        }
    }

    /** The value of an expression, as shown. */
    String value(String expression) {
        return assertInstanceOf(Outcome.Value.class, backend.eval(expression), () -> expression)
                .text();
    }

    /** The message of a statement that fails by the user's mistake. */
    String failure(String statement) {
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, backend.eval(statement), () -> statement);
        assertEquals(FailureKind.USER, failed.kind(), failed.text());
        return failed.text();
    }

    @Override
    public void close() {
        backend.close();
    }
}
