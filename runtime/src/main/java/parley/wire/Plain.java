package parley.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.StringJoiner;

/** Shows encoded values as one line of text, in Python's notation, without running code. Has no state. */
public final class Plain {
    private static final Maker<String> TEXT = new Text();
    private static final int LONGEST_TEXT = 2000;
    private static final int LONGEST_INTEGER = 1 << 16; // bits: more take long to write in decimals

    private Plain() {}

    /**
     * One line for one value.
     *
     * @param encoded in the tag codec
     * @param width the most characters; a longer line ends in {@code …}
     * @return the line
     */
    public static String show(byte[] encoded, int width) {
        String line;
        try {
            line = new Decoder(encoded).read(TEXT);
        } catch (IllegalArgumentException e) {
            line = "<" + encoded.length + " bytes, " + e.getMessage() + ">";
        }
        return line.length() <= width ? line : cut(line, Math.max(0, width - 1)) + "…";
    }

    private static String cut(String line, int width) {
        boolean splits = width > 0 && Character.isHighSurrogate(line.charAt(width - 1));
        return line.substring(0, splits ? width - 1 : width);
    }

    /** As Python's {@code repr}: {@code 1e-05}, {@code 100.0}, {@code inf}. */
    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = exact.precision() - exact.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = exact.toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        String digits = exact.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "")
                + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** Readable as one line whatever it holds. */
    private static void append(StringBuilder line, int c) {
        if (Character.isISOControl(c) || (c >= 0xd800 && c < 0xe000)) {
            line.append(String.format("\\u%04x", c));
        } else {
            line.appendCodePoint(c);
        }
    }

    private static final class Text implements Maker<String> {
        @Override
        public String none() {
            return "None";
        }

        @Override
        public String bool(boolean value) {
            return value ? "True" : "False";
        }

        @Override
        public String integer(long value) {
            return Long.toString(value);
        }

        @Override
        public String integer(BigInteger value) {
            return value.bitLength() <= LONGEST_INTEGER ? value.toString() : "<int of " + value.bitLength() + " bits>";
        }

        @Override
        public String real(double value) {
            return number(value);
        }

        @Override
        public String complex(double real, double imaginary) {
            String second = part(imaginary) + "j";
            if (real == 0 && 1 / real > 0) {
                return second;
            }
            return "(" + part(real) + (second.startsWith("-") ? "" : "+") + second + ")";
        }

        private static String part(double value) {
            String text = number(value);
            return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
        }

        @Override
        public String text(String value) {
            StringBuilder line = new StringBuilder("'");
            value.codePoints().limit(LONGEST_TEXT).forEach(c -> {
                switch (c) {
                    case '\'' -> line.append("\\'");
                    case '\\' -> line.append("\\\\");
                    case '\n' -> line.append("\\n");
                    case '\t' -> line.append("\\t");
                    case '\r' -> line.append("\\r");
                    default -> append(line, c);
                }
            });
            if (value.codePoints().skip(LONGEST_TEXT).findAny().isPresent()) {
                line.append('…');
            }
            return line.append('\'').toString();
        }

        @Override
        public String bytes(byte[] value) {
            StringBuilder line = new StringBuilder("b'");
            for (int i = 0; i < Math.min(value.length, LONGEST_TEXT); i++) {
                byte b = value[i];
                if (b >= ' ' && b < 127 && b != '\'' && b != '\\') {
                    line.append((char) b);
                } else {
                    line.append(String.format("\\x%02x", b));
                }
            }
            if (value.length > LONGEST_TEXT) {
                line.append('…');
            }
            return line.append('\'').toString();
        }

        @Override
        public String list(List<String> values) {
            return "[" + String.join(", ", values) + "]";
        }

        @Override
        public String tuple(List<String> values) {
            return "(" + String.join(", ", values) + (values.size() == 1 ? ",)" : ")");
        }

        @Override
        public String set(List<String> values) {
            return values.isEmpty() ? "set()" : "{" + String.join(", ", values) + "}";
        }

        @Override
        public String frozenset(List<String> values) {
            return values.isEmpty() ? "frozenset()" : "frozenset({" + String.join(", ", values) + "})";
        }

        @Override
        public String dict(List<String> keys, List<String> values) {
            StringJoiner line = new StringJoiner(", ", "{", "}");
            for (int i = 0; i < keys.size(); i++) {
                line.add(keys.get(i) + ": " + values.get(i));
            }
            return line.toString();
        }

        @Override
        public String opaque(String language, String label, byte[] form) {
            StringBuilder line = new StringBuilder();
            label.codePoints().limit(LONGEST_TEXT).forEach(c -> append(line, c));
            return line.toString();
        }

        @Override
        public String portable(String kind, long address) {
            return "<" + kind + ">";
        }
    }
}
