package parley.ship;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * A lambda typed at the prompt, as it travels. {@link SerializedLambda} would want a method in the capturing class
 * that the compiler writes only for interfaces that are serializable by declaration.
 *
 * @param capturing the class that the lambda was written in
 * @param factoryType the interface that it implements
 * @param method that interface's method
 * @param methodType its type, erased
 * @param kind how the implementation is called, as in {@link MethodHandleInfo}
 * @param owner the class that has the implementation
 * @param name the implementation
 * @param type its type
 * @param instantiatedType the type that the lambda's user sees
 * @param captured the values of the variables that it captured
 */
@SuppressWarnings({"ArrayRecordComponent", "serial"
}) // written once, read once; an Object that cannot be sent is an error
record LambdaForm(
        String capturing,
        String factoryType,
        String method,
        String methodType,
        int kind,
        String owner,
        String name,
        String type,
        String instantiatedType,
        @Nullable Object[] captured)
        implements Serializable {

    /** The form of a serializable lambda, or null for any other object. */
    static @Nullable SerializedLambda describe(Object function) {
        if (!function.getClass().isHidden()) {
            return null;
        }
        try {
            Method writeReplace = function.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            return writeReplace.invoke(function) instanceof SerializedLambda form ? form : null;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return null;
        }
    }

    static LambdaForm of(SerializedLambda form) {
        Object[] captured = new Object[form.getCapturedArgCount()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = form.getCapturedArg(i);
        }
        return new LambdaForm(
                PromptNames.dotted(form.getCapturingClass()),
                PromptNames.dotted(form.getFunctionalInterfaceClass()),
                form.getFunctionalInterfaceMethodName(),
                form.getFunctionalInterfaceMethodSignature(),
                form.getImplMethodKind(),
                PromptNames.dotted(form.getImplClass()),
                form.getImplMethodName(),
                form.getImplMethodSignature(),
                form.getInstantiatedMethodType(),
                captured);
    }

    /** Adds what the lambda runs to a closure. */
    static void addTo(Closure closure, SerializedLambda form) {
        String owner = PromptNames.dotted(form.getImplClass());
        if (form.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic) {
            closure.addMethod(new ClassUses.Method(owner, form.getImplMethodName(), form.getImplMethodSignature()));
        } else {
            closure.addClass(owner);
        }
        closure.addClass(PromptNames.dotted(form.getCapturingClass()));
        closure.addClass(PromptNames.dotted(form.getFunctionalInterfaceClass()));
    }

    /** Makes the lambda again, in a loader that has its classes. */
    Object link(PromptLoader loader) throws InvalidObjectException {
        try {
            Class<?> within = Class.forName(capturing, false, loader);
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(within, loader.lookup());
            MethodHandle implementation = implementation(lookup, within, loader);
            MethodType all = implementation.type();
            MethodType factory = MethodType.methodType(Class.forName(factoryType, false, loader), all.parameterArray())
                    .dropParameterTypes(captured.length, all.parameterCount());
            return LambdaMetafactory.altMetafactory(
                            lookup,
                            method,
                            factory,
                            MethodType.fromMethodDescriptorString(methodType, loader),
                            implementation,
                            MethodType.fromMethodDescriptorString(instantiatedType, loader),
                            LambdaMetafactory.FLAG_SERIALIZABLE)
                    .getTarget()
                    .invokeWithArguments(captured);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            InvalidObjectException failure = new InvalidObjectException("lambda cannot be made again: in=" + capturing);
            failure.initCause(e);
            throw failure;
        }
    }

    private MethodHandle implementation(MethodHandles.Lookup lookup, Class<?> within, PromptLoader loader)
            throws ReflectiveOperationException {
        Class<?> type = Class.forName(owner, false, loader);
        MethodType signature = MethodType.fromMethodDescriptorString(this.type, loader);
        return switch (kind) {
            case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(type, name, signature);
            case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(type, signature);
            case MethodHandleInfo.REF_invokeSpecial -> lookup.findSpecial(type, name, signature, within);
            default -> lookup.findVirtual(type, name, signature);
        };
    }
}
