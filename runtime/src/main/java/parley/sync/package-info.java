/**
 * Locks between processes, each one word in the shared segment.
 *
 * <pre>
 *   Lock   object header | 64 word: 0 free, else owner, with WAITERS when somebody may sleep on it
 * </pre>
 *
 * Whoever holds a lock has its owner word in it, so that people can see who, and a killed owner is told from a slow
 * one. Any thread.
 */
@NullMarked
package parley.sync;

import org.jspecify.annotations.NullMarked;
