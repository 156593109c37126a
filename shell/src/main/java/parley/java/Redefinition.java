package parley.java;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import jdk.jshell.spi.ExecutionControl.NotImplementedException;
import org.jspecify.annotations.Nullable;
import parley.trace.Self;

/**
 * Changes method bodies of loaded classes, so that old lambdas see a method that is typed anew. The process attaches
 * to itself on first use, some 150 ms; the process must run with {@code -Djdk.attach.allowAttachSelf=true
 * -XX:+EnableDynamicAgentLoading}, else JShell loads classes under new names instead. Any thread.
 */
public final class Redefinition {
    private static volatile @Nullable Instrumentation instrumentation;
    private static boolean tried;

    private Redefinition() {}

    /**
     * Called by the virtual machine in the attached process.
     *
     * @param arguments none
     * @param given what changes classes
     */
    public static void agentmain(String arguments, Instrumentation given) {
        instrumentation = given;
    }

    static void redefine(Map<Class<?>, byte[]> classes) throws ClassNotFoundException, NotImplementedException {
        Instrumentation tool = attach();
        if (tool == null) {
            throw new NotImplementedException("redefinition needs -Djdk.attach.allowAttachSelf=true");
        }
        try {
            tool.redefineClasses(classes.entrySet().stream()
                    .map(type -> new ClassDefinition(type.getKey(), type.getValue()))
                    .toArray(ClassDefinition[]::new));
        } catch (UnmodifiableClassException e) {
            throw new UnsupportedOperationException(e);
        }
    }

    private static synchronized @Nullable Instrumentation attach() {
        if (instrumentation == null && !tried) {
            tried = true;
            try {
                Path agent = agentJar();
                try {
                    VirtualMachine self = VirtualMachine.attach(Long.toString(Self.pid()));
                    self.loadAgent(agent.toString());
                    self.detach();
                } finally {
                    Files.delete(agent);
                }
            } catch (IOException
                    | AttachNotSupportedException
                    | AgentLoadException
                    | AgentInitializationException
                    | LinkageError e) {
                return null; // not allowed here
            }
        }
        return instrumentation;
    }

    /** A jar with nothing but the name of this class, which is on the class path already. */
    private static Path agentJar() throws IOException {
        Path jar = Files.createTempFile("parley-agent", ".jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Agent-Class", Redefinition.class.getName());
        attributes.putValue("Can-Redefine-Classes", "true");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }
}
