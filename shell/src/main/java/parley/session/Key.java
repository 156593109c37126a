package parley.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Shows the front that who connects to its socket is the session it started: 32 random bytes that the session got on
 * its standard input, and sends back before anything else. Lives in memory only.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by proves() only
record Key(byte[] bytes) {
    private static final int LENGTH = 32;

    static Key random() {
        byte[] bytes = new byte[LENGTH];
        new SecureRandom().nextBytes(bytes);
        return new Key(bytes);
    }

    /** Reads the line that {@link #line} made, and nothing behind it. */
    static Key read(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == 2 * LENGTH) {
                throw new IOException("no session key on standard input\nMaybe this was started by hand: use parley");
            }
            line.append((char) c);
        }
        return new Key(HexFormat.of().parseHex(line));
    }

    String line() {
        return HexFormat.of().formatHex(bytes) + "\n";
    }

    void send(SocketChannel channel) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes);
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Whether what comes first from {@code channel} is this key. Takes the same time for every wrong one. */
    boolean provenBy(SocketChannel channel) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(LENGTH);
        Connection.fill(channel, in);
        return MessageDigest.isEqual(bytes, in.array());
    }
}
