package parley.channel;

import java.util.Arrays;

/** A message on a pipe: a first byte that says whether a value or plain bytes follow, and those. Has no state. */
public final class PipeMessage {
    /** The bytes of a message before what was sent; all of them are zero before a value. */
    public static final int PREFIX = 1;

    private static final byte VALUE = 0;
    private static final byte BYTES = 1;

    private PipeMessage() {}

    /**
     * A value's.
     *
     * @param encoded the value
     * @return the message
     */
    public static byte[] of(byte[] encoded) {
        return with(VALUE, encoded);
    }

    /**
     * Plain bytes'.
     *
     * @param bytes the bytes
     * @return the message
     */
    public static byte[] ofBytes(byte[] bytes) {
        return with(BYTES, bytes);
    }

    private static byte[] with(byte what, byte[] content) {
        byte[] message = new byte[content.length + PREFIX];
        message[0] = what;
        System.arraycopy(content, 0, message, PREFIX, content.length);
        return message;
    }

    /**
     * Whether plain bytes were sent.
     *
     * @param message from a pipe
     * @return else a value
     */
    public static boolean isBytes(byte[] message) {
        return message[0] == BYTES;
    }

    /**
     * What was sent.
     *
     * @param message from a pipe
     * @return the encoded value, or the bytes
     */
    public static byte[] content(byte[] message) {
        return Arrays.copyOfRange(message, PREFIX, message.length);
    }
}
