/**
 * The line between those who show and those who run: what a language must do for a prompt, a script or a notebook.
 *
 * <pre>
 *   repl, demo, cli  ──code──▶  Backend  ◀──implements──  java | python | session (the same, in another process)
 *                    ◀─Outcome─
 * </pre>
 *
 * Whoever has a {@link parley.eval.Backend} cannot tell whether it runs here or in the session process. One thread
 * at a time evaluates; every other method may be called meanwhile from any thread.
 */
@NullMarked
package parley.eval;

import org.jspecify.annotations.NullMarked;
