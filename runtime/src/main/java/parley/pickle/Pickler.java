package parley.pickle;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;
import parley.wire.Complex;
import parley.wire.FrozenSet;
import parley.wire.Surrogates;
import parley.wire.Tuple;

/**
 * Writes one value as a pickle. A container is remembered before its items, so that it may hold itself; what cannot change
 * (tuple, frozenset) after them, as Python does. For one thread, one value.
 */
final class Pickler {
    private static final PickledName ENCODE = new PickledName("_codecs", "encode");

    private final int protocol;
    private final ObjectWriter writer;
    private final IdentityHashMap<Object, Integer> memo = new IdentityHashMap<>();
    private final Map<PickledName, PickledName> names = new HashMap<>(0);
    private byte[] out = new byte[128];
    private int length;
    private int depth;

    Pickler(int protocol, ObjectWriter writer) {
        this.protocol = protocol;
        this.writer = writer;
    }

    byte[] dump(@Nullable Object value) {
        raw(Opcode.PROTO, protocol);
        try {
            save(value);
        } catch (DateTimeException e) {
            throw new UserFailure("value cannot be pickled: " + e.getMessage());
        } catch (StackOverflowError e) { // the caller has left less than usual
            throw tooDeep();
        }
        raw(Opcode.STOP);
        return Arrays.copyOf(out, length);
    }

    private static UserFailure tooDeep() {
        return new UserFailure("value nested too deeply to be pickled: deepest=" + Depth.DEEPEST);
    }

    private void save(@Nullable Object value) {
        switch (value) {
            case null -> raw(Opcode.NONE);
            case Boolean b -> raw(b ? Opcode.NEWTRUE : Opcode.NEWFALSE);
            case Integer n -> integer(n);
            case Long n -> integer(n);
            case Short n -> integer(n);
            case Byte n -> integer(n);
            case BigInteger n -> integer(n);
            case Double d -> real(d);
            case Float f -> real(f);
            case Character c -> text(String.valueOf(c));
            default -> saveObject(value);
        }
    }

    private void saveObject(Object value) {
        Integer place = memo.get(value);
        if (place != null) {
            get(place);
            return;
        }
        if (++depth > Depth.DEEPEST) {
            throw tooDeep();
        }
        Object instead = writer.instead(value);
        if (instead != null) {
            save(instead);
            depth--;
            return;
        }
        switch (value) {
            case String s -> {
                text(s);
                var _ = remember(value);
            }
            case byte[] b -> bytes(b);
            case ByteArray(byte[] b) -> bytearray(value, b);
            case Complex(double real, double imaginary) -> call(value, "builtins", "complex", real, imaginary);
            case Tuple(var values) -> tuple(value, values);
            case FrozenSet(var values) -> frozenset(value, values);
            case Set<?> set -> set(set);
            case Collection<?> list -> list(value, list);
            case Map<?, ?> map -> {
                raw(Opcode.EMPTY_DICT);
                var _ = remember(value);
                entries(map);
            }
            case Object[] array -> list(value, Arrays.asList(array));
            case PickledName name -> name(name);
            case PickledObject object -> object(object);
            default -> {
                if (!array(value) && !moment(value)) {
                    throw new UserFailure("value cannot be pickled: type="
                            + value.getClass().getName()
                            + "\nMaybe send plain data: numbers, texts, bytes, dates, and collections of them.");
                }
            }
        }
        depth--;
    }

    private void list(Object value, Collection<? extends @Nullable Object> items) {
        raw(Opcode.EMPTY_LIST);
        var _ = remember(value);
        items(items, Opcode.APPENDS);
    }

    private void set(Set<? extends @Nullable Object> set) {
        if (protocol < 4) {
            call(set, "builtins", "set", new ArrayList<>(set));
            return;
        }
        raw(Opcode.EMPTY_SET);
        var _ = remember(set);
        items(set, Opcode.ADDITEMS);
    }

    private void items(Collection<? extends @Nullable Object> items, int opcode) {
        if (!items.isEmpty()) {
            raw(Opcode.MARK);
            for (Object item : items) {
                save(item);
            }
            raw(opcode);
        }
    }

    private void entries(Map<? extends @Nullable Object, ? extends @Nullable Object> map) {
        if (!map.isEmpty()) {
            raw(Opcode.MARK);
            for (Map.Entry<? extends @Nullable Object, ? extends @Nullable Object> entry : map.entrySet()) {
                save(entry.getKey());
                save(entry.getValue());
            }
            raw(Opcode.SETITEMS);
        }
    }

