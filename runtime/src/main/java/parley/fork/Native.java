package parley.fork;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The native helper's functions and the few of the C library that go with them. Loaded when first used; where that
 * fails, {@link #PROBLEM} says why and the handles must not be touched.
 */
@SuppressWarnings("restricted")
final class Native {
    /** The folder with the helper, where the launcher has put it. */
    private static final String FOLDER = "parley.helper";

    private static final String LIBRARY = "libparley.so";
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

    private static final int CLOSE_ON_EXEC = 1; // of memfd_create

    private static @Nullable SymbolLookup helper;

    /** Why there is no helper, or null. */
    static final @Nullable String PROBLEM = load();

    private Native() {}

    /** The helper's functions; initialised on first use, and only where there is no problem. */
    static final class Helper {
        static final MethodHandle FORK = ours("parley_fork", INT, INT, INT);
        static final MethodHandle REST = ours("parley_rest", null);
        static final MethodHandle REST_ON = ours("parley_rest_on", null);
        static final MethodHandle LARGE_PAGES = ours("parley_use_large_pages", INT);
        static final MethodHandle STAND_ALONE = ours("parley_stand_alone", null, INT);
        static final MethodHandle EXIT = ours("parley_exit", null, INT);
        static final MethodHandle EXEC = ours("parley_exec", INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle LISTEN = ours("parley_listen", INT, ADDRESS);
        static final MethodHandle ACCEPT = ours("parley_accept", INT, INT);
        static final MethodHandle CONNECT = ours("parley_connect", INT, ADDRESS);
        static final MethodHandle SEND = ours("parley_send", INT, INT, ADDRESS, INT, ADDRESS, INT);
        static final MethodHandle ROOM = ours("parley_room", INT, INT);
        static final MethodHandle RECEIVE = ours("parley_receive", INT, INT, ADDRESS, INT, ADDRESS, ADDRESS);
        static final MethodHandle ON_END = ours("parley_on_end", INT, INT, ADDRESS);

        private Helper() {}

        private static MethodHandle ours(String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
            return handle(Objects.requireNonNull(helper), name, result, arguments);
        }
    }

    /** The C library's. */
    static final class C {
        static final MethodHandle GETPID = standard("getpid", INT);
        static final MethodHandle WAITPID = standard("waitpid", INT, INT, ADDRESS, INT);
        static final MethodHandle OPEN = standard("open", INT, ADDRESS, INT);
        static final MethodHandle CLOSE = standard("close", INT, INT);
        static final MethodHandle DUP2 = standard("dup2", INT, INT, INT);
        static final MethodHandle CHDIR = standard("chdir", INT, ADDRESS);
        static final MethodHandle UMASK = standard("umask", INT, INT);
        static final MethodHandle POLL = standard("poll", INT, ADDRESS, ValueLayout.JAVA_LONG, INT);
        static final MethodHandle SOCKETPAIR = standard("socketpair", INT, INT, INT, INT, ADDRESS);
        static final MethodHandle PIPE = standard("pipe", INT, ADDRESS);
        static final MethodHandle READ = standard("read", ValueLayout.JAVA_LONG, INT, ADDRESS, ValueLayout.JAVA_LONG);
        static final MethodHandle WRITE = standard("write", ValueLayout.JAVA_LONG, INT, ADDRESS, ValueLayout.JAVA_LONG);
        static final MethodHandle SETPGID = standard("setpgid", INT, INT, INT);
        static final MethodHandle SIGNAL = standard("signal", ADDRESS, INT, ValueLayout.JAVA_LONG);
        static final MethodHandle SYSCALL = standard("syscall", ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, INT, INT);

        private C() {}
    }

    private static MethodHandle standard(String name, MemoryLayout result, MemoryLayout... arguments) {
        return handle(Linker.nativeLinker().defaultLookup(), name, result, arguments);
    }

    private static MethodHandle handle(
            SymbolLookup where, String name, @Nullable MemoryLayout result, MemoryLayout... arguments) {
        FunctionDescriptor type =
                result == null ? FunctionDescriptor.ofVoid(arguments) : FunctionDescriptor.of(result, arguments);
        return Linker.nativeLinker().downcallHandle(where.findOrThrow(name), type);
    }

    private static @Nullable String load() {
        try {
            String folder = System.getProperty(FOLDER, "");
            URL built = Native.class.getResource("/native/" + LIBRARY);
            if (!folder.isEmpty() && Files.exists(Path.of(folder, LIBRARY))) {
                open(Path.of(folder, LIBRARY).toAbsolutePath().toString());
            } else if (built == null) {
                return "the native helper was not built: system=%s %s, or no C compiler was there"
                        .formatted(System.getProperty("os.name"), System.getProperty("os.arch"));
            } else {
                openCopy(built);
            }
            return null;
        } catch (Throwable e) {
            return "the native helper cannot be loaded: because=" + e.getMessage();
        }
    }

    private static void open(String file) throws Throwable {
        SymbolLookup opened = SymbolLookup.libraryLookup(file, Arena.global());
        if ((int) handle(opened, "parley_prepare", INT).invokeExact() != 0) {
            throw new IOException("no JVM found: file=" + file);
        }
        helper = opened;
    }

    /** A library is a file; this one may be in a jar. The copy is in no folder: nothing stays of a process that is killed. */
    private static void openCopy(URL built) throws Throwable {
        int file;
        try (Arena arena = Arena.ofConfined()) {
            file = (int)
                    standard("memfd_create", INT, ADDRESS, INT).invokeExact(arena.allocateFrom(LIBRARY), CLOSE_ON_EXEC);
        }
        String path = "/proc/self/fd/" + file;
        try (InputStream in = built.openStream()) {
            Files.write(Path.of(path), in.readAllBytes());
            open(path);
        } finally {
            int _ = (int) standard("close", INT, INT).invokeExact(file); // what is loaded stays
        }
    }
}
