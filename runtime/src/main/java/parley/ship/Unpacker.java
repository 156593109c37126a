package parley.ship;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link Packer} packed. One unpacker reads one thing, in one thread. */
final class Unpacker {
    private final ByteArrayInputStream bytes;
    private final ParcelKind kind;
    private final Map<String, String> classes;
    private final Set<ClassUses.Field> variables = new HashSet<>();
    private @Nullable Object content;
    private List<@Nullable Object> arguments = List.of();

    Unpacker(byte[] parcel) throws IOException {
        bytes = new ByteArrayInputStream(parcel);
        DataInputStream in = new DataInputStream(bytes);
        kind = ParcelKind.values()[in.readByte()];
        int count = in.readInt();
        classes = HashMap.newHashMap(count);
        for (int i = 0; i < count; i++) {
            classes.put(in.readUTF(), in.readUTF());
        }
    }

    ParcelKind kind() {
        return kind;
    }

    Map<String, String> classes() {
        return classes;
    }

    @Nullable
    Object content() {
        return content;
    }

    List<@Nullable Object> arguments() {
        return arguments;
    }

    /** The variables that came with it. */
    Set<ClassUses.Field> variables() {
        return variables;
    }

    /** Reads everything and sets the variables. */
    Unpacker read(ClassLoader loader) throws IOException, ClassNotFoundException {
        Map<ClassUses.Field, @Nullable Object> late = new HashMap<>();
        try (ObjectInputStream in = new UnpackStream(bytes, loader)) {
            for (int entry = in.readByte(); entry != Packer.END; entry = in.readByte()) {
                if (entry == Packer.CONTENT) {
                    readContent(in);
                } else {
                    ClassUses.Field variable = new ClassUses.Field(in.readUTF(), in.readUTF());
                    variables.add(variable);
                    Object value = in.readObject();
                    if (PromptNames.isWrapper(variable.owner())) {
                        set(loader, variable, value);
                    } else { // its class initializes itself first, which may use the variables
                        late.put(variable, value);
                    }
                }
            }
        }
        for (Map.Entry<ClassUses.Field, @Nullable Object> variable : late.entrySet()) {
            set(loader, variable.getKey(), variable.getValue());
        }
        return this;
    }

    private void readContent(ObjectInputStream in) throws IOException, ClassNotFoundException {
        content = in.readObject();
        int count = in.readInt();
        arguments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arguments.add(in.readObject());
        }
    }

    private void set(ClassLoader loader, ClassUses.Field variable, @Nullable Object value) throws IOException {
        if (!(loader instanceof WorkerLoader worker) || !wanted(worker, variable)) {
            return;
        }
        try {
            Field field = variable.find(loader);
            if (field != null) {
                field.set(null, value);
            }
        } catch (IllegalAccessException e) {
            throw new IOException("variable cannot be set: name=" + variable.name(), e);
        }
    }

    private boolean wanted(WorkerLoader worker, ClassUses.Field variable) {
        boolean fresh = worker.give(variable);
        return kind == ParcelKind.VALUE ? fresh : !worker.keeps(variable);
    }
}
