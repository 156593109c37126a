package parley.builtin;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.function.PArguments;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import java.math.BigInteger;

/** Numbers in shared memory, by Python's type codes but {@code c}; see {@code parley.sync.Numbers}. */
@SuppressWarnings("removal")
final class NumberNodes {
    private NumberNodes() {}

    /** {@code read_x(place, index)}. Volatile: a loop that waits for another process reads again each time. */
    static final class Read extends Builtin {
        private final char code;

        Read(PythonLanguage language, char code) {
            super(language, "read_" + code, 2);
            this.code = code;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            long place = integer(frame, 0);
            long index = integer(frame, 1);
            var memory = PythonContext.get(this).getUnsafe();
            return switch (code) {
                case 'b' -> (int) memory.getByteVolatile(null, place + index);
                case 'B' -> memory.getByteVolatile(null, place + index) & 0xff;
                case '?' -> memory.getByteVolatile(null, place + index) != 0;
                case 'h' -> (int) memory.getShortVolatile(null, place + 2 * index);
                case 'H' -> memory.getShortVolatile(null, place + 2 * index) & 0xffff;
                case 'i' -> memory.getIntVolatile(null, place + 4 * index);
                case 'I' -> memory.getIntVolatile(null, place + 4 * index) & 0xffff_ffffL;
                case 'l', 'q' -> memory.getLongVolatile(null, place + 8 * index);
                case 'L', 'Q' -> unsigned(memory.getLongVolatile(null, place + 8 * index));
                case 'f' -> (double) memory.getFloatVolatile(null, place + 4 * index);
                default -> memory.getDoubleVolatile(null, place + 8 * index);
            };
        }

        private static Object unsigned(long value) {
            return value >= 0 ? (Object) value : large(value);
        }

        @TruffleBoundary
        private static Object large(long value) {
            return PFactory.createInt(
                    PythonLanguage.get(null), BigInteger.valueOf(value).add(BigInteger.ONE.shiftLeft(Long.SIZE)));
        }
    }

    /** {@code write_x(place, index, value)}; False where the value is none that it knows. */
    static final class Write extends Builtin {
        private final char code;

        Write(PythonLanguage language, char code) {
            super(language, "write_" + code, 3);
            this.code = code;
        }

        @Override
        public Object execute(VirtualFrame frame) {
            long place = integer(frame, 0);
            long index = integer(frame, 1);
            return switch (PArguments.getArgument(frame, 2)) {
                case Integer value -> integer(place, index, value);
                case Long value -> integer(place, index, value);
                case Double value -> real(place, index, value);
                default -> false;
            };
        }

        private boolean integer(long place, long index, long value) {
            var memory = PythonContext.get(this).getUnsafe();
            switch (code) {
                case '?' -> memory.putByte(place + index, (byte) (value == 0 ? 0 : 1));
                case 'b', 'B' -> memory.putByte(place + index, (byte) value);
                case 'h', 'H' -> memory.putShort(place + 2 * index, (short) value);
                case 'i', 'I' -> memory.putInt(place + 4 * index, (int) value);
                case 'l', 'q', 'L', 'Q' -> memory.putLong(place + 8 * index, value);
                default -> {
                    return real(place, index, (double) value);
                }
            }
            return true;
        }

        private boolean real(long place, long index, double value) {
            var memory = PythonContext.get(this).getUnsafe();
            switch (code) {
                case 'f' -> memory.putFloat(place + 4 * index, (float) value);
                case 'd' -> memory.putDouble(place + 8 * index, value);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
