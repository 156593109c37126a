package parley.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import parley.wire.Surrogates;
import parley.wire.Tuple;

/** Reads one pickle; drawn in the package's description. For one thread, one pickle. */
final class Unpickler {
    private static final Object ABSENT = new Object();
    private static final Tuple EMPTY = new Tuple(List.of());

    /** Pickles that were shortened by a tool, or by hand, leave gaps in the memo. */
    private static final int GAPS = 1 << 16;

    private final byte[] form;
    private final Map<String, ObjectReader> readers;
    private final Allowance allowance;
    private final IdentityHashMap<Object, ObjectReader> made = new IdentityHashMap<>(0);
    private @Nullable Object[] stack = new @Nullable Object[16];
    private int size;
    private int[] marks = new int[8];
    private int marked;
    private @Nullable Object[] memo = new @Nullable Object[16];
    private int remembered;
    private int protocol;
    private int containers;
    private int at;

    Unpickler(byte[] form, Map<String, ObjectReader> readers) {
        this(form, readers, new Allowance(form.length));
    }

    Unpickler(byte[] form, Map<String, ObjectReader> readers, Allowance allowance) {
        this.form = form;
        this.readers = readers;
        this.allowance = allowance;
    }

    @Nullable
    Object load() {
        try {
            return read();
        } catch (StackOverflowError e) { // a key is hashed with what it holds, and the caller has left less than usual
            throw Depth.tooDeep();
        }
    }

    private @Nullable Object read() {
        while (true) {
            int opcode = form[need(1)] & 0xff;
            if (opcode == Opcode.STOP) {
                Object value = pop();
                if (size != 0 || marked != 0) {
                    throw broken("values left over");
                }
                if (containers > Depth.DEEPEST) {
                    Depth.check(value);
                }
                return value;
            }
            if (!scalar(opcode) && !container(opcode) && !memory(opcode) && !object(opcode)) {
                at--;
                throw broken("opcode of no protocol from 2 to 5: opcode=" + opcode);
            }
        }
    }

