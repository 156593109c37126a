package parley.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.fork.Fork.Ended;
import parley.trace.Self;

/** Copies of a JVM, each in a JVM of its own that can be lost. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ForkIT {
    private static final int FORKS = 12;

    @BeforeEach
    void isBuilt() {
        assumeTrue(Fork.isBuilt(), "there is a C compiler");
    }

    private static String stress(String collector) throws Exception {
        return stress(List.of(), FORKS, collector);
    }

    private static String stress(List<String> prefix, int forks, String collector) throws Exception {
        return run(prefix, List.of("-Xmx512m", "-Xmn32m", collector), ForkStress.class, Integer.toString(forks));
    }

    private static String run(List<String> prefix, List<String> flags, Class<?> program, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"));
        command.addAll(flags);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return out.strip();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC", "-XX:+UseParallelGC"})
    void copiesOfABusyJvmAllocateCollectStartThreadsAndLoadClasses(String collector) throws Exception {
        String said = stress(collector);
        assertTrue(said.startsWith("forks=" + FORKS + ", bad=0,"), said);
    }

    @Test
    void whatTheHeapHasFreeIsNotCopiedAndArchivesAreInLargePagesAfterAFewCopies() throws Exception {
        String said = run(List.of(), List.of("-Xmn64m", "-XX:+UseSerialGC"), ForkMemory.class);
        Matcher words =
                Pattern.compile("spared=(\\d+), archives=(\\d+), after=0").matcher(said);
        assertTrue(words.matches(), said);
        assertTrue(Integer.parseInt(words.group(1)) >= 20, said); // of 40; without it 0
        assertNotEquals("0", words.group(2), "the archive of the JDK's classes");
    }

    /** Without randomized addresses, pointers to libraries begin with 0x7fff: the number that the forking thread gets. */
    @Test
    void aThreadWhoseNumberLooksLikeHalfAPointerIsCopied() throws Exception {
        String numbers = "echo 32766 > /proc/sys/kernel/ns_last_pid && exec setarch -R \"$@\"";
        List<String> world =
                List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "sh", "-c");
        assumeTrue(runs(world, "echo 32766 > /proc/sys/kernel/ns_last_pid && setarch -R true"), "a world of its own");
        List<String> prefix = new ArrayList<>(world);
        prefix.addAll(List.of(numbers, "sh"));
        String said = stress(prefix, 2, "-XX:+UseSerialGC");
        assertTrue(said.startsWith("forks=2, bad=0,"), said);
    }

    private static boolean runs(List<String> prefix, String command) throws Exception {
        List<String> all = new ArrayList<>(prefix);
        all.add(command);
        try {
            return new ProcessBuilder(all).inheritIO().start().waitFor() == 0;
        } catch (java.io.IOException e) {
            return false; // there is no such program
        }
    }

    @Test
    void aCollectorThatSharesItsHeapIsRefused() throws Exception {
        String said = stress("-XX:+UseZGC");
        assertTrue(said.contains("garbage collector shares the heap"), said);
    }

    @Test
    void aCopyHasItsOwnNumberAndItsExitCodeIsTaken() {
        assertNull(Fork.problem());
        long mine = Self.pid();
        int pid = Fork.copy(false, false);
        if (pid == 0) {
            Fork.exit(Self.pid() != mine && Self.pid() == parentSees() ? 7 : 1);
        }
        assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
        assertEquals(mine, Self.pid());
        assertNull(Fork.waitFor(pid), "once for each");
    }

    @Test
    void theProgramsOtherThreadsStandStillInACopyAndInACopyOfIt() throws Exception {
        AtomicLong steps = new AtomicLong();
        Thread other = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                steps.incrementAndGet();
            }
        });
        int pid = Fork.copy(false, false);
        if (pid == 0) {
            int inner = Fork.copy(false, false);
            if (inner == 0) {
                Fork.exit(standsStill(steps) ? 7 : 1);
            }
            boolean fine = new Ended(inner, 7).equals(Fork.waitFor(inner)) && standsStill(steps);
            Fork.exit(fine ? 7 : 2);
        }
        assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
        assertFalse(standsStill(steps), "in the original it goes on");
        other.interrupt();
        other.join();
    }

    /** Whether a counter does not change while this thread counts to millions. */
    private static boolean standsStill(AtomicLong steps) {
        long before = steps.get();
        AtomicLong mine = new AtomicLong();
        while (mine.incrementAndGet() < 20_000_000) {
            // as long as the other one would need to be seen
        }
        return steps.get() == before;
    }

    /** As the thread that waits for the end of another program: each copy took two seconds meanwhile. */
    @Test
    void aCopyIsMadeWhileAnotherThreadStillWaitsInACallOfC() throws Exception {
        assertNull(Fork.problem());
        try (Arena arena = Arena.ofShared();
                ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor()) {
            MemorySegment pipe = arena.allocate(ValueLayout.JAVA_INT, 2);
            int _ = (int) pipe(pipe);
            int read = pipe.getAtIndex(ValueLayout.JAVA_INT, 0);
            int write = pipe.getAtIndex(ValueLayout.JAVA_INT, 1);
            CountDownLatch begins = new CountDownLatch(1);
            Thread other = Thread.ofPlatform().daemon().start(() -> {
                begins.countDown();
                try {
                    Object _ = Native.C.READ.invokeWithArguments(read, arena.allocate(1), 1L);
                } catch (Throwable e) {
                    throw new AssertionError(e);
                }
            });
            begins.await();
            var _ = later.schedule(
                    () -> Peer.close(write), 1_800, TimeUnit.MILLISECONDS); // less than those two seconds
            int pid = Fork.copy(false, false);
            if (pid == 0) {
                Fork.exit(7);
            }
            assertTrue(other.isAlive(), "nobody waited for its end");
            assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
            other.join();
            Peer.close(read);
        }
    }

    private static Object pipe(MemorySegment ends) {
        try {
            return Native.C.PIPE.invokeWithArguments(ends);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Its thread is taken in by the VM, calls, and leaves: in the middle of that it holds locks that a copy needs. */
    @Test
    void aCopyLivesThatIsMadeWhileAWatcherTellsOfAnEnd() throws Exception {
        assertNull(Fork.problem());
        SplittableRandom pauses = new SplittableRandom(5);
        for (int i = 0; i < 100; i++) {
            Peer[] pair = Peer.pair();
            CountDownLatch told = new CountDownLatch(1);
            Watch.end(pair[1].descriptor(), told::countDown);
            pair[0].close();
            spin(pauses.nextInt(150_000));
            int pid = Fork.copy(false, false);
            if (pid == 0) {
                Fork.exit(collectsAndStartsAThread() ? 7 : 1);
            }
            assertEquals(new Ended(pid, 7), inTime(pid), "copy " + i);
            told.await();
            pair[1].close();
        }
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static boolean collectsAndStartsAThread() {
        AtomicLong ran = new AtomicLong();
        System.gc();
        try {
            Thread.ofPlatform().start(ran::incrementAndGet).join();
        } catch (InterruptedException e) {
            return false;
        }
        return ran.get() == 1;
    }

    /** How a copy ends; one that hangs is killed. */
    private static @Nullable Ended inTime(int pid) {
        int end = Poll.end(pid);
        if (Poll.ready(List.of(end), 20_000).isEmpty()) {
            boolean _ =
                    ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(false);
        }
        Peer.close(end);
        return Fork.waitFor(pid);
    }

    @Test
    void aPrintStreamThatAnotherThreadHoldsIsAnotherOneInACopy() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        PrintStream locked = System.out;
        PrintStreams.set(
                new PrintStream(OutputStream.nullOutputStream()) {
                    @Override
                    public void println(String text) {
                        synchronized (this) {
                            held.countDown();
                            awaitQuietly(done);
                        }
                    }
                },
                System.err);
        try {
            Thread printing = Thread.ofPlatform().daemon().start(() -> System.out.println("long"));
            held.await();
            int pid = Fork.fork(false);
            if (pid == 0) {
                System.out.print(""); // takes its lock
                Fork.exit(7);
            }
            assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
            done.countDown();
            printing.join();
        } finally {
            PrintStreams.set(locked, System.err);
        }
    }

    @Test
    void copiesDrawNumbersOfTheirOwnButTheProgramsGeneratorsAreCopied() throws Exception {
        Random mine = new Random(1);
        List<String> drawn = new ArrayList<>();
        drawn.add(draw(mine)); // so that all of them have started, and have bytes left
        for (int i = 0; i < 2; i++) {
            Path file = Files.createTempFile("drawn", "");
            int pid = Fork.fork(false);
            if (pid == 0) {
                Files.writeString(file, draw(mine));
                Fork.exit(7);
            }
            assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
            drawn.add(Files.readString(file));
            Files.delete(file);
        }
        drawn.add(draw(mine));
        List<List<String>> kinds =
                drawn.stream().map(line -> List.of(line.split(" "))).toList();
        for (int kind = 1; kind < kinds.getFirst().size(); kind++) {
            int column = kind;
            assertEquals(
                    4, kinds.stream().map(line -> line.get(column)).distinct().count(), drawn + ", kind=" + kind);
        }
        assertEquals(2, kinds.stream().map(List::getFirst).distinct().count(), "the program's own: " + drawn);
    }

    private static String draw(Random mine) {
        return mine.nextLong()
                + " " + Math.random()
                + " " + ThreadLocalRandom.current().nextLong()
                + " "
                + CompletableFuture.supplyAsync(
                                () -> ThreadLocalRandom.current().nextLong(), ForkIT::inItsOwn)
                        .join()
                + " " + new Random().nextLong()
                + " " + new SplittableRandom().nextLong()
                + " " + RandomGenerator.getDefault().nextLong()
                + " " + UUID.randomUUID();
    }

    /** Each kind keeps what it has read for a tenth of a second. */
    @ParameterizedTest
    @ValueSource(strings = {"NativePRNG", "NativePRNGNonBlocking", "NativePRNGBlocking"})
    void aCopyDrawsSecretsOfItsOwnAtOnce(String kind) throws Exception {
        SecureRandom secret = SecureRandom.getInstance(kind);
        Path file = Files.createTempFile("drawn", "");
        long _ = secret.nextLong(); // there are bytes left now
        int pid = Fork.fork(false);
        if (pid == 0) {
            Files.writeString(file, Long.toString(secret.nextLong()));
            Fork.exit(7);
        }
        long mine = secret.nextLong();
        assertEquals(new Ended(pid, 7), Fork.waitFor(pid));
        assertNotEquals(Long.toString(mine), Files.readString(file));
        Files.delete(file);
    }

    private static void inItsOwn(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the copy: what the operating system says. */
    private static long parentSees() {
        return java.nio.file.Path.of("/proc/self").toFile().exists() ? Long.parseLong(link("/proc/self")) : Self.pid();
    }

    private static String link(String path) {
        try {
            return java.nio.file.Files.readSymbolicLink(java.nio.file.Path.of(path))
                    .toString();
        } catch (java.io.IOException e) {
            return "-1";
        }
    }
}
