/**
 * Bytes shared by the processes of one session, and who these processes are.
 *
 * <p>A session has one <b>run folder</b>, private to the user, in the shared-memory file system. It holds the
 * segment's files, prompt classes, large messages and the front's socket, so that one deletion ends all of it.
 *
 * <pre>
 *   RunFolder   parley-UID-PID-RANDOM/
 *     segment-0   2 MiB, laid out below       segment-1 ...   8 MiB or more each, heap only, made when needed
 *     classes/    prompt classes by content   spill-N         one large message each     control   the front's socket
 *     named/      the names of SharedMemory that it made, which end with it
 *
 *   segment-0
 *        0  magic  | 8 founder's pid | 16 heap mutex | 20 number of files | 24 next free address | 32 newest object
 *       40  mutex of who takes objects out | 44 how often that was done
 *       64  a counter for each kind of object, for names as Queue-3
 *      256  free lists, four for each power of two     4032  mutex of the process table | 4040 how many have started
 *     4096  process table: 1024 rows of 256 bytes          Member.current() is this process's row
 *   266240  heap: blocks, aligned to 64                     an address is file number &lt;&lt; 40 | offset; 0 is none
 *
 *   process row    0 state | 4 generation | 8 pid | 16 parent's pid | 24 exit code | 28 leaves by itself
 *                 32 since, ms | 40 what it waits for: verb &lt;&lt; 56 | object or pid | 64 language (16) | 80 name (80)
 *                160 age: how many had started when it had
 *   object         0 next older object | 8 kind | 12 number | 16 owner | 20 sent 1, dropped 2 | 24 label (40) | 64 body
 * </pre>
 *
 * <p>Objects that nobody can have any more go back to the heap ({@code Leases}).
 *
 * <p>{@link parley.memory.Libc} calls the C library.
 *
 * <p>Who uses it: {@code sync} and {@code channel} lay out their words in blocks of the heap, {@code process} claims
 * rows, the shell reads rows and objects through {@link parley.memory.Segment#attach} without asking anybody.
 *
 * <p>Threads: everything here may be called by any thread. A process that is killed at any instant leaves the segment
 * valid: words change one at a time, and a {@link parley.memory.Mutex} whose owner is dead is taken over.
 */
@NullMarked
package parley.memory;

import org.jspecify.annotations.NullMarked;
