package parley.java;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A new version of a wrapper beside the old one, for a method typed anew that has other lambdas than before.
 *
 * <pre>
 *   $JShell$5    f(x) { return $JShell$5v1.f(x); }     lambda$f$0 as before: an old lambda may still be about
 *   $JShell$5v1  f(x) { the new body }                 lambda$f$0, lambda$f$1
 * </pre>
 *
 * Has no state.
 */
final class Forwarding {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    private Forwarding() {}

    /** Whether the new version has other methods or fields than the loaded one. */
    static boolean isNeeded(byte[] loaded, byte[] fresh) {
        return !members(loaded).equals(members(fresh));
    }

    /** Whether the class is a wrapper of methods only, all of which are in the loaded version too. */
    static boolean isPossible(byte[] loaded, byte[] fresh) {
        ClassModel model = ClassFile.of().parse(fresh);
        return model.fields().isEmpty()
                && parley.ship.PromptNames.isWrapper(
                        model.thisClass().asInternalName().replace('/', '.'))
                && members(loaded).containsAll(usersMethods(fresh).collect(Collectors.toSet()));
    }

    private static Set<String> members(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        return Stream.concat(
                        model.methods().stream().map(Forwarding::signature),
                        model.fields().stream().map(f -> f.fieldName() + ":" + f.fieldType()))
                .collect(Collectors.toSet());
    }

    private static Stream<String> usersMethods(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(method ->
                        method.flags().has(AccessFlag.STATIC) && !method.flags().has(AccessFlag.SYNTHETIC))
                .map(Forwarding::signature);
    }

    private static String signature(MethodModel method) {
        return method.methodName().stringValue() + method.methodType().stringValue();
    }

    /** The loaded version, whose methods call those of class {@code name}. */
    static byte[] forwarding(byte[] loaded, byte[] fresh, String name) {
        Set<String> forwarded = usersMethods(fresh).collect(Collectors.toSet());
        ClassDesc target = ClassDesc.of(name);
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(classFile.parse(loaded), (builder, element) -> {
            if (element instanceof MethodModel method && forwarded.contains(signature(method))) {
                builder.transformMethod(method, forward(method, target));
            } else {
                builder.with(element);
            }
        });
    }

    private static MethodTransform forward(MethodModel method, ClassDesc target) {
        MethodTypeDesc type = method.methodTypeSymbol();
        return (builder, element) -> {
            if (element instanceof CodeModel) {
                builder.withCode(code -> {
                    int slot = 0;
                    for (ClassDesc parameter : type.parameterArray()) {
                        TypeKind kind = TypeKind.from(parameter);
                        code.loadLocal(kind, slot);
                        slot += kind.slotSize();
                    }
                    code.invokestatic(target, method.methodName().stringValue(), type)
                            .return_(TypeKind.from(type.returnType()));
                });
            } else {
                builder.with(element);
            }
        };
    }

    /** The same class under another name; nothing but its own references to itself names a wrapper. */
    static byte[] renamed(byte[] bytes, String from, String to) {
        String before = from.replace('.', '/');
        String after = to.replace('.', '/');
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream(bytes.length + 64);
            DataOutputStream out = new DataOutputStream(copy);
            out.writeLong(in.readLong()); // magic and version
            int count = in.readUnsignedShort();
            out.writeShort(count);
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                out.writeByte(tag);
                if (tag == UTF8) {
                    String text = in.readUTF();
                    out.writeUTF(text.equals(before) ? after : text);
                } else {
                    out.write(in.readNBytes(size(tag)));
                    i += tag == LONG || tag == DOUBLE ? 1 : 0; // they take two numbers
                }
            }
            in.transferTo(out);
            return copy.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of a constant after its tag: class file format, table 4.4-A. */
    private static int size(int tag) {
        return switch (tag) {
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            case LONG, DOUBLE -> 8;
            default -> 4;
        };
    }
}
