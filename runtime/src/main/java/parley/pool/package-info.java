/**
 * A fixed number of worker processes and the tasks they share.
 *
 * <pre>
 *   submit ──▶ Board (which chunk waits, which is where) ──▶ one task ring for each worker ──▶ WorkerLoop
 *     Job ◀── the pool's one manager thread ◀── one report ring for all ◀───────────────────────┘
 *                          ▲ a reaper reports a worker that ended: its chunk fails, a new worker starts
 *
 *   worker:  STARTING ─ready─▶ FREE ◀─▶ BUSY (one chunk, or some short ones of one job) ─stop or killed─▶ gone, replaced while the pool is open
 *   pool:    OPEN ─close─▶ CLOSED (finishes what it has) ─▶ ENDED        any ─terminate─▶ ENDED
 * </pre>
 *
 * <p>A job is one call of {@code map} or {@code apply}: a shipped function and chunks of encoded arguments. The core
 * ({@link parley.pool.Dispatcher} with its {@link parley.pool.Staff}, {@link parley.pool.Job}) handles bytes only and serves both languages;
 * {@code Pool} is Java's face of it. A worker gets a chunk when it is free; more than one while its
 * chunks are short, and the second goes to another worker that has nothing to do ({@link parley.pool.Assigner}): a short
 * chunk does not wait behind a long one. Any thread.
 */
@NullMarked
package parley.pool;

import org.jspecify.annotations.NullMarked;
