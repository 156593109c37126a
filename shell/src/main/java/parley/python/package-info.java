/**
 * Python by GraalPy: the back end for prompts and scripts, the language of workers, and the Java side of our
 * {@code multiprocessing}, whose Python sources are in this package's resources.
 *
 * <pre>
 *   eval, cli ──▶ PythonBackend ──▶ PythonThread ──▶ Interpreter ──find──▶ _parley.console, script, lookup
 *   worker ─────▶ PythonLanguage ─▶ PythonRoutine ─────▲   └──────find──▶ _parley.body
 *   fork server ▶ PythonBackend.touches ─▶ Rehearsal ──▲   └──────find──▶ _parley.warm, copies
 *
 *   multiprocessing.Queue, Lock, Process, Pool ──▶ Host ──▶ QueuePort, LockPort, PoolPort, JobPort ──▶ parley.*
 *     what can be done at once: built-in functions of ours ──────▶ parley.builtin ──────────────────────────▶ parley.*
 *   plain Python values ──────▶ parley.builtin ──▶ tag codec ──▶ parley.builtin ──────▶ Python values
 *   all others ───pickle──────▶ PickleReader ────▶ tag codec ──▶ PickleWriter ─pickle─▶ Python values
 *
 *   what GraalPy lacks of the system ──▶ _parley.lacking, descriptors, sockets, garbage ──▶ SystemPort, UnixSockets, Garbage
 *   subprocess, os.system ──▶ _parley.programs, starting ──▶ ProgramsPort ──▶ Offspring, parley.process.Program
 *
 *   Manager, Listener, Client, ThreadPool, ProcessPoolExecutor: the standard library's own, over the same modules
 *   proxy ──▶ its thread's line, a pipe ──▶ DoorPort, a thread for each line ──▶ the object; see ManagersPort
 * </pre>
 *
 * One thread is Python's main thread: it makes the context, runs the user's code and gets the KeyboardInterrupt. Classes
 * that Python code calls ({@link parley.python.Host} and what it gives) are public for that reason only.
 */
@NullMarked
package parley.python;

import org.jspecify.annotations.NullMarked;
