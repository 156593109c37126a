package parley.testing;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * What happens to a test that takes longer than its time limit: the stacks of this JVM's threads and the processes below
 * it are printed, then these are killed. A test that waits for one of them, which no interrupt would end, goes on and
 * fails. Every test of both modules has it, and a limit ({@code junit-platform.properties}).
 */
public final class HangGuard implements PreInterruptCallback {
    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext test) {
        System.err.println("a test hangs: " + test.getUniqueId());
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            System.err.println(thread);
            for (StackTraceElement frame : stack) {
                System.err.println("    at " + frame);
            }
        });
        List<ProcessHandle> processes = ProcessHandle.current()
                .descendants()
                .sorted(Comparator.comparing(ProcessHandle::pid))
                .toList();
        for (ProcessHandle process : processes) {
            System.err.println(
                    "process " + process.pid() + " of " + process.parent().map(ProcessHandle::pid) + ": "
                            + process.info().commandLine().orElse("ended, or not ours to see"));
        }
        processes.forEach(ProcessHandle::destroyForcibly);
    }
}
