/**
 * A process that keeps objects for others, who have proxies of them.
 *
 * <pre>
 *   DictProxy.get("x") ──Remote──▶ LineRemote ──── Line, shared memory ────▶ LineDesk ────┐          manager's process
 *                           └────▶ SocketRemote ── socket, CPython's pickles ▶ SocketDesk ─┴▶ Server ─▶ Shelf ─▶ Held ─▶ Referent
 *                                                 CPython's own clients ─────────▲              └─▶ Board ◀── %managers looks
 *
 *   a proxy inside a value   client: {@link parley.manager.BaseProxy} ─▶ on a line: Portable, manager and number (Ticket)
 *                            manager: Nested, the object itself          ─▶ in a pickle: RebuildProxy(class, Token, ...)
 *   an exception             PythonError both ways; of the user's Java classes as it is, on a line
 *   references               counted by Shelf for each process: those of one that was killed are dropped within a second or two
 * </pre>
 *
 * <p>A thread of a client has a connection of its own, and a thread of the manager works for it: a blocking call
 * blocks both, and to it belongs an {@code RLock}. Values of the users' own classes stay unread in the manager.
 *
 * <p>Who reaches a line is a process of the session; over a socket nothing is decoded before the key was proved.
 */
@NullMarked
package parley.manager;

import org.jspecify.annotations.NullMarked;
