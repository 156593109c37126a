package parley.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.wire.Encoder;
import parley.wire.Surrogates;

/**
 * A pickle as the tag codec, where it holds nothing but plain data in the shape of a tree. Reads GraalPy's pickles of
 * protocol 4 and 5 as data: no name in them is looked up. One pickle's own.
 *
 * <p>What is no tree (a list that is in two places, or in itself) or no plain data is not rewritten: the pickle itself
 * then travels, and what was one object arrives as one object.
 */
final class PickleReader {
    /** The tag codec's readers refuse what is nested much deeper. */
    private static final int DEEPEST = 500;

    private static final Object MARK = new Object();
    private static final Object NONE = new Object();

    private enum Kind {
        LIST,
        TUPLE,
        SET,
        FROZENSET,
        DICT
    }

    /** Larger things are not copied to a second place: copies of copies would grow without bound. */
    private static final int HEAVIEST_COPY = 64;

    /** A container; {@code weight} is its size where nothing in it can change, else {@link #CHANGES}. */
    private record Node(Kind kind, List<Object> items, int weight) {}

    private static final int CHANGES = Integer.MAX_VALUE;

    private record Name(Object module, Object name) {}

    private record Complex(double real, double imaginary) {}

    /** It is not plain data, or no tree. */
    private static final class NotPlain extends Exception {
        private static final long serialVersionUID = 1;

        NotPlain() {
            super(null, null, false, false);
        }
    }

    private final byte[] form;
    private final List<Object> stack = new ArrayList<>();
    private final List<Object> memo = new ArrayList<>();
    private int at;

    private PickleReader(byte[] form) {
        this.form = form;
    }

    /** The value in the tag codec, or null where it is not plain data. */
    static byte @Nullable [] read(byte[] pickle) {
        try {
            Encoder encoder = new Encoder();
            write(encoder, new PickleReader(pickle).run(), 0);
            return encoder.toBytes();
        } catch (NotPlain e) {
            return null;
        }
    }

    private Object run() throws NotPlain {
        while (true) {
            int opcode = form[at++] & 0xff;
            switch (opcode) {
                case 0x80 -> at++; // protocol
                case 0x95 -> at += 8; // frame
                case '.' -> {
                    return pop();
                }
                case '(' -> stack.add(MARK);
                case 0x94 -> memo.add(top());
                case 'h' -> stack.add(remembered((int) number(1)));
                case 'j' -> stack.add(remembered((int) number(4)));
                default -> {
                    if (!scalar(opcode) && !container(opcode)) {
                        call(opcode);
                    }
                }
            }
        }
    }

    private boolean scalar(int opcode) throws NotPlain {
        Object value = switch (opcode) {
            case 'N' -> NONE;
            case 0x88 -> true;
            case 0x89 -> false;
            case 'K' -> number(1);
            case 'M' -> number(2);
            case 'J' -> (long) (int) number(4);
            case 0x8a -> integer((int) number(1));
            case 0x8b -> integer((int) number(4));
            case 'G' -> real();
            case 0x8c -> text(number(1));
            case 'X' -> text(number(4));
            case 0x8d -> text(number(8));
            case 'C' -> bytes(number(1));
            case 'B' -> bytes(number(4));
            case 0x8e -> bytes(number(8));
            default -> null;
        };
        if (value != null) {
            stack.add(value);
        }
        return value != null;
    }

