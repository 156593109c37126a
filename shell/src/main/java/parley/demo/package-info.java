/**
 * Lessons as data, and the two ways to go through one: all at once, or step by step before an audience.
 *
 * <pre>
 *   .ipynb  ─ NotebookReader ─┐                ┌─▶ NotebookRunner ─▶ PrintStream, exit status
 *                             ├─▶ Lesson ──────┤         │ code
 *   .py .jsh ─ ScriptReader ──┘   (Steps)      └─▶ Presenter ─▶ Stage (shows text, waits for a key)
 *               ▲      ▲                                 │ code
 *        PythonLines  JavaLines                          ▼
 *                                           Map of language to parley.eval.Backend
 * </pre>
 *
 * A {@link parley.demo.Lesson} is immutable and safe in any thread. A runner and a presenter belong to the thread that
 * calls them; another thread may interrupt the back end meanwhile. Nothing here knows a terminal: who has one
 * implements {@link parley.demo.Stage}.
 */
@NullMarked
package parley.demo;

import org.jspecify.annotations.NullMarked;
