package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.function.PBuiltinFunction;
import com.oracle.graal.python.builtins.objects.function.PFunction;
import com.oracle.graal.python.builtins.objects.referencetype.PReferenceType;
import com.oracle.graal.python.builtins.objects.traceback.PTraceback;
import com.oracle.graal.python.builtins.objects.type.PythonBuiltinClass;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.graal.python.runtime.sequence.PSequence;
import com.oracle.graal.python.runtime.sequence.storage.NativeByteSequenceStorage;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.object.DynamicObjectLibrary;
import com.oracle.truffle.api.strings.TruffleString;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import parley.channel.Messages;
import parley.channel.PipeEnd;
import parley.trace.BugFailure;
import parley.trace.UserFailure;

/**
 * All functions by name, one of each. A message is a Java {@code byte[]} that Python holds and never looks into.
 *
 * <pre>
 *   take give                 of a lock, by the place of its word: whether it could
 *   take_again give_back      of one that its owner may take again
 *   holds                     whether the caller has such a one
 *   read_x write_x            a number, by place and index; x is its type code
 *   encode(value)             its message, or None where it is not plain
 *   encode_slices(items, n)   the messages of lists of n of them each, or None
 *   pickled(value)            a short pickle of it, or None where it is not plain
 *   decode(message)           its value, or an unread one
 *   decode_slices(messages)   one list of all that is in their lists, or None
 *   offer(channel, value)     whether it was put
 *   poll(channel)             the oldest value, or an unread one
 *   is_unread is_nothing is_bytes (found)
 *   entry(function)           the same, for Java to call
 *   apart(function)           the same, never compiled into its callers; in a class it is no method
 *   compile(function)         nothing; Python's compiler has it to do, where it ran for a while
 *   look_again()              nothing, but the compiler does not know that
 *   tell(reference)           nothing; the callback of a weak reference is due
 *   started(number)           the process that subprocess started, by GraalPy's own number
 *   form(found)               a pickle of an unread value, or the bytes that were sent as such
 *   bytes_of(message)         a message's own bytes
 *   complete_frame(traceback) a frame, where GraalPy would find none
 *   method(module, function)  a function with the module as its first argument, as built-in ones of modules are
 *   define(type, name, value) what a built-in type has by that name, from now on
 *   switch_interval(seconds)  nothing; so long a thread may keep others from the interpreter
 *   was_alone()               bool; in a copy, whether its original had no other thread here
 *   renew_lock(held)          nothing; in a copy nobody has or awaits this lock, or this file's
 * </pre>
 *
 * For one interpreter; used by the thread that runs Python code.
 */
public final class Builtins {
    private static final String CODES = "bBhHiIlLqQfd?";

    /** What is copied here more often than Python's own pickler copies it, in bytes. */
    private static final int LONGEST = 1 << 16;

    private final PythonLanguage language = PythonLanguage.get(null);
    private final Reader reader = new Reader(language);
    private final UnaryOperator<byte[]> pickle;
    private final Map<String, Object> functions = new HashMap<>();

    /**
     * Makes them; called while Python code runs.
     *
     * @param pickle makes a pickle of a message
     */
    public Builtins(UnaryOperator<byte[]> pickle) {
        this.pickle = pickle;
        Aside.prepare(language);
        add(new Words.Take(language));
        add(new Words.Give(language));
        add(new Words.TakeAgain(language));
        add(new Words.GiveBack(language));
        add(new Words.Holds(language));
        for (char code : CODES.toCharArray()) {
            add(new NumberNodes.Read(language, code));
            add(new NumberNodes.Write(language, code));
        }
        add(new IsUnread(language));
        add("encode", 1, (value, _, _) -> toPython(Writer.message(value, 0)));
        add("pickled", 1, (value, _, _) -> pickled(value));
        add("encode_slices", 2, (items, size, _) -> slices((PSequence) items, ((Number) size).intValue()));
        add("decode", 1, (message, _, _) -> read((byte[]) toJava(message), 0, false));
        add("decode_slices", 1, (messages, _, _) -> joined((List<?>) toJava(messages)));
        add("offer", 2, (channel, value, _) -> offer((Channel) channel, value));
        add("poll", 1, (channel, _, _) -> poll((Channel) channel));
        add("entry", 1, (function, _, _) -> new Entry(language, (PFunction) function).toFunction(language));
        add("apart", 1, (function, _, _) -> new Apart(language, (PFunction) function).toFunction(language));
        add("compile", 1, (function, _, _) -> {
            CompileOrder.compile(
                    function instanceof PBuiltinFunction own
                            ? own.getCallTarget()
                            : ((PFunction) function).getCallTarget());
            return PNone.NONE;
        });
        add("look_again", 0, (_, _, _) -> PNone.NONE);
        add("tell", 1, (reference, _, _) -> {
            Aside.tell((PReferenceType) reference);
            return PNone.NONE;
        });
        add("started", 1, (number, _, _) -> toPython(Started.of(((Number) number).intValue())));
        add("is_nothing", 1, (found, _, _) -> found == Unread.NOTHING);
        add("is_bytes", 1, (found, _, _) -> found instanceof Unread unread && unread.isBytes());
        add("form", 1, (found, _, _) -> form((Unread) found));
        add("complete_frame", 1, (traceback, _, _) -> {
            Frames.complete(language, (PTraceback) traceback);
            return PNone.NONE;
        });
        add(
                "method",
                2,
                (module, function, _) -> PFactory.createBuiltinMethod(
                        language, module, new Entry(language, (PFunction) function).toFunction(language)));
        add("define", 3, Builtins::define);
        SwitchInterval interval = new SwitchInterval();
        add("switch_interval", 1, (seconds, _, _) -> {
            interval.set((double) seconds);
            return PNone.NONE;
        });
        add("was_alone", 0, (_, _, _) -> CopiedLocks.wasAlone());
        add("renew_lock", 1, (held, _, _) -> {
            CopiedLocks.renew(held);
            return PNone.NONE;
        });
        add("bytes_of", 1, (message, _, _) -> PFactory.createBytes(language, (byte[]) toJava(message)));
    }

