package parley.ship;

import java.io.ByteArrayInputStream;
import java.io.Serializable;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Interfaces;
import java.lang.classfile.attribute.ConstantValueAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is typed at the prompt able to travel, while it is loaded:
 *
 * <pre>
 *   a lambda                        its class implements Serializable
 *   a class, record                 implements Serializable
 *   a class's static final field    is not final but transient: its value can be set in another process
 * </pre>
 *
 * Any thread.
 */
public final class Weaver {
    private static final ClassDesc SERIALIZABLE =
            Serializable.class.describeConstable().orElseThrow();
    private static final ClassDesc METAFACTORY =
            LambdaMetafactory.class.describeConstable().orElseThrow();
    private static final DirectMethodHandleDesc ALT_METAFACTORY = MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            METAFACTORY,
            "altMetafactory",
            MethodTypeDesc.of(
                    CallSite.class.describeConstable().orElseThrow(),
                    MethodHandles.Lookup.class.describeConstable().orElseThrow(),
                    ConstantDescs.CD_String,
                    ConstantDescs.CD_MethodType,
                    ConstantDescs.CD_Object.arrayType()));
    /** Where {@code altMetafactory} has its flags. */
    private static final int FLAGS = 3;

    private final ClassFile classFile;

    /**
     * Weaves classes that see each other.
     *
     * @param bytes gives a prompt class's file by its name, or null: frames are computed anew, and no other loader
     *     knows these classes
     * @param others knows all other classes
     */
    public Weaver(Function<String, byte @Nullable []> bytes, ClassLoader others) {
        ClassHierarchyResolver prompt = ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> {
            byte[] known = type.isClassOrInterface() ? bytes.apply(binaryName(type)) : null;
            return known == null ? null : new ByteArrayInputStream(known);
        });
        this.classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                prompt.orElse(ClassHierarchyResolver.ofClassLoading(others)).cached()));
    }

    /**
     * Weaves one class.
     *
     * @param raw as the compiler made it
     * @return the copy that can travel
     */
    public byte[] weave(byte[] raw) {
        ClassModel model = classFile.parse(raw);
        ClassTransform transform = ClassTransform.transformingMethodBodies(Weaver::serializableLambda);
        String name = PromptNames.dotted(model.thisClass().asInternalName());
        if (!PromptNames.isWrapper(name) && !model.flags().has(AccessFlag.INTERFACE)) {
            transform = transform.andThen(ClassTransform.ofStateful(SerializableClass::new));
            if (!model.flags().has(AccessFlag.ENUM)) {
                transform = transform.andThen(Weaver::settableField);
            }
        }
        return classFile.transformClass(model, transform);
    }

    /**
     * Puts other code elements into every method.
     *
     * @param bytes a class
     * @param transform makes the change
     * @return the changed class
     */
    public byte[] transform(byte[] bytes, ClassTransform transform) {
        return classFile.transformClass(classFile.parse(bytes), transform);
    }

    /**
     * Says where a class's code was typed, instead of where it is in JShell's wrapper.
     *
     * @param bytes a class
     * @param source the name of the place: {@code prompt}, or of a file
     * @param lines from a line of the wrapper to the line that was typed
     * @return the changed class
     */
    public byte[] relabel(byte[] bytes, String source, IntUnaryOperator lines) {
        ClassTransform transform = ClassTransform.transformingMethodBodies((builder, element) -> {
            if (element instanceof LineNumber line) {
                builder.lineNumber(Math.max(1, lines.applyAsInt(line.line())));
            } else {
                builder.with(element);
            }
        });
        ClassTransform file = (builder, element) ->
                builder.with(element instanceof SourceFileAttribute ? SourceFileAttribute.of(source) : element);
        return classFile.transformClass(classFile.parse(bytes), transform.andThen(file));
    }

    private static void serializableLambda(CodeBuilder builder, CodeElement element) {
        if (!(element instanceof InvokeDynamicInstruction lambda)
                || !lambda.bootstrapMethod().owner().equals(METAFACTORY)) {
            builder.with(element);
            return;
        }
        List<ConstantDesc> arguments = new ArrayList<>(lambda.bootstrapArgs());
        if (arguments.size() == FLAGS) {
            arguments.add(LambdaMetafactory.FLAG_SERIALIZABLE);
        } else {
            arguments.set(FLAGS, (int) arguments.get(FLAGS) | LambdaMetafactory.FLAG_SERIALIZABLE);
        }
        builder.invokedynamic(DynamicCallSiteDesc.of(
                ALT_METAFACTORY,
                lambda.name().stringValue(),
                lambda.typeSymbol(),
                arguments.toArray(ConstantDesc[]::new)));
    }

    private static void settableField(ClassBuilder builder, ClassElement element) {
        if (element instanceof FieldModel field
                && field.flags().has(AccessFlag.STATIC)
                && field.flags().has(AccessFlag.FINAL)
                && !field.flags().has(AccessFlag.SYNTHETIC)
                && field.attributes().stream().noneMatch(ConstantValueAttribute.class::isInstance)) {
            builder.withField(field.fieldName(), field.fieldType(), copy -> {
                field.forEach(part -> {
                    if (part instanceof java.lang.classfile.AccessFlags flags) {
                        copy.withFlags(flags.flagsMask() & ~ClassFile.ACC_FINAL | ClassFile.ACC_TRANSIENT);
                    } else {
                        copy.with(part);
                    }
                });
            });
        } else {
            builder.with(element);
        }
    }

    private static String binaryName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return PromptNames.dotted(descriptor.substring(1, descriptor.length() - 1));
    }

    /** Adds {@code Serializable} to the interfaces of one class. */
    private static final class SerializableClass implements ClassTransform {
        private boolean seen;

        @Override
        public void accept(ClassBuilder builder, ClassElement element) {
            if (element instanceof Interfaces interfaces) {
                seen = true;
                var all = new ArrayList<>(interfaces.interfaces());
                var serializable = builder.constantPool().classEntry(SERIALIZABLE);
                if (all.stream().noneMatch(known -> known.asSymbol().equals(SERIALIZABLE))) {
                    all.add(serializable);
                }
                builder.withInterfaces(all);
            } else {
                builder.with(element);
            }
        }

        @Override
        public void atEnd(ClassBuilder builder) {
            if (!seen) {
                builder.withInterfaceSymbols(SERIALIZABLE);
            }
        }
    }
}
