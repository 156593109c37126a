/**
 * Rows to text: what the inspecting commands show. Pure functions; nothing here asks a process or a terminal.
 *
 * <pre>
 *   ProcessRow, QueueRow, Variable ──Rows──▶ Table ──render(width)──▶ aligned lines
 *   a moment, now                  ──Ago───▶ "3.2 s"
 * </pre>
 *
 * Used by repl, demo and cli. Has no state: any thread.
 */
@NullMarked
package parley.inspect;

import org.jspecify.annotations.NullMarked;
