package parley.builtin;

import com.oracle.truffle.api.interop.TruffleObject;
import org.jspecify.annotations.Nullable;

/**
 * What Python gets where there is no value: there is no message, or one that is not plain data.
 *
 * @param message null for none
 * @param start where its content starts
 * @param isBytes whether that is bytes sent as such, else a value
 */
record Unread(byte @Nullable [] message, int start, boolean isBytes) implements TruffleObject {
    static final Unread NOTHING = new Unread(null, 0, false);
}
