package parley.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.interleavings.Schedules;

class ObjectsTest {
    @Test
    void whoLooksFindsWhatStaysWhileOthersMakeAndTakeOutAndDie() {
        Schedules.explore(schedule -> {
            Segment segment = schedule.segment();
            ObjectTable objects = segment.objects();
            long stays = objects.create(ObjectKind.BARRIER, 64, 1);
            Set<Long> out = new HashSet<>();
            List<StandIn> makers = List.of(schedule.process("a"), schedule.process("b"));
            for (StandIn maker : makers) {
                int me = maker.member().owner();
                schedule.start(maker, () -> {
                    List<Long> mine = new ArrayList<>();
                    for (int i = 0; i < 4; i++) {
                        mine.add(objects.create(ObjectKind.LOCK, 64, me));
                    }
                    for (long address : mine.subList(1, 3)) {
                        VarHandles.INT.setVolatile(
                                segment.block(address, ObjectTable.BODY), ObjectTable.FLAGS, ObjectTable.DROPPED);
                        objects.unlinkDropped(me);
                        out.add(address);
                        segment.free(address, 128, me);
                        assertTrue(objects.all(ObjectKind.BARRIER).contains(stays));
                    }
                    assertTrue(objects.all(ObjectKind.LOCK).containsAll(List.of(mine.getFirst(), mine.getLast())));
                });
            }
            schedule.start(schedule.process("front"), () -> {
                for (int i = 0; i < 3; i++) {
                    assertTrue(objects.all(ObjectKind.BARRIER).contains(stays), "what stays is missing");
                }
            });
            schedule.kill(makers.toArray(StandIn[]::new));
            return () -> {
                List<Long> left = objects.all(ObjectKind.LOCK);
                assertEquals(left.size(), Set.copyOf(left).size(), "twice in the list");
                left.forEach(out::remove);
                VarHandles.INT.setVolatile(
                        segment.block(stays, ObjectTable.BODY), ObjectTable.FLAGS, ObjectTable.DROPPED);
                for (long address : left) {
                    VarHandles.INT.setVolatile(
                            segment.block(address, ObjectTable.BODY), ObjectTable.FLAGS, ObjectTable.DROPPED);
                }
                objects.unlinkDropped(1);
                assertEquals(List.of(), objects.all(ObjectKind.LOCK), "for the next order");
            };
        });
    }
}
