package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.memory.RunFolder;
import parley.memory.Segment;
import parley.trace.FailureKind;

@Timeout(60)
class SessionIT {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final SessionClient session = start();

    private SessionClient start() {
        RunFolder folder = RunFolder.create();
        return SessionClient.start(folder, EchoBackend.command(folder, "java"), new SessionListener() {
            @Override
            public void output(byte[] bytes) {
                output.writeBytes(bytes);
                heard.add("output");
            }

            @Override
            public void lineWanted() {
                heard.add("lineWanted");
            }

            @Override
            public void ended(String how) {
                heard.add(how);
            }
        });
    }

    @AfterEach
    void nothingIsLeft() {
        session.close();
        assertFalse(ProcessHandle.of(session.pid()).map(ProcessHandle::isAlive).orElse(false));
        assertFalse(Files.exists(session.folder().path()));
    }

    private void waitFor(String what) throws InterruptedException {
        String next = heard.take();
        while (!next.equals(what)) {
            next = heard.take();
        }
    }

    private String shown() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void evaluatesInBothLanguages() {
        assertEquals(new Outcome.Value("java: hi"), session.backend("java").eval("hi"));
        assertEquals(new Outcome.Value("python: hi"), session.backend("python").eval("hi"));
    }

    @Test
    void outputComesBeforeTheOutcome() {
        assertEquals(new Outcome.Value("flooded"), session.backend("java").eval("flood 20000"));
        assertTrue(shown().endsWith("line 19999\n"));
        assertEquals(20000, shown().lines().count());
    }

    @Test
    void keepsTheOrderOfWhatIsAskedBeforeItIsReady() {
        CompletableFuture<Outcome> last = new CompletableFuture<>();
        for (int i = 0; i < 20; i++) {
            last = session.eval("java", "print " + i);
        }
        last.join();
        assertEquals("0 1 2 3", shown().replace("\n", " ").substring(0, 7));
    }

    @Test
    void answersQuestionsWhileASnippetRuns() throws Exception {
        var backend = session.backend("java");
        backend.eval("set n");
        var running = session.eval("java", "stuck");
        waitFor("output");
        assertEquals(new Candidate("print", 0), backend.complete("pri", 3).getFirst());
        assertEquals("n", backend.variables().getFirst().name());
        assertEquals(Completeness.INCOMPLETE, backend.completeness("if:"));
        assertEquals("about x", backend.inspect("x", 1));
        assertFalse(running.isDone());
    }

    @Test
    void interruptStopsTheSnippetAndKeepsTheSession() throws Exception {
        var running = session.eval("java", "sleep");
        waitFor("output");
        session.interrupt();
        assertEquals(new Outcome.Failed(FailureKind.STOPPED, ""), running.get());
        assertEquals(new Outcome.Value("1"), session.backend("java").eval("value 1"));
    }

    @Test
    void interruptStopsReadingInput() throws Exception {
        var running = session.eval("java", "input");
        waitFor("lineWanted");
        session.interrupt();
        assertInstanceOf(Outcome.Failed.class, running.get());
        var second = session.eval("java", "input");
        waitFor("lineWanted");
        session.line("again");
        assertEquals(new Outcome.Value("got again"), second.get());
    }

    @Test
    void inputIsAskedForAndMayEnd() throws Exception {
        var first = session.eval("java", "input");
        waitFor("lineWanted");
        session.line("grüße");
        assertEquals(new Outcome.Value("got grüße"), first.get());
        var second = session.eval("java", "input");
        waitFor("lineWanted");
        session.line(null);
        assertEquals(new Outcome.Value("got null"), second.get());
    }

    @Test
    void aBackEndThatThrowsIsABugAndTheSessionGoesOn() {
        Outcome outcome = session.backend("java").eval("broken x");
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome);
        assertEquals(FailureKind.BUG, failed.kind());
        assertTrue(failed.text().contains("IllegalStateException: a bug: x"));
        assertEquals(new Outcome.Value("1"), session.backend("java").eval("value 1"));
    }

    @Test
    void aKilledSessionIsAnOutcome() throws Exception {
        var running = session.eval("java", "stuck");
        waitFor("output");
        ProcessHandle.of(session.pid()).orElseThrow().destroyForcibly();
        assertEquals(
                new Outcome.Failed(FailureKind.DIED, "session ended: killed by signal 9"),
                running.get(10, TimeUnit.SECONDS));
        waitFor("session ended: killed by signal 9");
        assertEquals(FailureKind.DIED, ((Outcome.Failed) session.backend("java").eval("1")).kind());
    }

    @Test
    void aSessionThatLeavesByItselfTellsItsExitCode() throws Exception {
        var running = session.eval("java", "exit 3");
        assertEquals(new Outcome.Failed(FailureKind.DIED, "session ended: exit code 3"), running.get());
    }

    @Test
    void whoDoesNotKnowTheKeyIsSentAway() throws Exception {
        try (SocketChannel stranger =
                SocketChannel.open(UnixDomainSocketAddress.of(session.folder().control()))) {
            stranger.write(ByteBuffer.allocate(32));
            assertEquals(-1, stranger.read(ByteBuffer.allocate(1)));
        } catch (ConnectException e) {
            // the session was faster: nobody else may connect then
        }
        assertEquals(new Outcome.Value("1"), session.backend("java").eval("value 1"));
    }

    @Test
    void aSessionWhoseFrontIsGoneEnds() throws Exception {
        RunFolder folder = RunFolder.create();
        Process front = new ProcessBuilder(
                        EchoBackend.command(folder, "java").getFirst(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShortFront.class.getName(),
                        folder.path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long pid = Long.parseLong(front.inputReader().readLine());
        ProcessHandle orphan = ProcessHandle.of(pid).orElseThrow();
        front.destroyForcibly();
        orphan.onExit().get(20, TimeUnit.SECONDS);
        assertFalse(Files.exists(folder.path()));
    }

    /** A front that starts a session that is stuck, says its pid, and waits to be killed. */
    static final class ShortFront {
        public static void main(String[] args) throws Exception {
            RunFolder folder = new RunFolder(java.nio.file.Path.of(args[0]));
            CompletableFuture<Void> stuck = new CompletableFuture<>();
            SessionClient session =
                    SessionClient.start(folder, EchoBackend.command(folder, "java"), _ -> stuck.complete(null));
            var _ = session.eval("java", "stuck");
            stuck.join();
            System.out.println(session.pid());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void theFrontSeesTheSessionWithoutAskingIt() throws Exception {
        session.backend("java").eval("value 1");
        Segment segment = Segment.attach(session.folder(), false);
        assertEquals(session.pid(), segment.processes().rows().getFirst().pid());
    }
}
