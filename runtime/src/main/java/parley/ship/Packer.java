package parley.ship;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;
import parley.trace.UserFailure;

/**
 * Packs objects with the prompt classes and variables that they need. All goes into one object stream, so that what
 * is shared stays shared.
 *
 * <pre>
 *   parcel   kind byte, class count, (name, hash) ..., entries
 *   entries  (VARIABLE, class, name, object) ...  (CONTENT, object, arguments)  (VARIABLE ...) ...  END
 * </pre>
 *
 * Variables that the code surely uses come first, because objects may use them while they are made again. One packer
 * packs one thing, in one thread.
 */
final class Packer {
    static final int END = 0;
    static final int VARIABLE = 1;
    static final int CONTENT = 2;

    private final @Nullable PromptLoader loader;
    private final @Nullable Closure closure;
    private final Set<ClassUses.Field> written = new HashSet<>();

    Packer(Object content) {
        loader = content.getClass().getClassLoader() instanceof PromptLoader own ? own : PromptLoader.current();
        closure = loader == null ? null : new Closure(loader);
    }

    /**
     * Packs something.
     *
     * @param what how to call {@code content} in an error
     * @throws UserFailure where a part cannot be sent
     */
    byte[] pack(ParcelKind kind, String what, Object content, List<? extends @Nullable Object> arguments) {
        ByteArrayOutputStream entries = new ByteArrayOutputStream(512);
        try (ObjectOutputStream out = new PackStream(entries, closure)) {
            boolean certain = kind != ParcelKind.VALUE;
            if (certain) {
                addRoots(content);
                writeVariables(out, true);
            }
            writeContent(out, what, content, arguments);
            writeVariables(out, certain);
            if (closure != null && certain) {
                closure.widen();
                writeVariables(out, false);
            }
            out.writeByte(END);
            out.flush();
            return parcel(kind, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] parcel(ParcelKind kind, ByteArrayOutputStream entries) throws IOException {
        Map<String, String> classes = closure == null ? Map.of() : closure.classes();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(entries.size() + 100 * classes.size() + 16);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(kind.ordinal());
        out.writeInt(classes.size());
        for (Map.Entry<String, String> type : classes.entrySet()) {
            out.writeUTF(type.getKey());
            out.writeUTF(type.getValue());
        }
        entries.writeTo(out);
        return bytes.toByteArray();
    }

    private void addRoots(Object content) {
        if (closure != null) {
            SerializedLambda form = LambdaForm.describe(content);
            if (form != null) {
                LambdaForm.addTo(closure, form);
            } else {
                closure.addClass(content.getClass().getName());
            }
        }
    }

    private void writeContent(
            ObjectOutputStream out, String what, Object content, List<? extends @Nullable Object> arguments)
            throws IOException {
        out.writeByte(CONTENT);
        try {
            out.writeObject(content);
        } catch (IOException e) {
            throw captured(what, content, e);
        }
        out.writeInt(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            try {
                out.writeObject(arguments.get(i));
            } catch (IOException e) {
                throw Unsendable.because("argument " + (i + 1), arguments.get(i), "", e);
            }
        }
    }

    /** Names the captured variable that cannot be sent, where the function is a lambda that captured it. */
    private UserFailure captured(String what, Object content, IOException failure) {
        SerializedLambda form = LambdaForm.describe(content);
        if (form != null && loader != null) {
            ClassUses uses = loader.uses(PromptNames.dotted(form.getImplClass()));
            ClassUses.Uses method =
                    uses == null ? null : uses.methods().get(form.getImplMethodName() + form.getImplMethodSignature());
            List<String> names = method == null ? List.of() : method.variables();
            for (int i = 0; i < Math.min(form.getCapturedArgCount(), names.size()); i++) {
                IOException reason = failureOf(form.getCapturedArg(i));
                if (reason != null) {
                    return Unsendable.because(
                            "variable '" + names.get(i) + "'", form.getCapturedArg(i), "lambda", reason);
                }
            }
        }
        return Unsendable.because(what, content, "", failure);
    }

    /** Writes the variables reached so far, until there are no new ones; uncertain ones only where that is possible. */
    private void writeVariables(ObjectOutputStream out, boolean certain) throws IOException {
        if (closure == null) {
            return;
        }
        closure.run();
        for (boolean more = true; more; ) {
            more = false;
            for (Map.Entry<ClassUses.Field, String> use :
                    new ArrayList<>(closure.fields().entrySet())) {
                if (written.add(use.getKey())) {
                    more = true;
                    writeVariable(out, use.getKey(), use.getValue(), certain);
                }
            }
            closure.run();
        }
    }

    private void writeVariable(ObjectOutputStream out, ClassUses.Field variable, String user, boolean certain)
            throws IOException {
        Field field = variable.find(loader);
        if (field == null || Modifier.isFinal(field.getModifiers()) || field.isSynthetic()) {
            return; // constants and enum constants: their class makes them itself
        }
        Object value;
        try {
            value = field.get(null);
        } catch (IllegalAccessException e) {
            throw new BugFailure("variable cannot be read: name=" + variable.name(), e);
        }
        // transient: the weaver's mark of a field that was final; its class made a value of its own there
        boolean needed = certain && !Modifier.isTransient(field.getModifiers());
        if (!needed && failureOf(value) != null) {
            return;
        }
        out.writeByte(VARIABLE);
        out.writeUTF(variable.owner());
        out.writeUTF(variable.name());
        try {
            out.writeObject(value);
        } catch (IOException e) {
            throw Unsendable.because("variable '" + variable.typed() + "'", value, user, e);
        }
    }

    /** Why a value cannot be sent, or null where it can. */
    private static @Nullable IOException failureOf(@Nullable Object value) {
        try (ObjectOutputStream out = new PackStream(OutputStream.nullOutputStream(), null)) {
            out.writeObject(value);
            return null;
        } catch (IOException e) {
            return e;
        }
    }
}
