package parley.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import parley.channel.Messages;
import parley.channel.PipeEnd;
import parley.memory.Member;
import parley.memory.ObjectKind;

/**
 * Where a manager's server and its clients in the same session meet, as {@code multiprocessing/lines.py} uses it.
 *
 * <pre>
 *   server   open: a door, which is a queue of tickets, and a sign: a file of the run folder, named after the address
 *            that the server has for everybody else, that says where the door is, whose it is, and what key it takes
 *   client   connect: a line, which is a pipe; its other end's ticket goes to the door, and belongs to the server at once
 *   server   a thread for each line; the end of the pipe ends it
 * </pre>
 *
 * Whose key is another one finds no door, and is told so at the server's socket. Public for Python code. Any thread.
 */
public final class ManagersPort {
    private static final String SIGNS = "managers";

    private final Interrupts interrupts;

    ManagersPort(Interrupts interrupts) {
        this.interrupts = interrupts;
    }

    /**
     * What a sign says.
     *
     * @param door where the queue of tickets is
     * @param server whose it is
     * @param proof of the key, see {@link #prove}
     */
    private record Sign(long door, int server, String proof) {
        static @Nullable Sign read(Path file) {
            try {
                String[] parts = Files.readString(file).split(" ", -1);
                return new Sign(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), parts[2]);
            } catch (IOException e) {
                return null; // of another session or machine, or ended
            }
        }

        void write(Path file) {
            try {
                Files.createDirectories(file.resolveSibling(""));
                Path fresh = Files.createTempFile(file.resolveSibling(""), "fresh-", "");
                Files.writeString(fresh, door + " " + server + " " + proof);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException("a manager's sign cannot be written: file=" + file, e);
            }
        }
    }

    /**
     * Opens a server's door.
     *
     * @param address the server's, as text
     * @param key who knows another one stays outside
     * @param enter called with the port of each line, and with what its client is known by; what it gives stands for the line
     * @param answer called with that when a request has come; gives whether the line stays open
     * @param leave called with that at the line's end
     */
    public DoorPort open(String address, Value key, Value enter, Value answer, Value leave) {
        Member member = Member.current();
        Messages tickets = Messages.create(ObjectKind.PIPE, 0);
        Path file = file(member, address);
        DoorPort door = new DoorPort(tickets, file, enter, answer, leave, interrupts);
        new Sign(tickets.address(), member.owner(), prove(address, Codec.copy(key))).write(file);
        return door;
    }

    /** A line to the server with that address; null where there is none in this session that takes this key. */
    public @Nullable PipePort connect(String address, Value key) {
        Member member = Member.current();
        Sign sign = Sign.read(file(member, address));
        if (sign == null
                || !MessageDigest.isEqual(
                        sign.proof.getBytes(StandardCharsets.US_ASCII),
                        prove(address, Codec.copy(key)).getBytes(StandardCharsets.US_ASCII))
                || !member.segment().processes().isAlive(sign.server)) {
            return null;
        }
        List<PipeEnd> ends = PipeEnd.create(true);
        PipeEnd there = ends.get(1);
        if (!Messages.attach(sign.door).offer(DoorPort.ticket(there.ticketFor(sign.server), member.owner()))) {
            throw new IllegalStateException("a door has no limit: manager=" + address);
        }
        there.close();
        if (!Files.exists(file(member, address))) { // the server ends, and may not see the ticket any more
            ends.get(0).close();
            return null;
        }
        return new PipePort(ends.get(0), interrupts);
    }

    /** In a copy of this process: the lines of its servers are the original's. */
    public void forget() {
        DoorPort.forget();
    }

    private static Path file(Member member, String address) {
        return member.folder().path().resolve(SIGNS).resolve(prove(address, new byte[1]));
    }

    /** What only who knows the key can say of an address. */
    private static String prove(String address, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(address.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
