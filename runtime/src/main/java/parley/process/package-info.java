/**
 * Operating-system processes that run the user's functions.
 *
 * <pre>
 *   Child.start, Child.fork ─▶ looks whether it fits (MemoryGuard), claims a row, then by its start method:
 *
 *   fork        this process is copied (parley.fork) ─▶ Worker.runCopy: the body as it is here, then _exit
 *   forkserver  a copy of the fork server ─┐
 *   spawn       a fresh JVM, a spare one ──┴▶ Worker.main
 *               (SpareJvms) if there is
 *
 *   Coming.ask ─ the process is on its way, the caller packs what it shall run ─▶ start ─▶ Child
 *                                          └─ that fails ─▶ close: it ends, nobody learns of it
 *
 *   parent                                        child (Worker.main)
 *                 ── Start record on its stdin ──▶ joins the session, unpacks the body, runs it
 *                 ── the pipe stays open ──▶ end of file: the parent is gone; see Worker
 *     exit code  ◀── the operating system ──   leaves: queues handed on, children joined or ended, exit code noted
 *
 *   STARTING ─▶ RUNNING ◀─▶ WAITING ─▶ ENDED        (the row in the process table; the parent's reaper ends it)
 * </pre>
 *
 * <p>{@code Running} hides the differences from {@link parley.process.Child}. In a copy, what belongs to
 * the original is let go by what each class registered with {@link parley.fork.AtFork}; the copy watches its session and
 * ends with it; a pool's worker ends with its parent. The fork server is the user's resident one where it answers and has
 * what the children need, else one of the session's own ({@code WorkerServer}).
 *
 * <p>A body is a shipped function ({@code Process}) or one of our own loops ({@link parley.process.Loop}: the worker of
 * a pool). Output goes where the parent's goes; input is empty. {@link
 * parley.process.Program} starts what is none of ours. This package knows no pool. Any thread.
 */
@NullMarked
package parley.process;

import org.jspecify.annotations.NullMarked;