    private boolean scalar(int opcode) {
        switch (opcode) {
            case Opcode.NONE -> push(null);
            case Opcode.NEWTRUE -> push(true);
            case Opcode.NEWFALSE -> push(false);
            case Opcode.BININT -> push((int) number(4));
            case Opcode.BININT1 -> push((int) number(1));
            case Opcode.BININT2 -> push((int) number(2));
            case Opcode.LONG1 -> push(integer(number(1)));
            case Opcode.LONG4 -> push(integer(number(4)));
            case Opcode.BINFLOAT -> push(Double.longBitsToDouble(Long.reverseBytes(number(8))));
            case Opcode.SHORT_BINUNICODE -> push(text(number(1)));
            case Opcode.BINUNICODE -> push(text(number(4)));
            case Opcode.BINUNICODE8 -> push(text(number(8)));
            case Opcode.SHORT_BINBYTES -> push(bytes(number(1)));
            case Opcode.BINBYTES -> push(bytes(number(4)));
            case Opcode.BINBYTES8 -> push(bytes(number(8)));
            case Opcode.BYTEARRAY8 -> push(new ByteArray(bytes(number(8))));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case Opcode.MARK -> mark();
            case Opcode.EMPTY_LIST -> push(counted(new ArrayList<>(0)));
            case Opcode.EMPTY_DICT -> push(counted(new LinkedHashMap<>()));
            case Opcode.EMPTY_SET -> push(counted(new LinkedHashSet<>()));
            case Opcode.EMPTY_TUPLE -> push(EMPTY);
            case Opcode.TUPLE1, Opcode.TUPLE2, Opcode.TUPLE3 ->
                push(counted(new Tuple(popLast(opcode - Opcode.TUPLE1 + 1))));
            case Opcode.TUPLE -> push(counted(new Tuple(popToMark())));
            case Opcode.LIST -> push(counted(popToMark()));
            case Opcode.DICT -> {
                List<@Nullable Object> items = popToMark();
                push(counted(new LinkedHashMap<>()));
                putAll(items);
            }
            case Opcode.FROZENSET -> push(counted(KnownCalls.frozen(KnownCalls.set(popToMark(), allowance))));
            case Opcode.APPEND -> append(popLast(1));
            case Opcode.APPENDS -> append(popToMark());
            case Opcode.SETITEM -> putAll(popLast(2));
            case Opcode.SETITEMS -> putAll(popToMark());
            case Opcode.ADDITEMS -> addAll(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memory(int opcode) {
        switch (opcode) {
            case Opcode.PROTO -> {
                protocol = (int) number(1);
                if (protocol > Pickle.HIGHEST_PROTOCOL) {
                    throw broken("protocol=" + protocol);
                }
            }
            case Opcode.FRAME -> {
                long length = number(8);
                if (length < 0 || length > form.length - at) {
                    throw broken("frame exceeds the bytes: frame=" + length);
                }
            }
            case Opcode.POP -> {
                if (marked > 0 && marks[marked - 1] == size) {
                    marked--;
                } else {
                    Object _ = pop();
                }
            }
            case Opcode.POP_MARK -> {
                List<@Nullable Object> _ = popToMark();
            }
            case Opcode.DUP -> push(top());
            case Opcode.MEMOIZE -> remember(remembered);
            case Opcode.BINPUT -> remember(number(1));
            case Opcode.LONG_BINPUT -> remember(number(4));
            case Opcode.BINGET -> push(recall(number(1)));
            case Opcode.LONG_BINGET -> push(recall(number(4)));
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case Opcode.GLOBAL -> {
                String module = line();
                push(name(module, line()));
            }
            case Opcode.STACK_GLOBAL -> {
                Object name = pop();
                if (!(pop() instanceof String module) || !(name instanceof String text)) {
                    throw broken("a name that is no text");
                }
                push(name(module, text));
            }
            case Opcode.REDUCE -> {
                List<@Nullable Object> arguments = arguments();
                push(call(pop(), PickledObject.Making.CALL, arguments, Map.of()));
            }
            case Opcode.NEWOBJ -> {
                List<@Nullable Object> arguments = arguments();
                push(call(pop(), PickledObject.Making.NEW, arguments, Map.of()));
            }
            case Opcode.NEWOBJ_EX -> {
                Map<String, @Nullable Object> keywords = keywords(pop());
                List<@Nullable Object> arguments = arguments();
                push(call(pop(), PickledObject.Making.NEW, arguments, keywords));
            }
            case Opcode.BUILD -> build(pop());
            default -> {
                return false;
            }
        }
        return true;
    }

    private PickledName name(String module, String name) {
        String today = protocol >= 3
                ? module
                : switch (module) {
                    case "__builtin__" -> "builtins";
                    case "copy_reg" -> "copyreg";
                    default -> module;
                };
        allowance.take(Allowance.OBJECT);
        return new PickledName(today, name);
    }

    private @Nullable Object call(
            @Nullable Object maker,
            PickledObject.Making making,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> keywords) {
        containers++;
        allowance.take(4 * Allowance.OBJECT);
        allowance.spend(arguments.size()); // many objects may share a long row of them, and each is looked into
        if (maker instanceof PickledName name) {
            ObjectReader reader = readers.get(name.toString());
            if (reader != null) {
                Object object = reader.make(arguments, keywords);
                if (object != null) {
                    made.put(object, reader);
                }
                return object;
            }
            Object known = making == PickledObject.Making.CALL
                    ? KnownCalls.call(name, arguments, allowance)
                    : KnownCalls.UNKNOWN;
            return known == KnownCalls.UNKNOWN ? new PickledObject(name, making, arguments, keywords) : known;
        }
        if (maker instanceof PickledObject) { // as the result of getattr(...)
            return new PickledObject(maker, making, arguments, keywords);
        }
        throw broken("a call of what is no name");
    }

    private List<@Nullable Object> arguments() {
        if (pop() instanceof Tuple(List<@Nullable Object> values)) {
            return values;
        }
        throw broken("arguments that are no tuple");
    }

    private Map<String, @Nullable Object> keywords(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || !map.keySet().stream().allMatch(String.class::isInstance)) {
            throw broken("arguments by name that are no dict");
        }
        Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
        map.forEach((key, each) -> keywords.put((String) Objects.requireNonNull(key), each));
        allowance.take((long) Allowance.OBJECT * map.size());
        return keywords;
    }

    private void build(@Nullable Object state) {
        Object object = top();
        ObjectReader reader = object == null ? null : made.get(object);
        if (reader != null) {
            Object instead = reader.state(object, state);
            stack[size - 1] = instead;
            for (int i = 0; i < memo.length && instead != object; i++) {
                memo[i] = memo[i] == object ? instead : memo[i];
            }
        } else if (object instanceof PickledObject pickled) {
            pickled.state(state);
        } else {
            throw broken("a state for what has none");
        }
    }

    @SuppressWarnings("unchecked")
    private void append(List<@Nullable Object> items) {
        switch (top()) {
            case ArrayList<?> list -> ((ArrayList<@Nullable Object>) list).addAll(items);
            case PickledObject object -> object.items().addAll(items);
            case null, default -> throw broken("items for what is no list");
        }
    }

    @SuppressWarnings("unchecked")
    private void addAll(List<@Nullable Object> items) {
        allowance.take((long) Allowance.OBJECT * items.size());
        switch (top()) {
            case LinkedHashSet<?> set -> {
                items.forEach(allowance::checkKey);
                ((LinkedHashSet<@Nullable Object>) set).addAll(items);
            }
            case PickledObject object -> object.items().addAll(items);
            case null, default -> throw broken("items for what is no set");
        }
    }

    @SuppressWarnings("unchecked")
    private void putAll(List<@Nullable Object> items) {
        Map<@Nullable Object, @Nullable Object> map = switch (top()) {
            case LinkedHashMap<?, ?> dict -> (LinkedHashMap<@Nullable Object, @Nullable Object>) dict;
            case PickledObject object -> object.entries();
            case null, default -> throw broken("entries for what is no dict");
        };
        if (items.size() % 2 != 0) {
            throw broken("a key without a value");
        }
        allowance.take((long) Allowance.OBJECT * (items.size() / 2));
        for (int i = 0; i < items.size(); i += 2) {
            allowance.checkKey(items.get(i));
            map.put(items.get(i), items.get(i + 1));
        }
    }

    private Object counted(Object container) {
        containers++;
        allowance.take(Allowance.OBJECT);
        return container;
    }

    private void remember(long index) {
        if (index < 0 || index > Math.max(form.length, GAPS)) {
            throw broken("place in the memo that no pickle of this length has: index=" + index);
        }
        int place = (int) index;
        if (place >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max(place + 1, memo.length * 2));
        }
        if (place >= remembered) {
            Arrays.fill(memo, remembered, place, ABSENT);
            remembered = place + 1;
        }
        memo[place] = top();
    }

    private @Nullable Object recall(long index) {
        if (index < 0 || index >= remembered || memo[(int) index] == ABSENT) {
            throw broken("nothing remembered there: index=" + index);
        }
        return memo[(int) index];
    }

    private void mark() {
        if (marked == marks.length) {
            marks = Arrays.copyOf(marks, marked * 2);
        }
        marks[marked++] = size;
    }

    private void push(@Nullable Object value) {
        if (size == stack.length) {
            stack = Arrays.copyOf(stack, size * 2);
        }
        stack[size++] = value;
    }

    private @Nullable Object top() {
        checkAbove(1);
        return stack[size - 1];
    }

    private @Nullable Object pop() {
        checkAbove(1);
        Object value = stack[--size];
        stack[size] = null;
        return value;
    }

    private List<@Nullable Object> popToMark() {
        if (marked == 0) {
            throw broken("no mark");
        }
        return popAll(marks[--marked]);
    }

    private List<@Nullable Object> popLast(int count) {
        checkAbove(count);
        return popAll(size - count);
    }

    private List<@Nullable Object> popAll(int from) {
        List<@Nullable Object> values = new ArrayList<>(size - from);
        for (int i = from; i < size; i++) {
            values.add(stack[i]);
            stack[i] = null;
        }
        size = from;
        return values;
    }

    /** So many values lie above the last mark. */
    private void checkAbove(int count) {
        if (size - (marked == 0 ? 0 : marks[marked - 1]) < count) {
            throw broken("a value is missing");
        }
    }

    private long number(int bytes) {
        int start = need(bytes);
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | form[start + i] & 0xff;
        }
        return value;
    }

