/**
 * Messages over sockets, byte for byte as CPython's {@code multiprocessing.connection} has them, and the proof of a key.
 *
 * <pre>
 *   frame      length (int32, big-endian) | bytes                      or: -1 | length (int64) | bytes
 *
 *   accepts                                connects                    a key is proved twice, the first time to who accepts
 *      │ ── #CHALLENGE#{sha256}nonce ──────▶ │                         nonce: 40 random bytes; before Python 3.12: 20, no {…}
 *      │ ◀─ {sha256}HMAC(key, {sha256}nonce) │                         {md5} is what no {…} means
 *      │ ── #WELCOME# or #FAILURE# ────────▶ │
 *      │ ◀───── the same the other way ────▶ │
 *
 *   SocketListener ──▶ SocketEnd ──▶ FrameReader      Handshake: message in, messages out, no socket
 *   Sockets: the C library's calls, none of which waits but poll; Descriptor: closed once, and not under who uses it
 * </pre>
 *
 * <p>A listener with a key talks to many peers at once inside one {@code accept}: who is silent, sends too much or
 * nothing that makes sense is refused in bounded time and memory, with a line on the error stream, and holds nobody up.
 * Before the proof nothing longer than {@link parley.socket.Handshake#LONGEST} is taken in, and nothing is decoded at all.
 *
 * <p>{@link parley.socket.Connections} looks at all sockets of a session from outside: each writes what it does, with whom
 * and how much into the shared segment ({@code Traffic}).
 *
 * <p>Every wait can be interrupted and goes on where it was: a message half received or sent is finished by the next call.
 */
@NullMarked
package parley.socket;

import org.jspecify.annotations.NullMarked;
