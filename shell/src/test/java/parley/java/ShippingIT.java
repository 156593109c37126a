package parley.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.eval.Outcome;

/** What is typed at the prompt, in another process: a pool of one worker that all tests share, or fresh processes. */
@Timeout(120)
class ShippingIT {
    private static Session session;

    @BeforeAll
    static void open() {
        session = new Session();
        session.run(
                "var pool = new Pool(1)",
                "int n = 3",
                "String name = \"x\"",
                "int f(int x) { return x * n; }",
                "record P(int x, int y) { int sum() { return (x + y) * n; } }",
                "enum Color { RED, GREEN { int v() { return 2; } }; int v() { return 1; }"
                        + " static final Map<String, Color> BY = new HashMap<>();"
                        + " static { for (var c : values()) BY.put(c.name(), c); } }",
                "sealed interface Shape permits Circle, Square { default double twice() { return 2 * area(); } double area(); }"
                        + " record Circle(double r) implements Shape { public double area() { return n * r; } }"
                        + " record Square(double s) implements Shape { public double area() { return s * s; } }",
                "class MyError extends Exception { int code; MyError(String m, int code) { super(m); this.code = code; } }",
                "int bad(int x) throws MyError {\n  throw new MyError(\"bad \" + x, 42);\n}",
                "abstract class Animal { abstract String sound(); String twice() { return sound() + sound(); } }"
                        + " class Dog extends Animal { String sound() { return name; } }",
                "Animal dog = new Dog()",
                "interface Op { int go(int a, int b); default int same(int a) { return go(a, a); } }",
                "Op op = (a, b) -> a * b + n",
                "Fn<Integer, Integer> fact = null",
                "fact = x -> x <= 1 ? 1 : x * fact.apply(x - 1)",
                "Fn<Integer, Integer> compose(Fn<Integer, Integer> a, Fn<Integer, Integer> b) { return x -> b.apply(a.apply(x)); }",
                "<T extends Comparable<T>> T max(List<T> xs) { T m = xs.getFirst(); for (T x : xs) if (x.compareTo(m) > 0) m = x; return m; }",
                "int local(int x) { record L(int a) { int twice() { return 2 * a * n; } }"
                        + " class M { int m() { return new L(x).twice(); } } return new M().m(); }",
                "class Guarded { final Object lock = new Object(); int v = 3; int get() { synchronized (lock) { return v; } }"
                        + " static final ThreadLocal<Integer> TL = new ThreadLocal<>(); int tl() { TL.set(9); return TL.get(); } }",
                "var guarded = new Guarded()",
                "class Outer { int o = 5; class Inner { int sum() { return o + n; } } Inner inner() { return new Inner(); } }",
                "var inner = new Outer().inner()",
                "class Caller { int k = 3; int times(int x) { return x * k; } List<Integer> go(Pool p) { return p.map(this::times, range(3)); } }",
                "var anonymous = new HashMap<String, Integer>() {{ put(\"a\", 1); }}",
                "String large = \"x\".repeat(3_000_000)",
                "class UpToN implements Iterable<Integer> { public Iterator<Integer> iterator() { return new Iterator<>() {"
                        + " int i = 0; public boolean hasNext() { return i < n; } public Integer next() { return i++; } }; } }",
                "interface Util { static int twice(int x) { return 2 * x + n; } private int p() { return 3; } default int q() { return p(); } }",
                "enum Dir { N, S; Dir opposite() { return switch (this) { case N -> S; case S -> N; }; } }",
                "class Größe { int höhe = 4; }",
                "int over(int x) { return 1; } int over(String x) { return over(2) + 1; } int over(double d) { return over(\"a\") + 1; }",
                "class Single { static final Single INSTANCE = new Single(); int c = 0; static Single get() { return INSTANCE; } }",
                "Single.get().c = 42",
                "Comparator<P> byX = Comparator.comparing(P::x)",
                "Thread t = new Thread(() -> { })",
                "int useT(int x) { return t.isAlive() ? 1 : x; }",
                "var threads = List.of(t)");
    }

