package parley.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.memory.Libc;
import parley.memory.RunFolder;
import parley.process.WorkerServer;
import parley.session.SessionServer;

/** The process behind a prompt, in which the user's code runs. */
final class SessionMain {
    private SessionMain() {}

    /**
     * Serves the front that started it.
     *
     * @param args the session's run folder, and the language to start at once
     */
    public static void main(String[] args) {
        Libc.setsid(); // a Ctrl-C in the terminal is for the front, which then says what to stop
        WorkerServer.tell();
        SessionServer.serve(new RunFolder(Path.of(args[0])), args[1], Languages.all());
    }

    /** How a front starts one: as a copy of the fork server where that may be, else as a JVM of its own. */
    static List<String> command(RunFolder folder, String language) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String arguments = System.getProperty("parley.session.args");
        var command = new ArrayList<String>();
        if (arguments == null) {
            command.addAll(List.of(java, "--enable-native-access=ALL-UNNAMED"));
            command.add("--sun-misc-unsafe-memory-access=allow"); // else its warning lands among the answers
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        } else if (Resident.isWanted() && Files.isExecutable(Path.of(arguments).resolveSibling("client"))) {
            Path prepared = Path.of(arguments).resolveSibling("");
            command.addAll(List.of(prepared.resolve("client").toString(), java, prepared.toString(), "session"));
        } else {
            command.addAll(List.of(java, "@" + arguments));
        }
        command.addAll(List.of(SessionMain.class.getName(), folder.path().toString(), language));
        return command;
    }
}
