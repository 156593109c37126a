package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageSetItem;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.graal.python.runtime.sequence.storage.IntSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.ObjectSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.wire.Decoder;
import parley.wire.Maker;

/** The tag codec as Python objects, where it holds plain data. Nothing of the user's runs. Any Python thread. */
final class Reader implements Maker<Object> {
    private final PythonLanguage language;

    Reader(PythonLanguage language) {
        this.language = language;
    }

    /** What is no plain data; without a stack, since it is no error. */
    private static final class NotPlain extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NotPlain() {
            super(null, null, false, false);
        }
    }

    /** The value from there on, or null where it is not plain. */
    @Nullable
    Object value(byte[] message, int start) {
        try {
            return new Decoder(message, start).read(this);
        } catch (NotPlain e) {
            return null;
        }
    }

    /** What is in the lists that the messages hold, as one; null where something of it is not plain. */
    @Nullable
    Object joined(List<?> messages) {
        List<Object> values = new ArrayList<>(messages.size());
        for (Object message : messages) {
            if (!(value((byte[]) message, 0) instanceof PList list)) {
                return null;
            }
            addAll(values, list.getSequenceStorage());
        }
        return list(values);
    }

    /** From a list that was just made here. */
    private static void addAll(List<Object> values, SequenceStorage from) {
        for (int i = 0; i < from.length(); i++) {
            values.add(
                    from instanceof IntSequenceStorage numbers
                            ? (Object) numbers.getIntItemNormalized(i)
                            : ((ObjectSequenceStorage) from).getObjectItemNormalized(i));
        }
    }

    @Override
    public Object none() {
        return PNone.NONE;
    }

    @Override
    public Object bool(boolean value) {
        return value;
    }

    @Override
    public Object integer(long value) {
        return value == (int) value ? (Object) (int) value : (Object) value;
    }

    @Override
    public Object integer(BigInteger value) {
        return value.bitLength() < Long.SIZE ? integer(value.longValue()) : PFactory.createInt(language, value);
    }

    @Override
    public Object real(double value) {
        return value;
    }

    @Override
    public Object complex(double real, double imaginary) {
        throw new NotPlain();
    }

    @Override
    public Object text(String value) {
        var text = Strings.of(value);
        if (!Strings.isOrdinary(text)) {
            throw new NotPlain();
        }
        return text;
    }

    @Override
    public Object bytes(byte[] value) {
        return PFactory.createBytes(language, value);
    }

    @Override
    public Object list(List<Object> values) {
        return values.isEmpty() ? PFactory.createList(language) : PFactory.createList(language, storage(values));
    }

    /** As GraalPy would keep them: ints as such. */
    private static SequenceStorage storage(List<Object> values) {
        if (!(values.getFirst() instanceof Integer)) {
            return objects(values);
        }
        int[] numbers = new int[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!(values.get(i) instanceof Integer number)) {
                return objects(values);
            }
            numbers[i] = number;
        }
        return new IntSequenceStorage(numbers);
    }

    private static SequenceStorage objects(List<Object> values) {
        return new ObjectSequenceStorage(values.toArray());
    }

    @Override
    public Object tuple(List<Object> values) {
        return PFactory.createTuple(language, values.toArray());
    }

    @Override
    public Object set(List<Object> values) {
        throw new NotPlain();
    }

    @Override
    public Object frozenset(List<Object> values) {
        throw new NotPlain();
    }

    @Override
    public Object dict(List<Object> keys, List<Object> values) {
        HashingStorage storage = PDict.createNewStorage(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            storage = HashingStorageSetItem.executeUncached(storage, keys.get(i), values.get(i));
        }
        return PFactory.createDict(language, storage);
    }

    @Override
    public Object opaque(String owner, String label, byte[] form) {
        throw new NotPlain();
    }

    @Override
    public Object portable(String kind, long address) {
        throw new NotPlain();
    }
}
