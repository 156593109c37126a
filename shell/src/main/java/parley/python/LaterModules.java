package parley.python;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules of {@code multiprocessing} that come with later versions: importing one says so. */
final class LaterModules {
    private static final String PACKAGE = "multiprocessing.";
    private static final Set<String> NAMES = Set.of("forkserver", "heap", "popen_fork", "resource_sharer", "spawn");

    private LaterModules() {}

    static @Nullable String reason(String module) {
        return module.startsWith(PACKAGE) && NAMES.contains(module.substring(PACKAGE.length()))
                ? "not in this version of parley: " + module
                : null;
    }
}
