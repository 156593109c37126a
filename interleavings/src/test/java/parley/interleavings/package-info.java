/**
 * Locks, conditions, barriers and rings in many orders of steps, each chosen and each repeatable.
 *
 * <pre>
 *   the runtime's own code ──each look at a shared word──▶ VarHandles of this module ──▶ Schedule.step
 *                          ──waits, wakes──▶ Futex of this module ──▶ Schedule.await, wake       whose turn is it?
 *                          ──what time is it──▶ Deadline of this module ──▶ Schedule.now           who is killed here?
 * </pre>
 *
 * Three classes of {@code parley.memory} have a stand-in here, which the class path finds first; all the rest is what
 * users run. Threads stand for processes: each is a member of its own of one segment. One has the turn at a time; at each
 * step a random number, and nothing else, says who goes on. So a seed is an order, and the one that failed is named and can
 * be run again. A process that is killed never goes on after that step, and no {@code finally} of its is run: exactly
 * what SIGKILL does. Time stands still unless nobody can go on: where nobody was killed either, that is a lost
 * wake-up, and the test fails. In every other order waits may also end early.
 *
 * <p>Why no library: those that control threads (Fray, Lincheck) take hold of monitors, fields and
 * {@code java.util.concurrent}, not of words in memory that several processes map, and those that stress (jcstress) repeat
 * nothing and cannot wait on a futex for a thread that was killed. What this does not see: reorderings of the
 * processor and the compiler within one step. {@code RingTest} and {@code KilledAnywhereIT} run at full speed for those.
 */
package parley.interleavings;
