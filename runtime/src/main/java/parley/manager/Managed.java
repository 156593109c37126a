package parley.manager;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proxies on their way between the languages of a session, as texts. Public for the languages. Has no state; any thread. */
public final class Managed {
    private static final HexFormat HEX = HexFormat.of();

    private Managed() {}

    /**
     * What the other language needs to make a proxy of its own.
     *
     * @param ticket a proxy's {@link BaseProxy#address()}
     * @return the manager's address, its key in hexadecimal digits, and the object's id, each on a line
     */
    public static String describe(long ticket) {
        Remote remote = Remote.numbered(Ticket.manager(ticket));
        byte @Nullable [] key = remote.board().key();
        return String.join(
                "\n",
                remote.board().where(),
                key == null ? "" : HEX.formatHex(key),
                Long.toHexString(Ticket.object(ticket)));
    }

    /**
     * A proxy of the other language.
     *
     * @param where the manager's address: a path, or host:port
     * @param key in hexadecimal digits
     * @param typeid the object's kind
     * @param exposed its methods, with spaces between
     * @param id its id
     * @return the class of the proxy in Java, and its {@link BaseProxy#address()}, with a space between
     */
    public static String ticket(String where, String key, String typeid, String exposed, String id) {
        Remote remote = Remote.to(Token.parse(where), HEX.parseHex(key));
        List<String> methods = Arrays.asList(exposed.split(" ", -1));
        return Proxies.type(typeid, methods) + " " + Ticket.of(remote.board().number(), Long.parseUnsignedLong(id, 16));
    }
}
