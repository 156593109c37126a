/**
 * What happened and what is open: the floor of the house, written by all and read by the shell only.
 *
 * <pre>
 *   memory, process ...  ──write──▶  ProcessRow, ObjectRow  ──read──▶  shell (parley.inspect draws them)
 *   user's code, workers ──raise──▶  Failure: UserFailure | StoppedFailure | DiedFailure | BugFailure
 * </pre>
 *
 * Rows are immutable records, safe in any thread. A row is one look at a moving thing: two columns of one row
 * may be some nanoseconds apart.
 */
@NullMarked
package parley.trace;

import org.jspecify.annotations.NullMarked;
