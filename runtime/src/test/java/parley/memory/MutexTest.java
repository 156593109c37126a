package parley.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MutexTest {
    @Test
    void onlyOneThreadAtATimeIsInside() throws InterruptedException {
        try (var session = new OwnSession()) {
            Segment segment = session.segment();
            MemorySegment block = segment.block(segment.allocate(128, session.me()), 128);
            int rounds = 20_000;
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < rounds; i++) {
                        Mutex.lock(segment, block, 0, session.me());
                        block.set(ValueLayout.JAVA_INT, 64, block.get(ValueLayout.JAVA_INT, 64) + 1);
                        Mutex.unlock(block, 0);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(4 * rounds, block.get(ValueLayout.JAVA_INT, 64));
            assertEquals(0, block.get(ValueLayout.JAVA_INT, 0), "free at the end");
        }
    }

    @Test
    void whatADeadProcessHeldIsTakenOver() {
        try (var session = new OwnSession()) {
            Segment segment = session.segment();
            MemorySegment block = segment.block(segment.allocate(64, session.me()), 64);
            int other = segment.processes().claim("Other", 1, "java", session.me());
            Mutex.lock(segment, block, 0, other);
            segment.processes().ended(other, 137);
            Mutex.lock(segment, block, 0, session.me());
            Mutex.unlock(block, 0);
            assertEquals(0, block.get(ValueLayout.JAVA_INT, 0));
        }
    }

    @Test
    void whatAProcessHeldWhoseRowIsUsedAgainIsTakenOver() {
        try (var session = new OwnSession()) {
            Segment segment = session.segment();
            MemorySegment block = segment.block(segment.allocate(64, session.me()), 64);
            int old = segment.processes().claim("Old", 1, "java", session.me());
            Mutex.lock(segment, block, 0, old);
            segment.processes().ended(old, 137);
            int taken;
            do { // until the same row is claimed again
                taken = segment.processes().claim("New", 1, "java", session.me());
                if ((taken & 0xfff) != (old & 0xfff)) {
                    segment.processes().started(taken, ProcessHandle.current().pid());
                }
            } while ((taken & 0xfff) != (old & 0xfff));
            segment.processes().started(taken, ProcessHandle.current().pid());
            Mutex.lock(segment, block, 0, session.me());
            Mutex.unlock(block, 0);
        }
    }
}
