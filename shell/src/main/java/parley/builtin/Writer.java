package parley.builtin;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.bytes.PBytes;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageGetIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorKey;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorNext;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorValue;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageLen;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.sequence.PSequence;
import com.oracle.graal.python.runtime.sequence.storage.ByteSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.DoubleSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.EmptySequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.IntSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.LongSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.ObjectSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.wire.Encoder;

/**
 * Plain Python data in the tag codec: int of 64 bits, float, bool, None, str, bytes, and list, tuple and dict of those
 * in the shape of a tree. Nothing of the user's runs. For one message.
 */
final class Writer {
    /** The codec's readers refuse what is nested much deeper; Python's pickler says so in its own words. */
    private static final int DEEPEST = 50;

    private final Encoder out;
    private @Nullable Set<Object> containers; // what is in it twice must arrive as one object
    private int depth;

    private Writer(Encoder out) {
        this.out = out;
    }

    /** The message of a value, behind so many zeros; null where it is not plain. */
    static byte @Nullable [] message(Object value, int prefix) {
        Encoder out = new Encoder(prefix);
        return new Writer(out).write(value) ? out.toBytes() : null;
    }

    /** The message of a list of some items of a sequence; null where one is not plain. */
    static byte @Nullable [] message(SequenceStorage items, int from, int to) {
        Encoder out = new Encoder(0).list(to - from);
        return new Writer(out).writeItems(items, from, to) ? out.toBytes() : null;
    }

    private boolean write(Object value) {
        switch (value) {
            case Integer number -> out.integer(number);
            case Long number -> out.integer(number);
            case Double number -> out.real(number);
            case Boolean bool -> out.bool(bool);
            case TruffleString text -> {
                if (!Strings.isOrdinary(text)) {
                    return false;
                }
                out.text(Strings.toJava(text));
            }
            case PNone none -> {
                if (none != PNone.NONE) {
                    return false;
                }
                out.none();
            }
            case PBytes bytes -> {
                return isExactly(bytes, PythonBuiltinClassType.PBytes) && writeBytes(bytes);
            }
            case PList list -> {
                return isExactly(list, PythonBuiltinClassType.PList) && writeContainer(list);
            }
            case PTuple tuple -> {
                return isExactly(tuple, PythonBuiltinClassType.PTuple) && writeContainer(tuple);
            }
            case PDict dict -> {
                return isExactly(dict, PythonBuiltinClassType.PDict) && writeContainer(dict);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean isExactly(Object value, PythonBuiltinClassType type) {
        Object found = GetClassNode.executeUncached(value);
        return found == type || found == PythonContext.get(null).lookupType(type);
    }

    private boolean writeBytes(PBytes value) {
        if (!(value.getSequenceStorage() instanceof ByteSequenceStorage storage)) {
            return false;
        }
        out.bytes(storage.getInternalByteArray(), storage.length());
        return true;
    }

    private boolean writeContainer(Object container) {
        if (depth > 0) {
            if (containers == null) {
                containers = Collections.newSetFromMap(new IdentityHashMap<>());
            }
            if (!containers.add(container)) {
                return false;
            }
        }
        if (++depth > DEEPEST) {
            return false;
        }
        boolean plain = container instanceof PDict dict ? writeDict(dict) : writeSequence((PSequence) container);
        depth--;
        return plain;
    }

    private boolean writeSequence(PSequence sequence) {
        SequenceStorage items = sequence.getSequenceStorage();
        int count = items.length();
        if (sequence instanceof PTuple) {
            out.tuple(count);
        } else {
            out.list(count);
        }
        return writeItems(items, 0, count);
    }

    private boolean writeItems(SequenceStorage items, int from, int to) {
        switch (items) {
            case IntSequenceStorage numbers -> {
                int[] all = numbers.getInternalIntArray();
                for (int i = from; i < to; i++) {
                    out.integer(all[i]);
                }
            }
            case LongSequenceStorage numbers -> {
                long[] all = numbers.getInternalLongArray();
                for (int i = from; i < to; i++) {
                    out.integer(all[i]);
                }
            }
            case DoubleSequenceStorage numbers -> {
                double[] all = numbers.getInternalDoubleArray();
                for (int i = from; i < to; i++) {
                    out.real(all[i]);
                }
            }
            case ObjectSequenceStorage objects -> {
                Object[] all = objects.getInternalObjectArray();
                for (int i = from; i < to; i++) {
                    if (!write(all[i])) {
                        return false;
                    }
                }
            }
            case EmptySequenceStorage _ -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean writeDict(PDict dict) {
        HashingStorage storage = dict.getDictStorage();
        out.dict(HashingStorageLen.executeUncached(storage));
        HashingStorageIterator each = HashingStorageGetIterator.executeUncached(storage);
        while (HashingStorageIteratorNext.executeUncached(storage, each)) {
            if (!write(HashingStorageIteratorKey.executeUncached(storage, each))
                    || !write(HashingStorageIteratorValue.executeUncached(storage, each))) {
                return false;
            }
        }
        return true;
    }
}
