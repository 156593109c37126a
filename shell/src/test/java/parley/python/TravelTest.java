package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions and classes from one interpreter to another that knows nothing of them. */
class TravelTest {
    private static Interpreter here;
    private static Interpreter there;
    private static int typed;

    @BeforeAll
    static void start() {
        here = Interpreter.start(InputStream.nullInputStream(), OutputStream.nullOutputStream(), System.err);
        there = Interpreter.start(InputStream.nullInputStream(), OutputStream.nullOutputStream(), System.err);
    }

    @AfterAll
    static void end() {
        here.close();
        there.close();
    }

    private static void define(Interpreter python, String code) {
        Value outcome = python.find("console", "run").execute(code, "<test-" + ++typed + ">");
        assertTrue(
                "done value".contains(outcome.getArrayElement(0).asString()),
                () -> code + "\n" + outcome.getArrayElement(1).asString());
    }

    private static String value(Interpreter python, String code) {
        Value outcome = python.find("console", "run").execute(code, "<test-" + ++typed + ">");
        return outcome.getArrayElement(1).asString();
    }

    /** Sends a function, and calls it there without arguments. */
    private static String sent(String function) {
        define(
                here,
                "from _parley import shipping\nform = shipping.pack(" + function + ", [('function', " + function
                        + ")])");
        String form = value(here, "form.decode('latin-1')");
        define(
                there,
                "from _parley import shipping, parcel\nimport ast\nform = ast.literal_eval(" + quoted(form) + ")");
        define(there, "arrived = shipping.open_envelope(form.encode('latin-1'))");
        return value(there, "arrived()");
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        for (char c : text.toCharArray()) {
            quoted.append(c < ' ' || c > '~' || c == '\'' || c == '\\' ? "\\u%04x".formatted((int) c) : "" + c);
        }
        return quoted.append('\'').toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f(): return 42",
                "f = lambda: 42",
                "def f(a=40, *, b=2): return a + b",
                "def f(*a, **k): return 42 + len(a) + len(k)",
                "def f():\n    def g(x): return x + 2\n    return g(40)",
                "def outer(n):\n    def f(): return n\n    return f\nf = outer(42)",
                "def fact(n): return 1 if n == 0 else n * fact(n - 1)\ndef f(): return fact(4) + 18",
                "def is_odd(n): return n != 0 and is_even(n - 1)\ndef is_even(n): return n == 0 or is_odd(n - 1)\n"
                        + "def f(): return 42 if is_odd(7) else 0",
                "def g(n, step=1):\n    for i in range(n): yield i * step\ndef f(): return sum(g(7, 2))",
                "BASE = 40\ndef f(): return BASE + 2",
                "TABLE = {'a': [40]}\ndef g(): return TABLE['a'][0]\ndef f(): return g() + 2",
                "import math\ndef f(): return int(math.sqrt(1764))",
                "from math import sqrt\ndef f(): return int(sqrt(1764))",
                "import xml.dom.minidom\ndef f(): return 42 if xml.dom.minidom.Document else 0",
                "def f():\n    import math\n    return math.floor(42.5)",
                "numbers = [1, 2, 39]\ndef f(): return sum(n for n in numbers)",
                "class A:\n    def m(self): return 42\ndef f(): return A().m()",
                "class A:\n    def m(self): return 40\nclass B(A):\n    def m(self): return super().m() + 2\n"
                        + "def f(): return B().m()",
                "class A:\n    @property\n    def p(self): return 40\n    @staticmethod\n    def s(): return 1\n"
                        + "    @classmethod\n    def c(cls): return cls.s()\ndef f(): return A().p + A.s() + A.c()",
                "class A:\n    __slots__ = ('x',)\n    def __init__(self): self.x = 42\na = A()\ndef f(): return a.x",
                "class A:\n    pass\na = A(); a.me = a; a.n = 42\ndef f(): return a.me.me.n",
                "class A:\n    def make(self): return A\ndef f(): return 42 if A().make() is A else 0",
                "from dataclasses import dataclass, field\n@dataclass(order=True)\nclass P:\n    x: int\n"
                        + "    y: list = field(default_factory=list)\ndef f(): return 42 if P(1) < P(2) and P(1).y == [] else 0",
                "from enum import Enum\nclass C(Enum):\n    RED = 42\n    def n(self): return self.value\n"
                        + "def f(): return C.RED.n() if C(42) is C.RED else 0",
                "from collections import namedtuple\nN = namedtuple('N', 'a b', defaults=[2])\n"
                        + "def f(): return sum(N(40)) if N(1).b == 2 else 0",
                "from typing import NamedTuple\nclass N(NamedTuple):\n    a: int\n    b: int = 2\n    def s(self): return self.a + self.b\n"
                        + "def f(): return N(40).s()",
                "from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n    def m(self): ...\n"
                        + "class B(A):\n    def m(self): return 42\ndef f():\n    try: A()\n    except TypeError: return B().m()",
                "from functools import lru_cache\n@lru_cache(maxsize=None)\ndef fib(n): return n if n < 2 else fib(n-1) + fib(n-2)\n"
                        + "def f(): return fib(9) + 8",
                "from functools import partial, wraps\ndef twice(g):\n    @wraps(g)\n    def w(*a): return g(*a) * 2\n    return w\n"
                        + "@twice\ndef g(x): return x\nf = partial(g, 21)",
                "def counter():\n    n = 40\n    def inc():\n        nonlocal n\n        n += 1\n    def get(): return n\n"
                        + "    return inc, get\ninc, get = counter()\ndef f():\n    inc(); inc()\n    return get()",
                "class E(Exception):\n    pass\ndef f():\n    try: raise E(42)\n    except E as e: return e.args[0]",
                "import contextlib\n@contextlib.contextmanager\ndef c():\n    yield 42\ndef f():\n    with c() as x: return x",
                "class M(type):\n    def n(cls): return 42\nclass A(metaclass=M): pass\ndef f(): return A.n()",
                "class A:\n    def __init__(self, n): self.n = n\n    def __call__(self): return self.n\nf = A(42)",
                "class A:\n    def m(self): return 42\nf = A().m",
                "f = (42).__abs__",
                "async def co(): return 42\ndef f():\n    try: co().send(None)\n    except StopIteration as e: return e.value",
                "def f(): return 42 if __name__ == '__main__' else 0",
                "def f(x: 'int' = 42) -> int: return x",
                "def g(): return late()\ndef late(): return 42\ndef f(): return g()"
            })
    void aFunctionWorksWhereItArrives(String code) {
        define(here, code + "\n");
        assertEquals("42", sent("f"));
    }

    @Test
    void whatTheCopyChangesStaysThere() {
        define(
                here,
                "count = [1]\ntotal = 1\ndef f():\n    global total\n    total += 1\n    count.append(2)\n    return total, count\n");
        assertEquals("(2, [1, 2])", sent("f"));
        assertEquals("(1, [1])", value(here, "total, count"));
    }

    @Test
    void aGlobalThatTheOtherProcessHasRebound_StaysAsItIs() {
        define(here, "state = None\ndef init():\n    global state\n    state = 40\ndef f(): return state + 2\n");
        sent("init");
        assertEquals("42", sent("f"));
    }

    @Test
    void aGlobalThatChangesHereChangesThere() {
        define(here, "setting = 1\ndef f(): return setting\n");
        assertEquals("1", sent("f"));
        define(here, "setting = 2");
        assertEquals("2", sent("f"));
        define(here, "def f(): return -setting\n");
        assertEquals("-2", sent("f"));
    }

    @Test
    void aClassIsTheSameOneEachTimeItArrives() {
        define(here, "class Same: pass\ndef f(): return Same\ndef g(): return Same\n");
        sent("f");
        define(there, "first = arrived()");
        sent("g");
        assertEquals("True", value(there, "first is arrived()"));
    }

    @Test
    void aTracebackHasWhatWasTyped() {
        define(here, "def g(n):\n    yield 1 // n\ndef f():\n    return list(g(0))\n");
        assertEquals(
                """
                Traceback (most recent call last):
                  File "<test>", line 1, in <module>
                    arrived()
                  File "<test>", line 4, in f
                    return list(g(0))
                           ^^^^^^^^^^
                  File "<test>", line 2, in g
                    yield 1 // n
                          ~~^^~~
                ZeroDivisionError: division by zero""",
                sent("f")
                        .replace("integer division or modulo by zero", "division by zero")
                        .replaceAll("<test-\\d+>", "<test>"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import threading\\nlock = threading.Lock()\\ndef f(): return lock | global variable 'lock' used in 'f' cannot be sent to another process: type=_thread.LockType",
                "import sys\\nout = sys.stdout\\ndef g(): return out\\ndef f(): return g() | global variable 'out' used in 'g' cannot be sent to another process: type=_io.TextIOWrapper",
                "def outer(x):\\n    def f(): return x\\n    return f\\nf = outer(i for i in []) | variable 'x' used in 'outer.<locals>.f' cannot be sent to another process: type=generator",
                "import threading\\nclass A:\\n    lock = threading.Lock()\\ndef f(): return A | attribute 'lock' of class 'A' cannot be sent to another process: type=_thread.LockType",
                "import threading\\ndef f(x=[threading.Lock()]): return x | default argument of 'f' cannot be sent to another process: type=_thread.LockType",
                "f = (i for i in []) | function cannot be sent to another process: type=generator"
            })
    void whatCannotTravelIsNamed(String code, String message) {
        define(here, code.replace("\\n", "\n") + "\n");
        String text = value(here, "from _parley import shipping\nshipping.pack(f, [('function', f)])");
        assertTrue(text.contains("TypeError: " + message), text);
    }

    @Test
    void anAttributeOfTheSameNameAsAGlobalIsNotSent() {
        define(here, "import sys\nreal = sys.stdout\ndef f(): return (42+0j).real\n");
        assertEquals("42.0", sent("f"));
    }
}