    @AfterAll
    static void close() {
        session.run("pool.close()", "pool.join()");
        session.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "pool.apply(x -> f(x), 4)|12",
                "pool.map(x -> f(x), range(5))|[0, 3, 6, 9, 12]",
                "pool.apply(p -> p.sum(), new P(1, 2))|9",
                "pool.map(x -> new P(x, x), range(2))|[P[x=0, y=0], P[x=1, y=1]]",
                "pool.apply(c -> c.v() + \" \" + (c == Color.GREEN) + Color.BY.get(\"RED\"), Color.GREEN)|\"2 trueRED\"",
                "pool.apply(x -> Color.RED, 0) == Color.RED|true",
                "pool.map(s -> s.twice(), List.of(new Circle(1), new Square(2)))|[6.0, 8.0]",
                "pool.map((Shape s) -> switch (s) { case Circle(double r) -> r; case Square q -> q.s() + n; },"
                        + " List.of(new Circle(1), new Square(2)))|[1.0, 5.0]",
                "pool.apply(fact, 5)|120",
                "pool.apply(compose(x -> x + n, compose(fact, x -> -x)), 2)|-120",
                "pool.map(String::length, List.of(\"a\", \"bbb\"))|[1, 3]",
                "pool.map(Circle::new, List.of(1.0))|[Circle[r=1.0]]",
                "pool.map(name::concat, List.of(\"a\", \"b\"))|[xa, xb]",
                "pool.map(new P(1, 1)::equals, List.of(new P(1, 1), new P(2, 1)))|[true, false]",
                "pool.map(x -> new Object() { int v = x + n; int twice() { return 2 * v; } }.twice(), range(3))|[6, 8, 10]",
                "pool.apply(xs -> max(xs), List.of(3, 9, 2))|9",
                "pool.apply(xs -> xs.stream().filter(x -> x % 2 == 1).mapToInt(x -> f(x)).sum(), List.of(3, 9, 2))|36",
                "pool.apply(x -> local(x), 4)|24",
                "pool.apply(x -> op.same(x), 5)|28",
                "pool.apply(x -> dog.twice(), 0)|\"xx\"",
                "pool.apply(d -> d.twice(), new Dog())|\"xx\"",
                "pool.apply(x -> inner.sum(), 0)|8",
                "pool.apply(x -> guarded.get() + guarded.tl(), 0)|12",
                "pool.map(x -> x * 2L, range(2)).get(1).getClass().getSimpleName()|\"Long\"",
                "pool.apply(a -> a[1] + a.length, new int[] {1, 2, 3})|5",
                "pool.apply(o -> o.map(x -> x + n).orElse(0), Optional.of(4))|7",
                "pool.apply((Fn<Integer, Fn<Integer, Integer>>) x -> (y -> x + y + n), 1).apply(10)|14",
                "pool.apply(x -> { try { return bad(x); } catch (MyError e) { return e.code; } }, 7)|42",
                "new Caller().go(pool)|[0, 3, 6]",
                "pool.apply(x -> anonymous.get(\"a\") + large.length(), 0)|3000001",
                "pool.apply(c -> { int s = 0; for (int i : c) s += i; return s; }, new UpToN())|3",
                "pool.apply(x -> Util.twice(x) + new Util() {}.q(), 5)|16",
                "pool.apply(d -> d.opposite(), Dir.N)|S",
                "pool.apply(g -> g.höhe, new Größe())|4",
                "pool.apply(x -> over(1.0), 0)|3",
                "pool.apply(x -> Single.get().c, 0)|42",
                "pool.apply(x -> { var l = new ArrayList<>(List.of(new P(2, 0), new P(1, 0))); l.sort(byX); return l; }, 0)|[P[x=1, y=0], P[x=2, y=0]]",
                "pool.apply(x -> range(1000).parallelStream().mapToInt(i -> i * n).sum(), 0)|1498500",
                "pool.starmap((Integer a, Integer b) -> f(a) + b, List.of(List.of(1, 2), List.of(3, 4)))|[5, 13]",
            })
    void codeOfThePromptRunsInTheWorker(String code, String shown) {
        assertEquals(shown, session.value(code));
    }

    @Test
    void theWorkerHasCopiesAndEveryCallHasFreshOnes() {
        session.run("int v = 1", "var list = new ArrayList<>(List.of(1))");
        session.run("int change(int x) { v += x; list.add(v); return v * 100 + list.size(); }");
        assertEquals("1102", session.value("pool.apply(x -> change(x), 10)"));
        assertEquals("1102", session.value("pool.apply(x -> change(x), 10)"));
        assertEquals("\"1 [1]\"", session.value("v + \" \" + list"));
        session.run("v = 2", "list.clear()");
        assertEquals("1201", session.value("pool.apply(x -> change(x), 10)"));
    }

    @Test
    void whatIsSharedBetweenVariablesStaysShared() {
        session.run("var one = new ArrayList<Integer>()", "var same = List.of(one)");
        assertEquals(
                "true",
                session.value("pool.apply(x -> { one.add(x); return same.getFirst().equals(List.of(x)); }, 1)"));
    }

    @Test
    void staticStateOfTheUsersClassesTravels() {
        session.run("class Registry { static int made = 7; static final Map<String, Integer> ALL = new HashMap<>(); }");
        session.run("Registry.made = 8", "{ Registry.ALL.put(\"a\", 5); }");
        assertEquals("13", session.value("pool.apply(x -> Registry.made + Registry.ALL.get(\"a\"), 0)"));
    }

    @Test
    void aMethodTypedAnewIsSeenByOldAndNewFunctions() {
        session.run("int g(int x) { return x + 1; }", "Fn<Integer, Integer> viaG = x -> g(x)");
        assertEquals("2", session.value("pool.apply(viaG, 1)"));
        session.run("int g(int x) { return x + 10; }");
        assertEquals("11", session.value("pool.apply(viaG, 1)"));
        session.run("int g(int x) { return List.of(x).stream().map(y -> y + 100).toList().getFirst(); }");
        assertEquals("101", session.value("pool.apply(viaG, 1)"));
        assertEquals("101", session.value("pool.apply(x -> g(x), 1)"));
    }

    @Test
    void aRecordTypedAnewIsTheNewOne() {
        session.run("record V(int a) {}");
        assertEquals("V[a=1]", session.value("pool.apply(x -> new V(x), 1)"));
        session.run("record V(int a, int b) {}");
        assertEquals("V[a=1, b=2]", session.value("pool.apply(x -> new V(x, 2), 1)"));
    }

    @Test
    void anInitializersVariablesStayInTheWorker() {
        session.run("String prepared = \"no\"", "var log = new ArrayList<String>()");
        session.run("void prepare() { prepared = \"yes\"; log.add(\"ready\"); }");
        session.run("var own = new Pool(1, () -> prepare(), 0)");
        assertEquals("\"yes[ready]\"", session.value("own.apply(x -> prepared + log, 0)"));
        assertEquals("\"yes[ready]\"", session.value("own.apply(x -> prepared + log, 0)"));
        assertEquals("\"no[]\"", session.value("prepared + log"));
        session.run("int later(int x) { return x + 1; }");
        assertEquals("2", session.value("own.apply(x -> later(x), 1)"));
        session.run("int later(int x) { return x + 2; }");
        assertEquals("3", session.value("own.apply(x -> later(x), 1)"));
        // another version of a class: the worker starts anew with all of them, and is prepared again
        assertEquals("\"yes[ready]\"", session.value("own.apply(x -> prepared + log, 0)"));
        session.run("own.close()", "own.join()");
    }

    @Test
    void anExceptionOfTheWorkerIsRaisedAsItsOwnType() {
        String failure = session.failure("pool.apply(x -> bad(x), 7)");
        assertTrue(failure.matches("""
                        MyError: bad 7
                            at bad \\(prompt:2\\)
                            at lambda \\(prompt:1\\)
                        in process \\S+ \\(pid \\d+\\), called
                            at prompt:1"""), failure);
        session.run("int caught = 0");
        session.run("try { pool.apply(x -> { if (x > 0) throw new MyError(\"m\", x); return 0; }, 9); }"
                + " catch (Exception e) { caught = e instanceof MyError m ? m.code : -1; }");
        assertEquals("9", session.value("caught"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "pool.apply(x -> useT(x), 1)|variable 't' cannot be sent to another process: type=java.lang.Thread, used in useT",
                "new Process(() -> useT(1)).start()|variable 't' cannot be sent to another process: type=java.lang.Thread, used in useT",
                "pool.apply(x -> threads.size(), 1)|variable 'threads' cannot be sent to another process:"
                        + " type=java.util.ImmutableCollections$List12, holds=java.lang.Thread, used in lambda",
                "{ var mine = new Thread(); pool.apply(x -> mine.isAlive(), 1); }|variable 'mine' cannot be sent to"
                        + " another process: type=java.lang.Thread, used in lambda",
                "pool.apply(x -> x.isAlive(), t)|argument cannot be sent to another process: type=java.lang.Thread",
                "new Process((Thread x) -> x.isAlive(), t).start()|argument 1 cannot be sent to another process: type=java.lang.Thread",
                "pool.apply(x -> new Thread(), 1)|result cannot be sent to another process: type=java.lang.Thread",
                "pool.apply(((Function<Integer, Integer>) x -> x).andThen(x -> x)::apply, 1)|function cannot be sent to"
                        + " another process: type=lambda, holds=lambda of java.util.function.Function",
            })
    void whatCannotBeSentIsNamed(String code, String message) {
        String failure = session.failure(code);
        assertEquals(message, failure.lines().findFirst().orElseThrow());
        assertTrue(failure.lines().skip(1).findFirst().orElseThrow().startsWith("Maybe "), failure);
    }

    @Test
    void aLongChainOfObjectsTravels() {
        session.run("class Node { Node next; Node(Node next) { this.next = next; } }", "Node head = null");
        session.run("for (int i = 0; i < 20_000; i++) head = new Node(head);");
        assertEquals(
                "20000",
                session.value(
                        "pool.apply(x -> { int c = 0; for (var k = head; k != null; k = k.next) c++; return c; }, 0)"));
    }

    @Test
    void objectsOfThePromptGoThroughAQueue() {
        session.run("var queue = new Queue<P>()");
        session.run("var sender = new Process(() -> { for (int i : range(3)) queue.put(new P(i, n)); })");
        session.run("sender.start()");
        assertEquals("[P[x=0, y=3], P[x=1, y=3]]", session.value("List.of(queue.get(), queue.get())"));
        assertEquals("15", session.value("queue.get().sum()"));
        session.run("sender.join()");
        assertEquals("0", session.value("sender.exitcode()"));
    }

    @Test
    void aProcessMayStartAnotherWithTheSameCode() {
        session.run("var results = new Queue<Integer>()");
        session.run("void grandchild(int x) { results.put(f(x)); }");
        session.run(
                "var parent = new Process(() -> { n = 5; var p = new Process(() -> grandchild(2)); p.start(); p.join(); results.put(n); })");
        session.run("parent.start(); parent.join();");
        assertEquals("[10, 5]", session.value("List.of(results.get(), results.get())"));
        assertEquals("3", session.value("n"));
    }

    @Test
    void aSubclassOfProcessRunsInTheChild() {
        session.run("var said = new Queue<String>()");
        session.run("class Greeter extends Process { String who; Greeter(String who) { this.who = who; }"
                + " public void run() { said.put(\"hi \" + who + n); } }");
        session.run("var greeter = new Greeter(\"bob\")", "greeter.start()");
        assertEquals("\"hi bob3\"", session.value("said.get()"));
        session.run("greeter.join()");
        assertEquals("0", session.value("greeter.exitcode()"));
    }

    @Test
    void anExceptionInAProcessIsItsExitCodeOne() {
        session.run("var failing = new Process(() -> { throw new IllegalStateException(\"on purpose\"); })");
        session.run("failing.start(); failing.join();");
        assertEquals("1", session.value("failing.exitcode()"));
    }

    @Test
    void theThreadsOfAWorkerSeeThePromptsClasses() {
        assertEquals(
                new Outcome.Value("[0, 3, 6]"),
                session.backend.eval("pool.apply(x -> { try (var e = Executors.newFixedThreadPool(2)) {"
                        + " var fs = new ArrayList<Future<Integer>>(); for (int i : range(3)) fs.add(e.submit(() -> f(i)));"
                        + " var r = new ArrayList<Integer>(); for (var q : fs) r.add(q.get()); return r; } }, 0)"));
    }
}
