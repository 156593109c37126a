/**
 * The talk between the front, which owns the terminal, and the session, in which the user's code runs.
 *
 * <pre>
 *   front process                                        session process
 *   SessionClient ── stdin: key, then held open ───────▶ SessionServer (end of file: the front is gone)
 *        │        ◀── stdout and stderr in one pipe ──── the user's code, its children
 *        │        ◀── control: Unix socket ───────────▶  │
 *        │              first the key, then Messages     ├─ Lane java    one thread makes the back end and runs
 *        ├─ RemoteBackend java                           └─ Lane python  its snippets, one answers questions meanwhile
 *        └─ RemoteBackend python
 *
 *   eval:   Eval ─────▶  the lane runs it, flushes, writes an output mark, sends ─────▶ Ended
 *           the client hands the outcome on when it has seen the mark in the pipe: output always comes first
 *   input:  the user's code reads System.in ── LineWanted ──▶ front reads a line ── Line ──▶
 *   debug:  a debugger of the session or of a child wants a command ── CommandWanted ──▶ ... ── Command ──▶ ... CommandsEnd
 * </pre>
 *
 * Nothing that arrives is decoded before the key was proven. Used by repl, demo and cli; they see {@link
 * parley.eval.Backend} and cannot tell where the code runs. All public classes are safe in any thread.
 */
@NullMarked
package parley.session;

import org.jspecify.annotations.NullMarked;