    private Object integer(long length) {
        byte[] little = bytes(length);
        if (little.length == 0) {
            return 0;
        }
        for (int i = 0, j = little.length - 1; i < j; i++, j--) {
            byte swapped = little[i];
            little[i] = little[j];
            little[j] = swapped;
        }
        BigInteger value = new BigInteger(little);
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }

    private String text(long length) {
        int start = need(length);
        allowance.take(Allowance.OBJECT + length);
        String text = Surrogates.decode(form, start, (int) length);
        if (text == null) {
            throw broken("a text with two lone surrogates that would be a pair");
        }
        return text;
    }

    private byte[] bytes(long length) {
        int start = need(length);
        allowance.take(Allowance.OBJECT + length);
        return Arrays.copyOfRange(form, start, start + (int) length);
    }

    private String line() {
        int start = at;
        while (form[need(1)] != '\n') {
            // until its end
        }
        return Objects.requireNonNullElse(Surrogates.decode(form, start, at - 1 - start), "");
    }

    /** Moves on by {@code length} bytes and gives where they start. */
    private int need(long length) {
        int start = at;
        if (length < 0 || length > form.length - start) {
            throw broken("too short: wanted=" + length);
        }
        at = start + (int) length;
        return start;
    }

    private IllegalArgumentException broken(String rule) {
        return new IllegalArgumentException("not a pickle: " + rule + ", at=" + at);
    }
}
