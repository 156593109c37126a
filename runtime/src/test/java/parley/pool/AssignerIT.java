package parley.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.channel.Messages;
import parley.memory.Deadline;
import parley.process.StartMethod;
import parley.ship.Routine.Mode;
import parley.testing.Shipments;
import parley.trace.DiedFailure;

/** How chunks are given to workers does not depend on how those were started. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AssignerIT {
    private static final int MANY = 300;

    @Test
    void shortChunksBehindOneThatHangsAreDoneByTheOtherWorkerAndItsDeathIsOnlyThatOnes() throws Exception {
        Messages pids = Messages.create(0);
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            items.add(i == MANY / 2 ? (Object) pids.address() : (Object) i);
        }
        Dispatcher pool = new Dispatcher(
                new Staff(2, "method", null, 0, StartMethod.available().getFirst(), true));
        try {
            Job job = pool.submit(
                    Shipments.of(Functions.class, "hangAtLong"), Mode.MAP, Shipments.chunks(items, 1), _ -> {});
            long pid = ((Number) Shipments.value(pids.get(Deadline.FOREVER))).longValue();
            for (int i = 0; i < MANY; i++) {
                if (i != MANY / 2) {
                    assertEquals(List.of(i), Shipments.value(job.get(i, Deadline.FOREVER)));
                }
            }
            pool.workers().stream().filter(child -> child.pid() == pid).forEach(child -> child.kill());
            assertThrows(DiedFailure.class, () -> job.get(MANY / 2, Deadline.FOREVER));
        } finally {
            pool.terminate();
            pool.join();
        }
    }
}
