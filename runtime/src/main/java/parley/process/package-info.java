/**
 * Operating-system processes that run the user's functions.
 *
 * <pre>
 *   parent                                        child (Worker.main)
 *     Child.start ── JVM command, one row ──▶ starts
 *                 ── Start record on its stdin ──▶ joins the session, unpacks the body, runs it
 *                 ── the pipe stays open ──▶ end of file: the parent is gone, so it halts
 *     exit code  ◀── the operating system ──   leaves: queues handed on, children joined or ended, exit code noted
 *
 *   STARTING ─▶ RUNNING ◀─▶ WAITING ─▶ ENDED        (the row in the process table; the parent's reaper ends it)
 * </pre>
 *
 * <p>A body is a shipped function ({@code Process}) or one of our own loops ({@link parley.process.Loop}: the worker of
 * a pool). Output goes where the parent's goes; input is empty. This package knows no pool. Any thread.
 */
@NullMarked
package parley.process;

import org.jspecify.annotations.NullMarked;