    private boolean container(int opcode) throws NotPlain {
        switch (opcode) {
            case ']' -> stack.add(new Node(Kind.LIST, new ArrayList<>(), CHANGES));
            case '}' -> stack.add(new Node(Kind.DICT, new ArrayList<>(), CHANGES));
            case 0x8f -> stack.add(new Node(Kind.SET, new ArrayList<>(), CHANGES));
            case ')' -> stack.add(new Node(Kind.TUPLE, List.of(), 1));
            case 't' -> stack.add(fixed(Kind.TUPLE, popToMark()));
            case 0x85, 0x86, 0x87 -> stack.add(fixed(Kind.TUPLE, popLast(opcode - 0x84)));
            case 0x91 -> stack.add(fixed(Kind.FROZENSET, popToMark()));
            case 'a' -> extend(popLast(1));
            case 's' -> extend(popLast(2));
            case 'e', 'u', 0x90 -> extend(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The one call that is plain data: {@code complex(real, imaginary)}. */
    private void call(int opcode) throws NotPlain {
        if (opcode == 0x93) {
            Object name = pop();
            stack.add(new Name(pop(), name));
            return;
        }
        if (opcode == 'R'
                && pop() instanceof Node(Kind _, List<Object> arguments, int _)
                && pop() instanceof Name(Object module, Object name)
                && module.equals("builtins")
                && name.equals("complex")
                && arguments.size() == 2
                && arguments.get(0) instanceof Double real
                && arguments.get(1) instanceof Double imaginary) {
            stack.add(new Complex(real, imaginary));
            return;
        }
        throw new NotPlain();
    }

    private Object remembered(int index) throws NotPlain {
        Object value = memo.get(index);
        if (value instanceof Node node && node.weight() > HEAVIEST_COPY) {
            throw new NotPlain();
        }
        return value;
    }

    private static Node fixed(Kind kind, List<Object> items) {
        int weight = 1;
        for (Object item : items) {
            int more = item instanceof Node node ? node.weight() : 1;
            weight = more == CHANGES || weight == CHANGES ? CHANGES : Math.min(CHANGES - 1, weight + more);
        }
        return new Node(kind, items, weight);
    }

    private void extend(List<Object> items) throws NotPlain {
        if (!(top() instanceof Node node)) {
            throw new NotPlain();
        }
        node.items().addAll(items);
    }

    private Object top() {
        return stack.getLast();
    }

    private Object pop() {
        return stack.removeLast();
    }

    private List<Object> popToMark() {
        return popLast(stack.size() - 1 - stack.lastIndexOf(MARK), 1);
    }

    private List<Object> popLast(int count) {
        return popLast(count, 0);
    }

    private List<Object> popLast(int count, int marks) {
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> items = new ArrayList<>(tail);
        stack.subList(stack.size() - count - marks, stack.size()).clear();
        return items;
    }

    private long number(int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (form[at++] & 0xffL) << 8 * i;
        }
        return value;
    }

    private Object integer(int length) {
        byte[] big = new byte[Math.max(1, length)];
        for (int i = 0; i < length; i++) {
            big[big.length - 1 - i] = form[at++];
        }
        return new BigInteger(big);
    }

    private Object real() {
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = bits << 8 | form[at++] & 0xff;
        }
        return Double.longBitsToDouble(bits);
    }

    private Object text(long length) throws NotPlain {
        String text = Surrogates.decode(form, at, (int) length);
        if (text == null) {
            throw new NotPlain();
        }
        at += (int) length;
        return text;
    }

    private Object bytes(long length) {
        byte[] bytes = java.util.Arrays.copyOfRange(form, at, at + (int) length);
        at += (int) length;
        return bytes;
    }

    private static void write(Encoder to, Object value, int depth) throws NotPlain {
        switch (value) {
            case Boolean b -> to.bool(b);
            case Long n -> to.integer(n);
            case BigInteger n -> to.integer(n);
            case Double d -> to.real(d);
            case String s -> to.text(s);
            case byte[] b -> to.bytes(b);
            case Complex(double real, double imaginary) -> to.complex(real, imaginary);
            case Node node -> {
                if (depth > DEEPEST) {
                    throw new NotPlain();
                }
                int count = node.items().size();
                switch (node.kind()) {
                    case LIST -> to.list(count);
                    case TUPLE -> to.tuple(count);
                    case SET -> to.set(count);
                    case FROZENSET -> to.frozenset(count);
                    case DICT -> to.dict(count / 2);
                }
                for (Object item : node.items()) {
                    write(to, item, depth + 1);
                }
            }
            default -> {
                if (value != NONE) {
                    throw new NotPlain();
                }
                to.none();
            }
        }
    }
}
