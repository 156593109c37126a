/**
 * Copies of this process: a JVM forked with all its threads, by a native helper ({@code src/main/c}), and a server that
 * gives such copies to whoever asks. Knows nothing of what the copies do.
 *
 * <pre>
 *   Fork.fork     this process, copied; the program's other threads stand still in the copy      start method "fork"
 *
 *   client, session                         ForkServer                              its copy
 *     ForkClient.ask ─── Job, streams ───▶  serve: forks, or hands it to a spare ─▶ serve returns the Job
 *     Asked.copy     ◀── P pid ───────────                                          main runs it
 *     Copy           ◀── E exit code ─────  reaps  ◀──────────────────────────────  ends
 *
 *   AtFork        what must be set right in a copy: each package says its own
 *
 *   copied ─▶ compilers rest ─ has computed for a while, or somebody waits for them ─▶ compile as ever
 *
 *   memory        what takes time is the page table, at the copy and at its end: none of what the heap has free is copied,
 *                 and the archive of classes is put into large pages (memory.h)
 *
 *   rehearse      in a process that will be copied: what a copy does first and last, so that it finds classes loaded and
 *                 calls linked; most of what a copy took was that
 * </pre>
 *
 * <p>Records and open files go over a Unix socket that only its user can reach ({@code talk.c}); the small program
 * {@code client.c} speaks the same. Without the helper ({@link parley.fork.Fork#problem()}) nothing of this works and
 * nobody needs it: the start method is then {@code spawn}. Any thread may call; one fork at a time.
 */
@NullMarked
package parley.fork;

import org.jspecify.annotations.NullMarked;
