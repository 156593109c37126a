package parley.ship;

import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;
import parley.wire.JavaMaker;
import parley.wire.PortableKind;

/**
 * Makes Java's values, with the types that its hints name, objects of its classes, and objects of the runtime. Has no
 * state; any thread.
 */
public class ValueReader extends JavaMaker {
    /** Has no state. */
    public ValueReader() {}

    @Override
    public @Nullable Object hinted(String language, String hint, @Nullable Object value) {
        return language.equals(JavaLanguage.NAME) ? Hints.apply(hint, value) : value;
    }

    @Override
    public @Nullable Object opaque(String language, String label, byte[] form) {
        if (!language.equals(JavaLanguage.NAME)) {
            return super.opaque(language, label, form);
        }
        try {
            return DeepStack.call(() -> JavaValues.unpack(form)).content();
        } catch (RuntimeException e) {
            throw new UserFailure("value cannot be read here: value=" + label, "", e);
        }
    }

    @Override
    public @Nullable Object portable(String kind, long address) {
        return PortableKind.of(kind, address);
    }
}
