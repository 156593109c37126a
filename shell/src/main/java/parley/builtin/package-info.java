/**
 * Functions of ours that Python calls as its own built-in ones. A call from Python to a Java method gives the
 * interpreter's lock away and takes it again, converts each argument, and looks the method up: some hundred
 * nanoseconds, ten times what a lock or a number in shared memory takes. These are compiled into the code that calls
 * them, and see Python's own objects.
 *
 * <pre>
 *   Python code ──▶ Builtin (a node of GraalPy's) ─┬─▶ Words, NumberNodes     one word of shared memory, inlined
 *                                                  ├─▶ Writer, Reader         Python objects ◀──▶ tag codec
 *                                                  └─▶ Messages, PipeEnd      what is there now; nothing here waits
 * </pre>
 *
 * <p>None waits, none runs user code, none throws: what cannot be done at once, or only by Python code, is said by what
 * is returned, and {@code multiprocessing} goes the long way through {@code parley.python}. The interpreter's lock is held
 * meanwhile.
 *
 * <p>{@link parley.builtin.CompileOrder} says what Python's compiler does first, and what it has done before the first
 * program runs; {@link parley.builtin.Apart} what is never compiled into a loop, and {@link parley.builtin.Aside} keeps what
 * was compiled when something else runs in its middle. {@link parley.builtin.SwitchInterval} has threads take
 * turns. {@link parley.builtin.CopiedLocks} frees in a copy what the original's other threads have there.
 *
 * <p>This is the only package that knows GraalPy from inside, whose version is therefore pinned. Used by {@code
 * parley.python}.
 */
@NullMarked
package parley.builtin;

import org.jspecify.annotations.NullMarked;
