package parley.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 that also holds surrogates without a partner, as Python's {@code surrogatepass}. Has no state. */
public final class Surrogates {
    private Surrogates() {}

    /**
     * A text's bytes.
     *
     * @param text any
     * @return in UTF-8, a lone surrogate in three bytes
     */
    public static byte[] encode(String text) {
        try {
            ByteBuffer form = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[form.remaining()];
            form.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return slowly(text);
        }
    }

    private static byte[] slowly(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 3);
        text.codePoints().forEach(point -> {
            if (Character.MIN_SURROGATE <= point && point <= Character.MAX_SURROGATE) {
                out.write(0xe0 | point >> 12);
                out.write(0x80 | point >> 6 & 0x3f);
                out.write(0x80 | point & 0x3f);
            } else {
                out.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }

    /**
     * A text from its bytes. Where they are no UTF-8, the replacement character stands for them.
     *
     * @param form holds them
     * @param start the first
     * @param length how many
     * @return the text; null where Java cannot tell it from another: two lone surrogates that would become a pair
     */
    public static @Nullable String decode(byte[] form, int start, int length) {
        String text = new String(form, start, length, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : slowly(form, start, start + length);
    }

    private static @Nullable String slowly(byte[] form, int start, int end) {
        StringBuilder decoded = new StringBuilder(end - start);
        int at = start;
        while (at < end) {
            int first = form[at] & 0xff;
            int size = Math.min(end - at, first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
            if (first == 0xed && size == 3 && (form[at + 1] & 0xff) >= 0xa0) {
                char lone = (char) (0xd000 | (form[at + 1] & 0x3f) << 6 | form[at + 2] & 0x3f);
                boolean pair = Character.isLowSurrogate(lone)
                        && !decoded.isEmpty()
                        && Character.isHighSurrogate(decoded.charAt(decoded.length() - 1));
                if (pair) {
                    return null;
                }
                decoded.append(lone);
            } else {
                decoded.append(new String(form, at, size, StandardCharsets.UTF_8));
            }
            at += size;
        }
        return decoded.toString();
    }
}