    private void tuple(Object tuple, List<? extends @Nullable Object> values) {
        int count = values.size();
        if (count == 0) {
            raw(Opcode.EMPTY_TUPLE);
            return;
        }
        if (count > 3) {
            raw(Opcode.MARK);
        }
        for (Object each : values) {
            save(each);
        }
        raw(count > 3 ? Opcode.TUPLE : Opcode.TUPLE1 + count - 1);
        var _ = remember(tuple);
    }

    private void frozenset(Object frozen, Set<? extends @Nullable Object> values) {
        if (protocol < 4) {
            call(frozen, "builtins", "frozenset", new ArrayList<>(values));
            return;
        }
        raw(Opcode.MARK);
        for (Object each : values) {
            save(each);
        }
        raw(Opcode.FROZENSET);
        var _ = remember(frozen);
    }

    private void bytes(byte[] bytes) {
        if (protocol < 3) {
            call(bytes, ENCODE.module(), ENCODE.name(), new String(bytes, StandardCharsets.ISO_8859_1), "latin1");
            return;
        }
        if (bytes.length < 256) {
            raw(Opcode.SHORT_BINBYTES, bytes.length);
        } else {
            raw(Opcode.BINBYTES);
            number(bytes.length, 4);
        }
        raw(bytes);
        var _ = remember(bytes);
    }

    private void bytearray(Object value, byte[] bytes) {
        if (protocol < 5) {
            call(value, "builtins", "bytearray", (Object) bytes);
            return;
        }
        raw(Opcode.BYTEARRAY8);
        number(bytes.length, 8);
        raw(bytes);
        var _ = remember(value);
    }

    private boolean array(Object value) {
        NumberArray numbers = switch (value) {
            case NumberArray array -> array;
            case short[] all -> new NumberArray('h', all);
            case int[] all -> new NumberArray('i', all);
            case long[] all -> new NumberArray('q', all);
            case float[] all -> new NumberArray('f', all);
            case double[] all -> new NumberArray('d', all);
            case char[] text -> {
                text(new String(text));
                var _ = remember(text);
                yield null;
            }
            default -> null;
        };
        if (numbers == null) {
            return value instanceof char[];
        }
        call(
                value,
                "array",
                "_array_reconstructor",
                new PickledName("array", "array"),
                String.valueOf(numbers.typecode()),
                numbers.form(),
                numbers.bytes());
        return true;
    }

