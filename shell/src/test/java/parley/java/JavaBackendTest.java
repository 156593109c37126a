package parley.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;

class JavaBackendTest {
    private static Session session;

    @BeforeAll
    static void open() {
        session = new Session();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "1 + 1|2",
                "1 + 1;|2",
                "\"a\\\"b\\n\"|\"a\\\"b\\n\"",
                "'c'|'c'",
                "new int[] {1, 2}|int[2] { 1, 2 }",
                "new String[][] {{\"a\"}, null}|String[2][] { String[1] { \"a\" }, null }",
                "new int[0]|int[0] { }",
                "List.of(1, \"b\")|[1, b]",
                "(Object) null|null",
                "range(3)|[0, 1, 2]",
                "int a = 1; a + 1|2",
                "1; 2|2",
            })
    void aValueIsShownAsJShellShowsIt(String code, String shown) {
        assertEquals(shown, session.value(code));
    }

    @Test
    void declarationsAndAssignmentsShowNothing() {
        session.run("int d = 3", "d = 4", "d += 1", "int[] e = {1}", "e[0] = 7", "int twice(int x) { return 2 * x; }");
        session.run(
                "import java.time.LocalDate", "record Pair(int a, int b) {}", "if (d > 9) d = 0", "// only a comment");
        assertEquals("17", session.value("twice(d) + e[0]"));
    }

    @Test
    void aLongValueIsShortened() {
        String shown = session.value("\"x\".repeat(1_000_000)");
        assertTrue(shown.length() <= 2000 && shown.endsWith("…"), shown.substring(0, 20));
        assertTrue(session.value("new int[1_000_000]").length() < 400);
    }

    @Test
    void namesAreShownAsTheyWereTyped() {
        session.run(
                "class Plain {}", "Fn<Integer, Integer> lam = x -> x", "Plain pl = new Plain()", "String nul = null");
        assertTrue(session.value("pl").startsWith("Plain@"));
        assertEquals("<lambda, a Fn>", session.value("lam"));
        assertEquals(
                "java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"nul\" is null\n"
                        + "    at prompt:1",
                session.failure("nul.length()"));
    }

    @Test
    void severalStatementsInOneTextRunInOrderUpToTheFirstThatFails() {
        session.run("int s1 = 0");
        assertTrue(
                session.failure("s1 = 1; s1 = 1 / 0; s1 = 2;").startsWith("java.lang.ArithmeticException: / by zero"));
        assertEquals("1", session.value("s1"));
    }

    @Test
    void aCompilersMessagePointsIntoTheUsersText() {
        assertEquals("""
                error: cannot find symbol
                int z = 1 + missing(3);
                            ^
                  symbol:   method missing(int)""", session.failure("int z = 1 + missing(3);"));
        assertEquals("""
                line 2: error: incompatible types: String cannot be converted to int
                  return "x";
                         ^""", session.failure("int wrong() {\n  return \"x\";\n}"));
        assertTrue(session.failure("int 3x = 4").startsWith("error: "));
        assertTrue(session.failure("foo(").startsWith("error: "));
    }

    @Test
    void anExceptionsTraceHasTheUsersFramesOnly() {
        session.run("int deep(int x) {\n  if (x == 0) {\n    return List.of(1).get(5);\n  }\n  return deep(x - 1);\n}");
        assertEquals("""
                java.lang.IndexOutOfBoundsException: Index: 5 Size: 1
                    at deep (prompt:3)
                    at deep (prompt:5)
                    at lambda (prompt:1)
                    at prompt:1""", session.failure("List.of(1).forEach(x -> deep(x))"));
    }

    @Test
    void aRecursionWithoutEndIsToldInFewLines() {
        session.run("int endless(int x) { return 1 + endless(x); }");
        String failure = session.failure("endless(1)");
        assertTrue(failure.matches("""
                        java.lang.StackOverflowError
                            at endless \\(prompt:1\\)
                            ... the same \\d+ more times"""), failure);
    }

    @Test
    void aRecordMayCheckItsComponents() {
        session.run(
                "record Even(int a) { Even { if (a % 2 != 0) throw new IllegalArgumentException(\"odd\"); } record In(int b) { In(int b) { this.b = b; } } }");
        assertEquals("Even[a=2]", session.value("new Even(2)"));
        assertEquals("In[b=3]", session.value("new Even.In(3)"));
        assertTrue(session.failure("new Even(1)")
                .startsWith("java.lang.IllegalArgumentException: odd\n    at new Even (prompt:1)"));
        assertTrue(
                session.failure("record Bad(int a) { private Bad(int b) { } }").startsWith("error: "));
    }

    @Test
    void aCauseIsShown() {
        assertEquals("""
                java.lang.IllegalStateException: outer
                    at prompt:1
                Caused by: java.io.IOException: inner
                    at prompt:1""", session.failure("throw new IllegalStateException(\"outer\", new IOException(\"inner\"))"));
    }

    @Test
    void aMethodMayBeDefinedBeforeWhatItUses() {
        assertEquals(
                "early cannot be used before this is declared: method late(int)",
                session.value("int early(int x) { return late(x); }"));
        assertEquals("early cannot be used before this is declared: method late(int)", session.failure("early(1)"));
        session.run("int late(int x) { return x + 1; }");
        assertEquals("2", session.value("early(1)"));
    }

    @Test
    void oldLambdasSeeAMethodThatIsTypedAnew() {
        session.run("int r(int x) { return x + 1; }", "Fn<Integer, Integer> viaR = x -> r(x)", "int keep = r(1)");
        session.run("int r(int x) { return x + 10; }");
        assertEquals("11", session.value("viaR.apply(1)"));
        // other lambdas in it than before: the virtual machine would refuse that
        session.run("int r(int x) { return List.of(x).stream().map(y -> y + 100).toList().getFirst(); }");
        assertEquals("101", session.value("viaR.apply(1)"));
        session.run("int r(int x) { Fn<Integer, Integer> a = y -> y + 1; Fn<Integer, Integer> b = y -> y + 1000;"
                + " try { return a.apply(b.apply(x)); } catch (Exception e) { return 0; } }");
        assertEquals("1002", session.value("viaR.apply(1)"));
        session.run("int r(int x) { return x; }");
        assertEquals("1", session.value("viaR.apply(1)"));
        assertEquals("2", session.value("keep"));
        session.run(
                "int r(int x) { if (x > 0) { throw new IllegalArgumentException(\"no\"); } Fn<Integer, Integer> c = y -> y; return 0; }");
        assertEquals(
                "java.lang.IllegalArgumentException: no\n    at r (prompt:1)\n    at lambda (prompt:1)\n    at prompt:1",
                session.failure("viaR.apply(1)"));
    }

    @Test
    void aVariableWhoseTypeIsTypedAnewIsReported() {
        session.run("class Old { int a = 1; }", "Old old = new Old()");
        assertEquals("old is null now: its type was declared anew", session.value("class Old { int b = 2; }"));
        assertEquals("null", session.value("old"));
    }

    @Test
    void theUsersOwnImportsAddToOurs() {
        session.run("import java.util.*;", "import static java.lang.Math.*;", "import java.time.*;");
        assertEquals("3", session.value("max(new ArrayList<>(List.of(3)).getFirst(), 2)"));
        assertEquals(
                "true", session.value("Function.identity() != null && new BigDecimal(1) != null && range(1) != null"));
    }

    @Test
    void severalThreadsOfTheUserSeeTheSessionsClasses() {
        session.run("int tx = 0", "var th = new Thread(() -> { tx = 5; })", "th.start(); th.join();");
        assertEquals("5", session.value("tx"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "1 + 1|COMPLETE",
                "int f() {|INCOMPLETE",
                "int f() {\\n  return 1;\\n}|COMPLETE",
                "foo(|INCOMPLETE",
                "if (true) {\\n}|COMPLETE",
                "var t = \"\"\"|INCOMPLETE",
                "var t = \"\"\"\\n  a\\n  \"\"\"|COMPLETE",
                "/* open|INCOMPLETE",
                "// comment|EMPTY",
                "` `|EMPTY",
                "int a = 1; int b =|INCOMPLETE",
                "1 + + + )|COMPLETE",
                "/exit|COMPLETE",
            })
    void thePromptKnowsWhetherATextIsWhole(String code, Completeness expected) {
        assertEquals(expected, session.backend.completeness(code.replace("\\n", "\n")));
    }

    @Test
    void namesAndMembersAreCompleted() {
        session.run("int completeMe = 1", "String cs = \"\"");
        assertTrue(complete("compl").contains(new Candidate("completeMe", 0)));
        List<Candidate> members = complete("cs.len");
        assertEquals(List.of(new Candidate("length()", 3)), members);
        assertEquals(1, complete("cs.substr").size(), "overloads are one candidate");
        assertTrue(
                complete("new Pro").contains(new Candidate("Process(", 4)),
                complete("new Pro").toString());
        session.value("1 + 41");
        assertFalse(complete("").stream().anyMatch(c -> c.text().startsWith("$")));
    }

    private static List<Candidate> complete(String code) {
        return session.backend.complete(code, code.length());
    }

    @Test
    void aNameIsExplained() {
        session.run("int inspected(int a, String b) { return a; }");
        assertEquals("int inspected(int a, String b)", session.backend.inspect("inspected", 3));
        assertTrue(session.backend.inspect("Math.max(", 9).contains("int Math.max(int a, int b)"));
        assertEquals("", session.backend.inspect("nothingOfThisName", 4));
    }

    @Test
    void whatTheUserDefinedIsListedInOrder() {
        try (Session other = new Session()) {
            other.run(
                    "int n = 3",
                    "String s = \"a\\nb\"",
                    "int f(int x, int y) { return x; }",
                    "record P(int x) {}",
                    "var q = new Queue<Integer>()");
            other.value("n + 1");
            other.run("n = 4");
            List<Variable> all = other.backend.variables();
            assertEquals(
                    List.of(
                            new Variable("n", "int", "4"),
                            new Variable("s", "String", "\"a\\nb\""),
                            new Variable("f", "method", "int f(int, int)"),
                            new Variable("P", "record", "record P(int x)"),
                            new Variable("q", "Queue<Integer>", "<Queue(name=Queue-1, items=0)>")),
                    all);
            assertEquals(Map.of("q", "Queue-1"), other.backend.shared());
        }
    }

    @Test
    void lookingAroundWorksWhileASnippetRuns() throws InterruptedException {
        session.run("var latch = new CountDownLatch(1)", "var entered = new CountDownLatch(1)", "int seen = 8");
        Thread running = new Thread(() -> session.run("{ entered.countDown(); latch.await(); }"));
        running.start();
        session.backend.variables();
        Thread.yield();
        assertTrue(complete("see").contains(new Candidate("seen", 0)));
        assertTrue(session.backend.variables().contains(new Variable("seen", "int", "8")));
        assertEquals(Completeness.INCOMPLETE, session.backend.completeness("f("));
        ((java.util.concurrent.CountDownLatch) value("latch")).countDown();
        running.join();
    }

    private static Object value(String variable) {
        return session.backend.value(variable);
    }

    @Test
    void leavingIsAnOutcomeAndRunsNothingMore() {
        try (Session other = new Session()) {
            other.run("int after = 0");
            assertEquals(
                    new Outcome.Left(3),
                    other.backend.eval("try { System.exit(3); } finally { after = 1; } after = 2;"));
            assertTrue(other.backend.variables().contains(new Variable("after", "int", "0")));
            assertEquals(new Outcome.Left(3), other.backend.eval("after = 3"));
        }
        try (Session other = new Session()) {
            other.run("int status = 5");
            assertEquals(new Outcome.Left(6), other.backend.eval("/exit status + 1"));
        }
        assertEquals("command is not known here: command=/vars\nMaybe /exit or /open", session.failure("/vars"));
    }
}
