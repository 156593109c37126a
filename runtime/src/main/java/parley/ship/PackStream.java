package parley.ship;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/** Writes objects, and tells a {@link Closure} which classes and lambdas it met. For one thread. */
final class PackStream extends ObjectOutputStream {
    private final @Nullable Closure closure;

    PackStream(OutputStream out, @Nullable Closure closure) throws IOException {
        super(out);
        this.closure = closure;
        enableReplaceObject(true);
    }

    @Override
    protected void annotateClass(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        if (closure != null) {
            closure.addClass(element.getName());
        }
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        for (Class<?> implemented : type.getInterfaces()) {
            annotateClass(implemented);
        }
    }

    @Override
    protected Object replaceObject(Object value) {
        if (value instanceof SerializedLambda form
                && PromptNames.isPrompt(PromptNames.dotted(form.getCapturingClass()))) {
            if (closure != null) {
                LambdaForm.addTo(closure, form);
            }
            return LambdaForm.of(form);
        }
        return StandIns.of(value);
    }
}
