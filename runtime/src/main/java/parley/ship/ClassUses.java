package parley.ship;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * What one prompt class uses of others, read from its byte code once.
 *
 * @param methods by {@link Method#signature}
 * @param supers its superclass and interfaces that were typed at the prompt
 * @param mentioned every prompt class that its file names in any way
 */
record ClassUses(Map<String, Uses> methods, Set<String> supers, Set<String> mentioned) {
    static final String STATIC_INITIALIZER = "<clinit>()V";

    /** A static method. */
    record Method(String owner, String name, String type) {
        String signature() {
            return name + type;
        }
    }

    /** A static field: a variable of the user, or of the user's class. */
    record Field(String owner, String name) {
        /** Its name as people know it. */
        String typed() {
            String type = PromptNames.typed(owner);
            return type.isEmpty() ? name : type + "." + name;
        }

        /** The field itself, also where a superclass declares it; null for an interface's constant. */
        java.lang.reflect.@Nullable Field find(@Nullable ClassLoader loader) {
            try {
                for (Class<?> type = Class.forName(owner, false, loader); type != null; type = type.getSuperclass()) {
                    for (java.lang.reflect.Field field : type.getDeclaredFields()) {
                        if (field.getName().equals(name) && Modifier.isStatic(field.getModifiers())) {
                            field.setAccessible(true);
                            return field;
                        }
                    }
                }
            } catch (ClassNotFoundException e) {
                throw new BugFailure("class of a variable is gone: name=" + owner, e);
            }
            return null;
        }
    }

    /**
     * What one method uses.
     *
     * @param calls static methods of prompt classes
     * @param fields static fields of prompt classes
     * @param types prompt classes of which it uses anything else
     * @param variables the names of its parameters and local variables by slot, where the compiler left them
     */
    record Uses(Set<Method> calls, Set<Field> fields, Set<String> types, List<String> variables) {}

    static ClassUses of(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        Map<String, Uses> methods = new HashMap<>();
        for (MethodModel method : model.methods()) {
            methods.put(method.methodName().stringValue() + method.methodType().stringValue(), uses(method));
        }
        Set<String> supers = new LinkedHashSet<>();
        model.superclass().ifPresent(type -> addPrompt(supers, type.asInternalName()));
        model.interfaces().forEach(type -> addPrompt(supers, type.asInternalName()));
        return new ClassUses(methods, supers, mentioned(model));
    }

    private static Uses uses(MethodModel method) {
        Set<Method> calls = new LinkedHashSet<>();
        Set<Field> fields = new LinkedHashSet<>();
        Set<String> types = new LinkedHashSet<>();
        Map<Integer, String> variables = new TreeMap<>();
        method.code().ifPresent(code -> {
            for (CodeElement element : code) {
                switch (element) {
                    case FieldInstruction field -> {
                        String owner = PromptNames.dotted(field.owner().asInternalName());
                        if (PromptNames.isPrompt(owner) && isStatic(field.opcode())) {
                            fields.add(new Field(owner, field.name().stringValue()));
                        }
                    }
                    case InvokeInstruction call -> {
                        String owner = PromptNames.dotted(call.owner().asInternalName());
                        if (call.opcode() == Opcode.INVOKESTATIC && PromptNames.isPrompt(owner)) {
                            calls.add(new Method(
                                    owner,
                                    call.name().stringValue(),
                                    call.type().stringValue()));
                        } else {
                            addPrompt(types, owner);
                        }
                    }
                    case NewObjectInstruction made ->
                        addPrompt(types, made.className().asInternalName());
                    case InvokeDynamicInstruction dynamic ->
                        dynamic.bootstrapArgs().forEach(argument -> constant(argument, calls, types));
                    case LoadConstantInstruction load -> constant(load.constantValue(), calls, types);
                    case LocalVariable variable -> {
                        if (variable.slot() < method.methodTypeSymbol().parameterCount() * 2) {
                            variables.putIfAbsent(
                                    variable.slot(), variable.name().stringValue());
                        }
                    }
                    default -> {}
                }
            }
        });
        return new Uses(calls, fields, types, List.copyOf(variables.values()));
    }

    private static boolean isStatic(Opcode opcode) {
        return opcode == Opcode.GETSTATIC || opcode == Opcode.PUTSTATIC;
    }

    private static void constant(ConstantDesc constant, Set<Method> calls, Set<String> types) {
        switch (constant) {
            case DirectMethodHandleDesc handle -> {
                String owner = binaryName(handle.owner());
                if (handle.kind() == DirectMethodHandleDesc.Kind.STATIC && PromptNames.isPrompt(owner)) {
                    calls.add(new Method(owner, handle.methodName(), handle.lookupDescriptor()));
                } else {
                    addPrompt(types, owner);
                }
            }
            case ClassDesc type -> addPrompt(types, binaryName(type));
            case DynamicConstantDesc<?> dynamic ->
                dynamic.bootstrapArgsList().forEach(argument -> constant(argument, calls, types));
            default -> {}
        }
    }

    /** Every name in the constant pool: instructions, descriptors, signatures, inner classes, permitted subclasses. */
    private static Set<String> mentioned(ClassModel model) {
        Set<String> names = new LinkedHashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text) {
                Matcher matcher = PromptNames.INTERNAL.matcher(text.stringValue());
                while (matcher.find()) {
                    names.add(PromptNames.dotted(matcher.group()));
                }
            }
        }
        model.findAttribute(Attributes.permittedSubclasses())
                .ifPresent(permitted ->
                        permitted.permittedSubclasses().forEach(type -> addPrompt(names, type.asInternalName())));
        return names;
    }

    private static String binaryName(ClassDesc type) {
        ClassDesc element = type;
        while (element.isArray()) {
            element = element.componentType();
        }
        String descriptor = element.descriptorString();
        return element.isPrimitive()
                ? descriptor
                : PromptNames.dotted(descriptor.substring(1, descriptor.length() - 1));
    }

    private static void addPrompt(Set<String> names, String name) {
        String dotted = PromptNames.dotted(name);
        if (PromptNames.isPrompt(dotted)) {
            names.add(dotted);
        }
    }
}
