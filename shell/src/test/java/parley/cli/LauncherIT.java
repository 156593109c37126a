package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;
import parley.ParleyProcess.Start;

/** The launcher script, started in the ways and places in which people start it. */
class LauncherIT {
    private static final String JDK = System.getProperty("java.home");
    private static final String HELLO =
            "System.out.println(\"hello from \" + java.nio.file.Path.of(\"\").toAbsolutePath())";

    @TempDir
    Path temp;

    /** With a cache folder of its own, in which nothing that takes long is prepared. */
    private Start parley(String... arguments) {
        return ParleyProcess.of(arguments)
                .environment("XDG_CACHE_HOME", temp.resolve("cache").toString())
                .environment("PARLEY_AOT", "no");
    }

    /** Without any JDK but those in {@code folders}. */
    private Start withJdksOnlyIn(String folders, String... arguments) throws IOException {
        return parley(arguments)
                .environment("JAVA_HOME", "")
                .environment("PATH", toolsWithoutJava().toString())
                .environment("PARLEY_JDKS", folders);
    }

    private Path toolsWithoutJava() throws IOException {
        Path tools = Files.createDirectories(temp.resolve("tools"));
        for (String tool : List.of("sh", "find", "mkdir", "readlink", "dirname", "sed")) {
            script(tools.resolve(tool), "exec " + tool(tool) + " \"$@\"");
        }
        return tools;
    }