    private boolean moment(Object value) {
        switch (value) {
            case LocalDate date -> call(value, "datetime", "date", (Object) DateTimes.form(date));
            case LocalTime time -> call(value, "datetime", "time", (Object) DateTimes.form(time));
            case OffsetTime time ->
                call(value, "datetime", "time", DateTimes.form(time.toLocalTime()), time.getOffset());
            case LocalDateTime moment -> call(value, "datetime", "datetime", (Object) DateTimes.form(moment, false));
            case OffsetDateTime moment ->
                call(
                        value,
                        "datetime",
                        "datetime",
                        DateTimes.form(moment.toLocalDateTime(), false),
                        moment.getOffset());
            case ZonedDateTime moment ->
                call(
                        value,
                        "datetime",
                        "datetime",
                        DateTimes.form(moment.toLocalDateTime(), DateTimes.isSecond(moment)),
                        moment.getZone());
            case Instant moment -> {
                return moment(moment.atOffset(ZoneOffset.UTC));
            }
            case Duration duration -> {
                int[] parts = DateTimes.parts(duration);
                call(value, "datetime", "timedelta", parts[0], parts[1], parts[2]);
            }
            case ZoneOffset offset -> call(value, "datetime", "timezone", Duration.ofSeconds(offset.getTotalSeconds()));
            case ZoneId zone -> {
                if (protocol < 4) {
                    throw new UserFailure("a time zone's name needs pickle protocol 4: zone=" + zone);
                }
                call(value, "zoneinfo", "ZoneInfo._unpickle", zone.getId(), true);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A call that Python makes when it reads. */
    private void call(Object value, String module, String name, @Nullable Object... arguments) {
        saveObject(names.computeIfAbsent(new PickledName(module, name), each -> each));
        tuple(arguments, Arrays.asList(arguments));
        raw(Opcode.REDUCE);
        var _ = remember(value);
    }

    private void name(PickledName name) {
        if (protocol >= 4) {
            text(name.module());
            text(name.name());
            raw(Opcode.STACK_GLOBAL);
        } else if ((name.module() + name.name()).indexOf('\n') >= 0) {
            throw new UserFailure("a name of two lines needs pickle protocol 4: name=" + name);
        } else {
            raw(Opcode.GLOBAL);
            raw(Surrogates.encode(name.module() + "\n" + name.name() + "\n"));
        }
        var _ = remember(name);
    }

    private void object(PickledObject object) {
        save(object.maker());
        tuple(new Object(), object.arguments());
        boolean named = !object.keywords().isEmpty();
        if (named) {
            if (protocol < 4) {
                throw new UserFailure("an object made by keywords needs pickle protocol 4: object=" + object);
            }
            save(object.keywords());
        }
        boolean call = object.making() == PickledObject.Making.CALL;
        raw(call ? Opcode.REDUCE : named ? Opcode.NEWOBJ_EX : Opcode.NEWOBJ);
        if (!remember(object)) {
            return;
        }
        items(object.items(), Opcode.APPENDS);
        entries(object.entries());
        if (object.hasState()) {
            save(object.state());
            raw(Opcode.BUILD);
        }
    }

    private void integer(long value) {
        if (value == (int) value) {
            if (value >= 0 && value < 1 << 8) {
                raw(Opcode.BININT1, (int) value);
            } else if (value >= 0 && value < 1 << 16) {
                raw(Opcode.BININT2);
                number(value, 2);
            } else {
                raw(Opcode.BININT);
                number(value, 4);
            }
        } else {
            integer(BigInteger.valueOf(value));
        }
    }

    private void integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            integer(value.intValue());
            return;
        }
        byte[] big = value.toByteArray();
        if (big.length < 256) {
            raw(Opcode.LONG1, big.length);
        } else {
            raw(Opcode.LONG4);
            number(big.length, 4);
        }
        int start = room(big.length);
        for (int i = 0; i < big.length; i++) {
            out[start + i] = big[big.length - 1 - i];
        }
    }

    private void real(double value) {
        raw(Opcode.BINFLOAT);
        number(Long.reverseBytes(Double.doubleToRawLongBits(value)), 8);
    }

    private void text(String text) {
        byte[] form = Surrogates.encode(text);
        if (protocol >= 4 && form.length < 256) {
            raw(Opcode.SHORT_BINUNICODE, form.length);
        } else {
            raw(Opcode.BINUNICODE);
            number(form.length, 4);
        }
        raw(form);
    }

    /** Whether it is the first of its kind on the stack: else what it is made of holds it, and has made it by now. */
    private boolean remember(Object value) {
        Integer made = memo.get(value);
        if (made != null) {
            raw(Opcode.POP);
            get(made);
            return false;
        }
        int place = memo.size();
        memo.put(value, place);
        if (protocol >= 4) {
            raw(Opcode.MEMOIZE);
        } else if (place < 256) {
            raw(Opcode.BINPUT, place);
        } else {
            raw(Opcode.LONG_BINPUT);
            number(place, 4);
        }
        return true;
    }

    private void get(int place) {
        if (place < 256) {
            raw(Opcode.BINGET, place);
        } else {
            raw(Opcode.LONG_BINGET);
            number(place, 4);
        }
    }

    private void raw(int... bytes) {
        int start = room(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            out[start + i] = (byte) bytes[i];
        }
    }

    private void raw(byte[] bytes) {
        int start = room(bytes.length); // before out is looked at: it may be another one then
        System.arraycopy(bytes, 0, out, start, bytes.length);
    }

    private void number(long value, int bytes) {
        int start = room(bytes);
        for (int i = 0; i < bytes; i++) {
            out[start + i] = (byte) (value >>> 8 * i);
        }
    }

    /** Makes room for more bytes and gives where they start. */
    private int room(int bytes) {
        int start = length;
        long wanted = (long) length + bytes;
        if (wanted > out.length) {
            if (wanted > Integer.MAX_VALUE - 16) {
                throw new UserFailure("a pickle must be shorter than 2 GiB: bytes=" + wanted);
            }
            out = Arrays.copyOf(out, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(wanted, out.length * 2L)));
        }
        length = (int) wanted;
        return start;
    }
}
