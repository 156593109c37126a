/**
 * The prompt: owns the terminal, and nothing that user code could break.
 *
 * <pre>
 *   terminal ──keys──▶ Editor (JLine) ──text──▶ Prompt ──Input──▶ Code ──▶ session ──Outcome──▶ Screen
 *                        │ CodeParser            │                 └─ Running: keys typed meanwhile
 *                        │ CodeCompleter         └──▶ Commands ──▶ Shell: what a command may do
 *                        │ CodeHighlighter                └──▶ Look: reads the segment, asks nobody
 *   terminal ◀── Screen ◀── output of the session and its children, at any time
 * </pre>
 *
 * Threads: the main thread edits, waits and runs commands. The session's threads call {@link parley.repl.Screen} only,
 * which is made for it. Used by cli.
 */
@NullMarked
package parley.repl;

import org.jspecify.annotations.NullMarked;
