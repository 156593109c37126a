/**
 * Python by GraalPy: the back end for prompts and scripts, the language of workers, and the Java side of our
 * {@code multiprocessing}, whose Python sources are in this package's resources.
 *
 * <pre>
 *   eval, cli ──▶ PythonBackend ──▶ PythonThread ──▶ Interpreter ──find──▶ _parley.console, script, lookup
 *   worker ─────▶ PythonLanguage ─▶ PythonRoutine ─────▲   └──────find──▶ _parley.body
 *
 *   multiprocessing.Queue, Lock, Process, Pool ──▶ Host ──▶ QueuePort, LockPort, PoolPort, JobPort ──▶ parley.*
 *   Python values ──pickle──▶ PickleReader ──▶ tag codec ──▶ PickleWriter ──pickle──▶ Python values
 * </pre>
 *
 * One thread is Python's main thread: it makes the context, runs the user's code and gets the KeyboardInterrupt. Classes
 * that Python code calls ({@link parley.python.Host} and what it gives) are public for that reason only.
 */
@NullMarked
package parley.python;

import org.jspecify.annotations.NullMarked;
