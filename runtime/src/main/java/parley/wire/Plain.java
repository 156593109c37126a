package parley.wire;

import java.math.BigInteger;
import java.util.List;
import java.util.StringJoiner;

/** Shows encoded values as one line of text, in Python's notation, without running code. Has no state. */
public final class Plain {
    private static final Maker<String> TEXT = new Text();

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
        return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
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
            return value.toString();
        }

        @Override
        public String real(double value) {
            return Double.toString(value);
        }

        @Override
        public String complex(double real, double imaginary) {
            return "(" + real + (imaginary < 0 ? "" : "+") + imaginary + "j)";
        }

        @Override
        public String text(String value) {
            StringBuilder line = new StringBuilder("'");
            value.codePoints().limit(2000).forEach(c -> {
                switch (c) {
                    case '\'' -> line.append("\\'");
                    case '\\' -> line.append("\\\\");
                    case '\n' -> line.append("\\n");
                    case '\t' -> line.append("\\t");
                    case '\r' -> line.append("\\r");
                    default -> {
                        if (Character.isISOControl(c) || (c >= 0xd800 && c < 0xe000)) {
                            line.append(String.format("\\u%04x", c));
                        } else {
                            line.appendCodePoint(c);
                        }
                    }
                }
            });
            return line.append('\'').toString();
        }

        @Override
        public String bytes(byte[] value) {
            StringBuilder line = new StringBuilder("b'");
            for (int i = 0; i < Math.min(value.length, 2000); i++) {
                byte b = value[i];
                if (b >= ' ' && b < 127 && b != '\'' && b != '\\') {
                    line.append((char) b);
                } else {
                    line.append(String.format("\\x%02x", b));
                }
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
            return label;
        }

        @Override
        public String portable(String kind, long address) {
            return "<" + kind + ">";
        }
    }
}
