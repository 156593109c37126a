package parley.python;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import parley.wire.Maker;
import parley.wire.Surrogates;

/**
 * The tag codec as a pickle, which GraalPy reads faster than it can build objects call by call. Builds a small tree
 * ({@link Maker}), then writes it. One thread's.
 */
final class PickleWriter implements Maker<Object> {
    enum None {
        NONE
    }

    /** A container: an opening, its items, a closing. */
    private record Items(List<Object> items, String opening, String closing) {}

    private record Pairs(List<Object> keys, List<Object> values) {}

    private record Complex(double real, double imaginary) {}

    private record Pickled(byte[] pickle) {}

    private record Shared(String kind, long address) {}

    @Override
    public Object none() {
        return None.NONE;
    }

    @Override
    public Object bool(boolean value) {
        return value;
    }

    @Override
    public Object integer(long value) {
        return value;
    }

    @Override
    public Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    @Override
    public Object real(double value) {
        return value;
    }

    @Override
    public Object complex(double real, double imaginary) {
        return new Complex(real, imaginary);
    }

    @Override
    public Object text(String value) {
        return value;
    }

    @Override
    public Object bytes(byte[] value) {
        return value;
    }

    @Override
    public Object list(List<Object> values) {
        return new Items(values, "](", "e");
    }

    @Override
    public Object tuple(List<Object> values) {
        return new Items(values, "(", "t");
    }

    @Override
    public Object set(List<Object> values) {
        return new Items(values, "\u008f(", "\u0090");
    }

    @Override
    public Object frozenset(List<Object> values) {
        return new Items(values, "(", "\u0091");
    }

    @Override
    public Object dict(List<Object> keys, List<Object> values) {
        return new Pairs(keys, values);
    }

    @Override
    public Object opaque(String language, String label, byte[] form) {
        return language.equals("python") ? new Pickled(form) : new Foreign(language, label);
    }

    /** What only another language can read. */
    private record Foreign(String language, String label) {}

    @Override
    public Object portable(String kind, long address) {
        return new Shared(kind, address);
    }

    /** The pickle of what this maker made. */
    static byte[] write(Object value) {
        if (value instanceof Pickled(byte[] pickle)) {
            return pickle;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(64);
        out.writeBytes(new byte[] {(byte) 0x80, 4});
        item(out, value);
        out.write('.');
        return out.toByteArray();
    }

    private static void item(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case None _ -> out.write('N');
            case Boolean b -> out.write(b ? 0x88 : 0x89);
            case Long n when n >= 0 && n < 1 << 8 -> number(out, 'K', n, 1);
            case Long n when n >= 0 && n < 1 << 16 -> number(out, 'M', n, 2);
            case Long n when n == n.intValue() -> number(out, 'J', n, 4);
            case Long n -> integer(out, BigInteger.valueOf(n));
            case BigInteger n -> integer(out, n);
            case Double d -> real(out, d);
            case String s -> text(out, s);
            case byte[] b -> {
                sized(out, 'C', 0x8e, b);
            }
            case Complex(double real, double imaginary) -> {
                out.writeBytes(ascii("cbuiltins\ncomplex\n"));
                real(out, real);
                real(out, imaginary);
                out.writeBytes(ascii("\u0086R"));
            }
            case Items(List<Object> items, String opening, String closing) -> {
                out.writeBytes(ascii(opening));
                items.forEach(each -> item(out, each));
                out.writeBytes(ascii(closing));
            }
            case Pairs(List<Object> keys, List<Object> values) -> {
                out.writeBytes(ascii("}("));
                for (int i = 0; i < keys.size(); i++) {
                    item(out, keys.get(i));
                    item(out, values.get(i));
                }
                out.write('u');
            }
            case Pickled(byte[] pickle) -> call(out, "unpickle", pickle);
            case Foreign(String language, String label) -> call(out, "foreign", language, label);
            case Shared(String kind, long address) -> call(out, "shared", kind, address);
            default -> throw new IllegalArgumentException("no value of the codec: " + value.getClass());
        }
    }

    /** A call of a function of {@code _parley/values.py} while the pickle is read. */
    private static void call(ByteArrayOutputStream out, String function, Object... arguments) {
        out.writeBytes(ascii("c_parley.values\n" + function + "\n("));
        for (Object argument : arguments) {
            item(out, argument);
        }
        out.writeBytes(ascii("tR"));
    }

    private static void number(ByteArrayOutputStream out, int opcode, long value, int bytes) {
        out.write(opcode);
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >>> 8 * i));
        }
    }

    private static void integer(ByteArrayOutputStream out, BigInteger value) {
        byte[] big = value.toByteArray();
        number(out, 0x8b, big.length, 4);
        for (int i = big.length - 1; i >= 0; i--) {
            out.write(big[i]);
        }
    }

    private static void real(ByteArrayOutputStream out, double value) {
        out.write('G');
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (bits >>> shift));
        }
    }

    private static void text(ByteArrayOutputStream out, String value) {
        sized(out, 0x8c, 0x8d, Surrogates.encode(value));
    }

    private static void sized(ByteArrayOutputStream out, int shortOpcode, int longOpcode, byte[] form) {
        boolean isShort = form.length < 1 << 8;
        number(out, isShort ? shortOpcode : longOpcode, form.length, isShort ? 1 : 8);
        out.writeBytes(form);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
