package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.ParleyProcess;

/**
 * Many clients of one manager, half of them killed: CPython processes with many connections each. By hand {@code
 * -Dparley.clients=1000}, which also says how long the manager needs to forget them.
 */
@Timeout(300)
class ManyClientsIT {
    private static final int CLIENTS = Integer.getInteger("parley.clients", 100);
    private static final int OF_ONE_PROCESS = 25;
    private static final int OTHER_THREADS = 10; // of the JVM, which come and go
    private static final Duration FORGOTTEN_IN = Duration.ofSeconds(2);

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void nobodyIsLeft() {
        started.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            started.add(process);
            return process;
        } catch (IOException e) {
            return abort("not here: " + command[0]);
        }
    }

    /** What the process has open to others, and what it does for them: threads. */
    private record Load(long sockets, long threads) {
        static Load of(long pid) throws IOException {
            try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"));
                    Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
                return new Load(files.filter(Load::isSocket).count(), tasks.count());
            }
        }

        private static boolean isSocket(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
            } catch (IOException e) {
                return false; // closed meanwhile
            }
        }
    }

    @Test
    void everyoneIsAnsweredAndTheKilledAreForgotten() throws Exception {
        String script = Path.of(Objects.requireNonNull(ManyClientsIT.class.getResource("clients.py"))
                        .toURI())
                .toString();
        var _ = ParleyProcess.of(); // has been started before, and prepares nothing any more
        Process server = start(ParleyProcess.root().resolve("parley").toString(), "run", script, "serve", "a key");
        String[] words = server.inputReader().readLine().split(" ");
        long pid = Long.parseLong(words[0]);
        Load before = Load.of(pid);

        List<Process> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS / OF_ONE_PROCESS; i++) {
            clients.add(start("python3", script, "use", "a key", words[1], Integer.toString(OF_ONE_PROCESS)));
        }
        for (Process client : clients) {
            assertEquals("ready", client.inputReader().readLine());
        }
        Load full = Load.of(pid);
        assertTrue(full.sockets() >= before.sockets() + CLIENTS, () -> before + " " + full);

        List<Process> killed = clients.subList(0, clients.size() / 2);
        List<Process> left = clients.subList(clients.size() / 2, clients.size());
        Instant begin = Instant.now();
        for (Process client : killed) {
            client.destroyForcibly().waitFor();
        }
        int gone = killed.size() * OF_ONE_PROCESS;
        Load now = Load.of(pid);
        while (now.sockets() > full.sockets() - gone || now.threads() > full.threads() - gone + OTHER_THREADS) {
            LockSupport.parkNanos(10_000_000);
            now = Load.of(pid);
        }
        Duration took = Duration.between(begin, Instant.now());
        System.out.println("clients=" + CLIENTS + ", before=" + before + ", all=" + full + ", after=" + now
                + ", forgotten in ms=" + took.toMillis());
        if (CLIENTS >= 1000) {
            assertTrue(took.compareTo(FORGOTTEN_IN) < 0, took.toString());
        }

        for (Process client : left) {
            client.outputWriter().write("again\n");
            client.outputWriter().flush();
            assertEquals("ready", client.inputReader().readLine());
        }
    }
}
