package parley.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which flags a JDK takes, found out by trying: builds of one version differ in what was built in. */
final class Flags {
    private final Path java;
    private final Map<List<String>, Boolean> tried = new HashMap<>();

    Flags(Path java) {
        this.java = java;
    }

    /** Those of the groups that this JDK takes, in order. A group stands or falls as one. */
    List<String> accepted(List<List<String>> groups) throws IOException, InterruptedException {
        var all = flat(groups);
        if (takes(all)) {
            return all;
        }
        var good = new ArrayList<List<String>>();
        for (var group : groups) {
            if (takes(group)) {
                good.add(group);
            }
        }
        return flat(good);
    }

    private boolean takes(List<String> flags) throws IOException, InterruptedException {
        Boolean known = tried.get(flags);
        if (known == null) {
            known = run(flags);
            tried.put(flags, known);
        }
        return known;
    }

    /** A flag is taken when the JVM starts with it and has nothing to say about it. */
    private boolean run(List<String> flags) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(java.toString());
        command.addAll(flags);
        command.add("-version");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var lines = process.inputReader()) {
            boolean quiet = lines.lines()
                    .filter(line -> line.contains("VM warning"))
                    .findAny()
                    .isEmpty();
            return process.waitFor() == 0 && quiet;
        }
    }

    private static List<String> flat(List<List<String>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }
}
