/**
 * One terminal for the debuggers of many processes: they take turns.
 *
 * <pre>
 *   a process at a breakpoint                       the session's main process
 *     Turn.take ── pid and name ──────────────────▶ Desk ── one client at a time; the others hear whom they wait for
 *     Turn.line ── prompt ────────────────────────▶   └─▶ Console.line ─▶ the prompt's front, or
 *               ◀── a line, end of input, stopped ──                       this process's own input (SharedInput)
 *     Turn.give, or its end: the next one's turn
 *
 *   CONNECTED ── W holder's pid ... ──▶ T ──▶ (L prompt ──▶ L line | N | S) ... ──▶ E or end of file
 * </pre>
 *
 * A note is its kind in one byte, the length of its text in four, big-endian, and the text. The socket lies in the
 * session's folder, which only its user can open. Nobody listens before the session has children or a debugger.
 */
@NullMarked
package parley.debug;

import org.jspecify.annotations.NullMarked;
