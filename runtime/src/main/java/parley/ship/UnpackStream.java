package parley.ship;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

/** Reads what a {@link PackStream} wrote, with the classes of one loader. For one thread. */
final class UnpackStream extends ObjectInputStream {
    private final ClassLoader loader;

    UnpackStream(InputStream in, ClassLoader loader) throws IOException {
        super(in);
        this.loader = loader;
        enableResolveObject(true);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(description.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            return super.resolveClass(description); // int and the like
        }
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws ClassNotFoundException {
        Class<?>[] types = new Class<?>[interfaces.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = Class.forName(interfaces[i], false, loader);
        }
        return Proxy.newProxyInstance(loader, types, (_, _, _) -> null).getClass();
    }

    @Override
    protected Object resolveObject(Object value) throws IOException {
        return value instanceof LambdaForm form && loader instanceof PromptLoader prompt ? form.link(prompt) : value;
    }
}