    /** {@code is_unread(found)}: asked of everything that is got. */
    private static final class IsUnread extends Builtin {
        IsUnread(PythonLanguage language) {
            super(language, "is_unread", 1);
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return com.oracle.graal.python.builtins.objects.function.PArguments.getArgument(frame, 0) instanceof Unread;
        }
    }

    private void add(Builtin builtin) {
        functions.put(builtin.getName(), builtin.toFunction(language));
    }

    private void add(String name, int arguments, Builtin.Body body) {
        add(new Builtin.Called(language, name, arguments, body));
    }

    /**
     * A function.
     *
     * @param name of the table above
     * @return for Python
     */
    public Object function(String name) {
        Object function = functions.get(name);
        if (function == null) {
            throw new BugFailure("no such built-in function: name=" + name, null);
        }
        return function;
    }

    /**
     * A queue as {@code offer} and {@code poll} know it.
     *
     * @param messages of one without count of what is unfinished
     * @return for Python
     */
    public static Object channel(Messages messages) {
        return new Channel.OfQueue(messages);
    }

    /**
     * An end of a pipe as {@code offer} and {@code poll} know it.
     *
     * @param end an end
     * @return for Python
     */
    public static Object channel(PipeEnd end) {
        return new Channel.OfPipe(end);
    }

    /**
     * Memory as a bytearray that is not copied. It must not be resized: hand out a view of it.
     *
     * @param place its address in this process, valid as long as Python may use it
     * @param size in bytes
     * @return for Python
     */
    public static Object bytes(long place, long size) {
        int length = Math.toIntExact(size);
        return PFactory.createByteArray(
                PythonLanguage.get(null), NativeByteSequenceStorage.create(place, length, length, false));
    }

    /** Before anything is compiled that uses it: that would have to be given up. */
    private static Object define(Object type, Object name, Object value) {
        PythonBuiltinClass known = type instanceof PythonBuiltinClassType named
                ? PythonContext.get(null).lookupType(named)
                : (PythonBuiltinClass) type;
        DynamicObjectLibrary.getUncached().put(known, name, value);
        boolean _ = known.getMethodResolutionOrder().invalidateAttributeInMROFinalAssumptions((TruffleString) name);
        return PNone.NONE;
    }

    private static Object toPython(@Nullable Object made) {
        return made == null ? PNone.NONE : PythonContext.get(null).getEnv().asGuestValue(made);
    }

    private static Object toJava(Object held) {
        return PythonContext.get(null).getEnv().asHostObject(held);
    }

    private Object joined(List<?> messages) {
        Object values = reader.joined(messages);
        return values == null ? PNone.NONE : values;
    }

    private Object read(byte[] message, int start, boolean isBytes) {
        Object value = isBytes ? null : reader.value(message, start);
        return value != null ? value : new Unread(message, start, isBytes);
    }

    private static Object offer(Channel channel, Object value) {
        byte[] message = Writer.message(value, channel.prefix());
        try {
            return message != null && channel.offer(message);
        } catch (UserFailure | UncheckedIOException e) {
            return false; // the long way says why
        }
    }

    private Object poll(Channel channel) {
        byte[] message = channel.poll();
        return message == null ? Unread.NOTHING : read(message, channel.prefix(), channel.isBytes(message));
    }

    private Object form(Unread unread) {
        byte[] message = Objects.requireNonNull(unread.message());
        byte[] content = unread.start() == 0 ? message : Arrays.copyOfRange(message, unread.start(), message.length);
        return PFactory.createBytes(language, unread.isBytes() ? content : pickle.apply(content));
    }

    private Object pickled(Object value) {
        byte[] message = Writer.message(value, 0);
        return toPython(message == null || message.length > LONGEST ? null : pickle.apply(message));
    }

    private static Object slices(PSequence items, int size) {
        SequenceStorage storage = items.getSequenceStorage();
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < storage.length(); from += size) {
            byte[] message = Writer.message(storage, from, Math.min(storage.length(), from + size));
            if (message == null) {
                return PNone.NONE;
            }
            messages.add(message);
        }
        return PythonContext.get(null).getEnv().asGuestValue(messages);
    }
}
