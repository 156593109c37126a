package parley.builtin;

import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.api.strings.TruffleString.Encoding;

/** Texts as GraalPy has them. Has no state. */
final class Strings {
    private static final Encoding ENCODING = Encoding.UTF_32; // of every Python str

    private Strings() {}

    static TruffleString of(String text) {
        return TruffleString.fromJavaStringUncached(text, ENCODING);
    }

    /** Whether Java can hold it: no surrogate without a partner. */
    static boolean isOrdinary(TruffleString text) {
        return text.isValidUncached(ENCODING);
    }

    static String toJava(TruffleString text) {
        return text.toJavaStringUncached();
    }
}
