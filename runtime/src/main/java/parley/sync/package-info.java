/**
 * What processes wait for each other with, and the numbers that they guard with it, by Python's names: each a few words in
 * the shared segment.
 *
 * <pre>
 *   Lock        word: 0 free, else owner | 4 whether somebody may sleep, a futex            OwnedWord
 *               8 whether the thread that has it alone is inside | 12 whether there was one    Bias
 *   RLock       the first two | 8 owner's thread | 16 how often it was taken
 *   Semaphore   value, a futex | 4 waiters | 8 bound                                       BoundedSemaphore too
 *   Event       how often it was set, and whether it is
 *   Condition   queue of those who wait (WaitQueue) | 16 its lock                          Guard: Lock or RLock
 *   Barrier     parties | 4 state | 8 how many are in it | 16 its condition
 *
 *   Value, Array   type, size, lock | 64 the numbers (Numbers)
 *
 *   offsets from the body of the object, which is 64 bytes after its address
 * </pre>
 *
 * Whoever holds a lock has its owner word in it, so that people can see who, and a killed owner is told from a slow
 * one. All waits are cut into slices ({@link parley.memory.Deadline}), end when the thread is interrupted, and are seen in
 * the process table. Objects travel as their address ({@code SharedObject}). Used by both languages; knows neither. Any
 * thread.
 */
@NullMarked
package parley.sync;

import org.jspecify.annotations.NullMarked;
