package parley.python;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.wire.Decoder;
import parley.wire.Encoder;
import parley.wire.JavaMaker;
import parley.wire.Opaque;
import parley.wire.Plain;
import parley.wire.Surrogates;

/** Values between Python and the tag codec. */
class ValuesTest {
    private static Interpreter python;

    @BeforeAll
    static void start() {
        python = Interpreter.start(InputStream.nullInputStream(), OutputStream.nullOutputStream(), System.err);
        run("""
            import datetime, enum, collections
            from _parley import values
            def same(a, b):
                if type(a) is not type(b): return False
                if isinstance(a, dict): return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
                if isinstance(a, (list, tuple)): return len(a) == len(b) and all(map(same, a, b))
                return repr(a) == repr(b) if isinstance(a, (float, complex)) else a == b
            class Point:
                def __init__(self, x): self.x = x
                def __eq__(self, other): return self.x == other.x
                def __repr__(self): return f'Point({self.x})'
            class Colour(enum.IntEnum):
                RED = 1
            class Text(str): pass
            """);
    }

    @AfterAll
    static void end() {
        python.close();
    }

    private static Value run(String code) {
        Value outcome = python.find("console", "run").execute(code, "<test>");
        assertTrue(
                "done value".contains(outcome.getArrayElement(0).asString()),
                () -> outcome.getArrayElement(1).asString());
        return outcome.getArrayElement(1);
    }

    private static byte[] encode(String expression) {
        run("message = values.encode(" + expression + ")");
        return python.find("console", "main").getHashValue("message").asHostObject();
    }

    private static final String PLAIN = """
            None; True; False; 0; -1; 2**31; -2**31 - 1; 2**63 - 1; -2**63; 2**63; -2**63 - 1; 10**100; -10**100; 0.0; -0.0; \
            1.5; float('inf'); float('nan'); 5e-324; ''; 'a'; 'ä€😀'; '\\ud800'; 'a\\udc00b'; '\\0'; 'x' * 100000; b''; \
            b'\\x00\\xff'; b'y' * 300; []; [1, 'a', None]; (); (1,); (1, 2); (1, 2, 3); (1, 2, 3, 4); {}; {'b': 1, 'a': [2]}; \
            {1: {2: {3: ()}}}; set(); {1, 'a'}; frozenset(); frozenset({1, (2, 3)}); 1j; -0.0j; [1j, 2.5]; \
            [[i] for i in range(2000)]; {i: str(i) for i in range(1500)}; [()] * 3; [(1, 'a')] * 3; ['same'] * 3; \
            [2**100, -2**70]; {b'k': b'v'}; {None: True}; [float('-inf')]; 'a' * 255; 'a' * 256; b'b' * 70000""";

    @Test
    void plainDataSurvivesAndIsPlain() {
        for (String expression : PLAIN.split("; ")) {
            byte[] message = encode(expression);
            assertEquals(
                    "True",
                    run("same(values.decode(message), " + expression + ")").asString(),
                    expression);
            Object java = new Decoder(message).read(new JavaMaker());
            assertTrue(!(java instanceof Opaque), () -> "opaque: " + expression);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Point(3)",
                "[Point(3), 1]",
                "datetime.date(2024, 2, 29)",
                "Colour.RED",
                "Text('a')",
                "bytearray(b'ab')",
                "range(3)",
                "collections.OrderedDict(a=1)",
                "collections.deque([1])",
                "{'p': Point(1)}",
                "ValueError('x').args",
                "Point",
                "len"
            })
    void allElseSurvivesAsPythonsOwn(String expression) {
        encode(expression);
        assertEquals(
                "True", run("same(values.decode(message), " + expression + ")").asString());
    }

    @Test
    void whatIsOneObjectArrivesAsOneObject() {
        encode("(lambda x: [x, x])([1])");
        assertEquals("True", run("v = values.decode(message); v[0] is v[1]").asString());
        run("loop = []; loop.append(loop)");
        encode("loop");
        assertEquals("True", run("v = values.decode(message); v[0] is v").asString());
        encode("(lambda p: [p, {'again': p}])(Point(1))");
        assertEquals(
                "True", run("v = values.decode(message); v[0] is v[1]['again']").asString());
    }

    @Test
    void inspectorsReadMessages() {
        assertEquals("['hello', 42, None]", Plain.show(encode("['hello', 42, None]"), 60));
        assertTrue(Plain.show(encode("Point(3)"), 60).contains("Point(3)"));
    }

    @Test
    void whatCannotBeSentIsPythonsTypeError() {
        Value outcome = python.find("console", "run").execute("values.encode(i for i in [])", "<test>");
        assertTrue(outcome.getArrayElement(1).asString().endsWith("TypeError: cannot pickle 'generator' object"));
    }

    @Test
    void messagesOfJavaAreRead() {
        byte[] message = new Encoder()
                .list(4)
                .integer(1)
                .text("a")
                .dict(1)
                .text("k")
                .real(2.5)
                .portable("Queue", queue())
                .toBytes();
        Value read = python.find("values", "decode").execute(message);
        assertEquals(4, read.getArraySize());
        assertEquals(
                "[1, 'a', {'k': 2.5}, <multiprocessing.queues.Queue",
                read.toString().substring(0, 50));
    }

    private static long queue() {
        run("from multiprocessing import Queue\nq = Queue()");
        return Long.parseLong(run("q._address").asString());
    }

    @Test
    void valuesOfAnotherLanguageAreRefused() {
        byte[] message = new Encoder()
                .list(1)
                .opaque("java", "Point[x=1]", new byte[] {1})
                .toBytes();
        try {
            python.find("values", "decode").execute(message);
        } catch (org.graalvm.polyglot.PolyglotException e) {
            assertEquals(
                    "TypeError: value of another language cannot be read here: language=java, value=Point[x=1]",
                    e.getMessage());
            return;
        }
        throw new AssertionError("was read");
    }

    @Test
    void textsWithLoneSurrogatesAreTheSameInBothDirections() {
        String text = "a\ud800b\udc00\ud83d\ude00";
        byte[] form = Surrogates.encode(text);
        assertEquals(text, Surrogates.decode(form, 0, form.length));
        assertArrayEquals("ä€".getBytes(java.nio.charset.StandardCharsets.UTF_8), Surrogates.encode("ä€"));
    }
}