    private static Path tool(String name) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** Looks like a JDK of that version, and starts nothing. */
    private Path jdk(String version) throws IOException {
        Path folder = temp.resolve("jdk-" + version);
        Files.createDirectories(folder.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            script(folder.resolve("bin", program), "exit 1");
        }
        Files.writeString(folder.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return folder;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void assertHello(Path from, Ended ended) throws IOException {
        assertEquals("hello from " + from.toRealPath() + "\n", ended.out(), ended.err());
        assertEquals("", ended.err());
        assertEquals(0, ended.exit());
    }

    @Test
    void runsAPackageByItsNameAndWhatComesIn(@TempDir Path folder) throws IOException {
        Path main = Files.createDirectory(folder.resolve("greeter")).resolve("__main__.py");
        Files.writeString(main, "import sys\nprint(__name__, __package__, sys.argv[1:])\nsys.exit(4)\n");
        Ended ended =
                ParleyProcess.of("run", "-m", "greeter", "a", "-b").in(folder).run();
        assertEquals("__main__ greeter ['a', '-b']\n", ended.out(), ended.err());
        assertEquals(4, ended.exit());
        Ended missing = ParleyProcess.of("run", "-m", "nobody").in(folder).run();
        assertEquals("parley: No module named nobody\n", missing.err());
        assertEquals(1, missing.exit());
        Ended piped = ParleyProcess.of("run", "--lang", "python", "-", "a")
                .input("import sys; print(sys.argv)")
                .run();
        assertEquals("['-', 'a']\n", piped.out(), piped.err());
    }

    @Test
    void whatAPackageIsStartedByDoesNotRunAgainInItsChildren(@TempDir Path folder) throws IOException {
        Path main = Files.createDirectory(folder.resolve("starter")).resolve("__main__.py");
        Files.writeString(main, """
                import multiprocessing
                print('top')
                def body(): print('child')
                if __name__ == '__main__':
                    child = multiprocessing.get_context('spawn').Process(target=body)
                    child.start()
                    child.join()
                """);
        Ended ended = ParleyProcess.of("run", "-m", "starter").in(folder).run();
        assertEquals("top\nchild\n", ended.out(), ended.err());
    }

    @Test
    void startsFromAnotherFolderAndStaysThere() throws IOException {
        assertHello(temp, parley("-c", HELLO).in(temp).run());
    }

    @Test
    void startsThroughLinksToLinks() throws IOException {
        Path bin = Files.createDirectories(temp.resolve("a folder/bin"));
        Path absolute = Files.createSymbolicLink(
                bin.resolve("first"), ParleyProcess.root().resolve("parley"));
        Path relative = Files.createSymbolicLink(temp.resolve("second"), temp.relativize(absolute));
        assertHello(temp, parley("-c", HELLO).program(relative).in(temp).run());
        assertHello(
                temp,
                parley("-c", HELLO)
                        .program(Path.of("a folder/bin/first"))
                        .in(temp)
                        .run());
    }

    @Test
    void saysOnceWhereItLookedForAJdk() throws IOException {
        Path old = jdk("17.0.15");
        Ended ended = withJdksOnlyIn(old + ":" + temp + "/none/*", "-c", HELLO)
                .environment("JAVA_HOME", "/no/such/jdk")
                .run();
        assertEquals(1, ended.exit());
        assertEquals("", ended.out());
        assertTrue(ended.err().startsWith("parley: no JDK 25 or newer found; looked at:\n"), ended.err());
        for (String place : List.of("JAVA_HOME /no/such/jdk (missing)", "PATH (no java)", old + " (17)", "/none/*")) {
            assertTrue(ended.err().contains(place), place + " in:\n" + ended.err());
        }
        assertTrue(ended.err().lines().toList().getLast().startsWith("Maybe install one"), ended.err());
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws IOException {
        assertHello(
                temp,
                withJdksOnlyIn(JDK, "-c", HELLO)
                        .environment("JAVA_HOME", jdk("21.0.1").toString())
                        .in(temp)
                        .run());
    }

    @Test
    void passesOverAJavaWithoutACompiler() throws IOException {
        Path jre = jdk("25.0.1");
        Files.delete(jre.resolve("bin/javac"));
        assertHello(temp, withJdksOnlyIn(jre + ":" + JDK, "-c", HELLO).in(temp).run());
    }

    @Test
    void looksAgainWhenTheRememberedJdkIsGone() throws IOException {
        Path first = Files.createSymbolicLink(temp.resolve("first-jdk"), Path.of(JDK));
        assertHello(temp, withJdksOnlyIn(first.toString(), "-c", HELLO).in(temp).run());
        assertTrue(Files.readString(temp.resolve("cache/parley/jdk")).contains(first.toString()));
        Files.delete(first);
        assertHello(temp, withJdksOnlyIn(JDK, "-c", HELLO).in(temp).run());
    }

    @Test
    void startsWithoutAFolderForItsCaches() throws IOException {
        assertHello(
                temp,
                parley("--no-resident", "-c", HELLO)
                        .environment("XDG_CACHE_HOME", "/dev/null/none")
                        .in(temp)
                        .run());
    }

    @Test
    void withoutAHomeThatIsThereItMakesNone() throws IOException {
        Path home = temp.resolve("nobody");
        assertHello(
                temp,
                parley("-c", HELLO)
                        .environment("XDG_CACHE_HOME", "")
                        .environment("HOME", home.toString())
                        .in(temp)
                        .run());
        assertFalse(Files.exists(home));
    }

    @Test
    void keepsItsCachesToItself() throws IOException {
        assertHello(temp, parley("-c", HELLO).in(temp).run());
        var permissions = Files.getPosixFilePermissions(temp.resolve("cache/parley"));
        assertEquals("rwx------", PosixFilePermissions.toString(permissions));
    }

    @Test
    void everyRoleHasACacheThatTheJvmAccepts() {
        Ended ended = ParleyProcess.of("doctor").run();
        assertEquals(0, ended.exit(), ended.out());
        assertEquals(
                Role.cached().size(),
                ended.out().lines().filter(line -> line.endsWith("MB, in use")).count(),
                ended.out());
    }

    @Test
    void aBrokenCacheCostsOnlySpeed() throws IOException {
        assertHello(temp, parley("-c", HELLO).in(temp).run());
        Path folder = Path.of(Files.readAllLines(ready()).get(2));
        for (Role role : Role.values()) {
            Files.writeString(role.cache(folder), "no cache");
            Files.writeString(
                    role.arguments(folder),
                    Files.readString(role.arguments(folder))
                            + ArgumentFile.quoted("-XX:AOTCache=" + role.cache(folder)));
        }
        assertHello(temp, parley("-c", HELLO).in(temp).run());
        Files.delete(ready());
        Files.delete(Role.SESSION.arguments(folder));
        assertHello(temp, parley("-c", HELLO).in(temp).run());
    }

    private Path ready() throws IOException {
        try (var states = Files.list(temp.resolve("cache/parley"))) {
            return states.map(state -> state.resolve("ready"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A checkout that was never built: Maven is a script that {@code maven} says, and notes each of its runs. */
    private Path checkout(String maven) throws IOException {
        Path root = Files.createDirectories(temp.resolve("check out"));
        for (String file : List.of("parley", ".mvn/find-jdk.sh", ".mvn/Build.java", "pom.xml")) {
            Files.createDirectories(root.resolve(file).getParent());
            Files.copy(ParleyProcess.root().resolve(file), root.resolve(file));
        }
        script(root.resolve("mvnw"), "echo run >> '" + temp + "/runs'; " + maven);
        return root;
    }

    private String copying() {
        Path target = ParleyProcess.root().resolve("shell/target/parley/lib");
        return "mkdir -p shell/target/parley && cp -r '" + target
                + "' shell/target/parley/ && touch shell/target/parley/lib/*";
    }

    private long runs() throws IOException {
        return Files.readAllLines(temp.resolve("runs")).size();
    }

    private Start unbuilt(Path root) {
        return parley("-c", HELLO)
                .program(root.resolve("parley"))
                .environment("PARLEY_BUILD", "yes")
                .in(temp);
    }

    @Test
    void buildsOnTheFirstStartAndSaysSoBesideTheOutput() throws IOException {
        Path root = checkout("echo '[INFO] Building Parley shell 0.1.0'; " + copying());
        Ended first = unbuilt(root).run();
        assertEquals("hello from " + temp.toRealPath() + "\n", first.out(), first.err());
        assertTrue(first.err().contains("parley: building Parley shell\n"), first.err());
        assertHello(temp, unbuilt(root).run());
        assertEquals(1, runs());
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws IOException {
        Path root = checkout(copying());
        assertEquals(0, unbuilt(root).run().exit());
        Files.setLastModifiedTime(root.resolve("pom.xml"), FileTime.from(Instant.now()));
        assertEquals(0, unbuilt(root).run().exit());
        assertEquals(2, runs());
    }

    @Test
    void aFailedBuildSaysWhy() throws IOException {
        Path root = checkout("echo '[INFO] so far'; echo '[ERROR] Main.java:[1,2] no way'; exit 1");
        Ended ended = unbuilt(root).run();
        assertEquals(1, ended.exit());
        assertEquals("", ended.out());
        assertTrue(ended.err().contains("parley: the build failed:\n[ERROR] Main.java:[1,2] no way\n"), ended.err());
        assertFalse(ended.err().contains("so far"), ended.err());
    }

    @Test
    void ofTwoFirstStartsOneBuilds() throws IOException {
        Path started = pipe("started");
        Path goOn = pipe("go-on");
        Path root = checkout("echo yes > '%s'; read line < '%s'; %s".formatted(started, goOn, copying()));
        try (var one = unbuilt(root).start()) {
            assertEquals("yes\n", Files.readString(started));
            try (var two = unbuilt(root).start()) {
                two.awaitErr("parley: waiting for another build of it");
                Files.writeString(goOn, "yes\n");
                String hello = "hello from " + temp.toRealPath() + "\n";
                assertEquals(hello, one.awaitEnd().out());
                assertEquals(hello, two.awaitEnd().out());
            }
        }
        assertEquals(1, runs());
    }

    private Path pipe(String name) throws IOException {
        Path pipe = temp.resolve(name);
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", pipe.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue());
        return pipe;
    }
}
