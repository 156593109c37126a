package parley.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Short texts in fixed fields: one byte of length, then UTF-8, cut where the field ends. Has no state. */
public final class Texts {
    private Texts() {}

    /**
     * Writes a text, cut to the field.
     *
     * @param block holds the field
     * @param offset where it is
     * @param size its bytes, at most 128
     * @param text what to write
     */
    public static void write(MemorySegment block, long offset, int size, String text) {
        String kept = text.substring(0, Math.min(text.length(), size)); // names may be long: what follows is slow
        byte[] form = kept.getBytes(StandardCharsets.UTF_8);
        while (form.length > Math.min(size - 1, 127)) {
            kept = kept.substring(0, kept.length() - 1);
            form = kept.getBytes(StandardCharsets.UTF_8);
        }
        block.set(ValueLayout.JAVA_BYTE, offset, (byte) 0); // a reader in between sees no text, never a torn one
        MemorySegment.copy(form, 0, block, ValueLayout.JAVA_BYTE, offset + 1, form.length);
        VarHandles.BYTE.setVolatile(block, offset, (byte) form.length);
    }

    /**
     * Reads a text.
     *
     * @param block holds the field
     * @param offset where it is
     * @param size its bytes
     * @return what was written last; empty while it is being written
     */
    public static String read(MemorySegment block, long offset, int size) {
        int length = Math.min((byte) VarHandles.BYTE.getVolatile(block, offset), size - 1);
        byte[] form = new byte[Math.max(0, length)];
        MemorySegment.copy(block, ValueLayout.JAVA_BYTE, offset + 1, form, 0, form.length);
        return new String(form, StandardCharsets.UTF_8);
    }
}
