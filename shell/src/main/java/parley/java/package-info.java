/**
 * Java, by JShell in this process.
 *
 * <pre>
 *   code ─▶ JavaBackend ─▶ JShell (javac) ──classes──▶ SnippetControl ─▶ SessionLoader ─▶ Weaver ─▶ two copies:
 *              │                                            │                             one that runs here, with Stops
 *              ▼                                            ▼                             one that travels (parley.ship)
 *            Outcome ◀──value or exception──── MainThread runs the snippet
 * </pre>
 *
 * One thread evaluates. The user's code runs in the thread "main"; compiling holds the compiler lock, running does not,
 * so that completion and inspection answer meanwhile.
 */
@NullMarked
package parley.java;

import org.jspecify.annotations.NullMarked;
