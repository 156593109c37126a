package parley.java;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.locks.ReentrantLock;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import org.jspecify.annotations.Nullable;

/**
 * Runs compiled snippets in this process, and keeps their values and exceptions as they are, where JShell would make
 * texts of them. For the thread that evaluates.
 */
final class SnippetControl extends DirectExecutionControl {
    private final SessionLoader loader;
    private final MainThread main;
    private final ReentrantLock compiler;
    private @Nullable Object value;
    private @Nullable Throwable failure;

    SnippetControl(SessionLoader loader, MainThread main, ReentrantLock compiler) {
        super(loader);
        this.loader = loader;
        this.main = main;
        this.compiler = compiler;
    }

    /** What the last snippet gave. */
    @Nullable
    Object value() {
        return value;
    }

    /** What the last snippet raised. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    void forget() {
        value = null;
        failure = null;
    }

    @Override
    public void redefine(ClassBytecodes[] classes) throws ClassInstallException, NotImplementedException {
        loader.redefine(classes);
    }

    @Override
    protected String invoke(Method snippet) throws Exception {
        forget();
        int held = compiler.getHoldCount();
        for (int i = 0; i < held; i++) {
            compiler.unlock();
        }
        try {
            value = main.call(() -> snippet.invoke(null));
            return "";
        } catch (InvocationTargetException e) {
            failure = e.getCause();
            throw e;
        } catch (Throwable e) {
            failure = e;
            throw new ExecutionControl.StoppedException();
        } finally {
            for (int i = 0; i < held; i++) {
                compiler.lock();
            }
        }
    }

    @Override
    public void stop() {
        Stop.request();
    }
}
