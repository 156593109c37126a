/**
 * Messages between processes: many writers, many readers, in order, through rings in the shared segment.
 *
 * <pre>
 *   put ──▶ Messages ──▶ Ring ──▶ Messages ──▶ get            Queue&lt;T&gt; = Messages of encoded values
 *              │ no room, no limit: overflow, a feeder thread carries on
 *
 *   send ──▶ PipeEnd ──▶ Ring ──▶ PipeEnd ──▶ recv            Connection&lt;T&gt; = PipeEnd of encoded values
 *              Holders: who has which end open, so that the last one to go is noticed
 *   Listener.accept, new Client ──▶ SocketEnd: the same Connection&lt;T&gt; over a socket, in pickles: CPython understands it
 *
 *   ring     0 write mutex | 64 tail | 128 read mutex | 192 head | 256 filled, a counter to wait on | 260 who waits
 *            72 writers' area | 200 readers' area: the same one, or a smaller one that is read to its end first (Area)
 *            80, 88 head and readers' area as a writer saw them last | 208 tail as a reader saw it last
 *            320 emptied, a counter to wait on | 324 who waits | 328, 332 the same of half emptied | 384 the largest area | 388 limit
 *   tail, head   ordinal of the next message &lt;&lt; 40 | position: one store publishes both, so a process killed at
 *                any instant leaves a valid ring, and tail's ordinal - head's is the number of messages
 *   message  0 length, -1 for "go on at the start", SPILLED for "a file has it" | 4 writer's row | 8 bytes, to 8
 * </pre>
 *
 * <p>Readers and writers exclude only their own kind, by a {@link parley.memory.Mutex} that survives its owner. Who
 * looks (%peek) takes no mutex and writes nothing. Any thread.
 */
@NullMarked
package parley.channel;

import org.jspecify.annotations.NullMarked;
