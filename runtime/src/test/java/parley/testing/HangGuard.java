package parley.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * What happens to a test that takes longer than its time limit: the stacks of this JVM's threads and the processes below
 * it are printed, then these are killed. A test that waits for one of them, which no interrupt would end, goes on and
 * fails. One that does not even end then takes this JVM with it, or the build would wait for long. Every test of both
 * modules has this, and a limit ({@code junit-platform.properties}).
 */
public final class HangGuard implements PreInterruptCallback, AfterTestExecutionCallback, AfterAllCallback {
    private static final int LAST_SECONDS = 60;

    private static final Map<String, CountDownLatch> HANGING = new ConcurrentHashMap<>(); // what counts their ends

    @Override
    public void afterTestExecution(ExtensionContext test) {
        ended(test);
    }

    @Override
    public void afterAll(ExtensionContext test) {
        ended(test);
    }

    private static void ended(ExtensionContext test) {
        CountDownLatch hanging = HANGING.remove(test.getUniqueId());
        if (hanging != null) {
            hanging.countDown();
        }
    }

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext test) {
        System.err.println("a test hangs: " + test.getUniqueId());
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            System.err.println(thread);
            for (StackTraceElement frame : stack) {
                System.err.println("    at " + frame);
            }
        });
        List<ProcessHandle> processes = Stream.concat(ProcessHandle.current().descendants(), holders())
                .distinct()
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
        for (ProcessHandle process : processes) {
            System.err.println(
                    "process " + process.pid() + " of " + process.parent().map(ProcessHandle::pid) + ": "
                            + process.info().commandLine().orElse("ended, or not ours to see"));
        }
        processes.forEach(ProcessHandle::destroyForcibly);
        CountDownLatch ended = new CountDownLatch(1);
        HANGING.put(test.getUniqueId(), ended);
        Thread.ofPlatform().daemon().name("hang guard").start(() -> haltUnless(ended));
    }

    private static void haltUnless(CountDownLatch ended) {
        try {
            if (!ended.await(LAST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            // nobody does
        }
    }

    /** Processes of this build that are not below this one any more, and write to a pipe: somebody may read until they end. */
    private static Stream<ProcessHandle> holders() {
        String build = String.valueOf(Path.of("").toAbsolutePath().getParent()); // this is one of its modules
        Set<Long> above = Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        one -> one.get().parent())
                .map(one -> one.get().pid())
                .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .filter(process -> !above.contains(process.pid()))
                .filter(process -> process.info().commandLine().orElse("").contains(build))
                .filter(process -> Stream.of("1", "2").anyMatch(stream -> writesToPipe(process.pid(), stream)));
    }

    private static boolean writesToPipe(long pid, String stream) {
        try {
            Path file = Path.of("/proc", Long.toString(pid), "fd", stream);
            return Files.readSymbolicLink(file).toString().startsWith("pipe:");
        } catch (IOException e) { // it has ended, or is not ours to see
            return false;
        }
    }
}
