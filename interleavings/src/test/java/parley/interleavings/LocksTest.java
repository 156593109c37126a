package parley.interleavings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.memory.Mutex;
import parley.memory.Segment;
import parley.memory.StandIn;
import parley.memory.VarHandles;
import parley.sync.Lock;
import parley.sync.RLock;
import parley.sync.Semaphore;
import parley.sync.Takeover;

class LocksTest {
    private static final int ROUNDS = 3;

    /** Who is inside of what only one may be in. */
    private static final class Room {
        private StandIn inside;
        private int visits;

        void visit(StandIn who, Schedule schedule) {
            assertTrue(inside == null || schedule.isKilled(inside), "two at once");
            inside = who;
            Schedule.step();
            assertTrue(inside == who, "two at once");
            inside = null;
            visits++;
        }
    }

    @Test
    void aMutexLetsOneInAtATimeAndIsTakenFromTheDead() {
        Schedules.explore(schedule -> {
            Segment segment = schedule.segment();
            var block = segment.block(segment.allocate(64, 1), 64);
            Room room = new Room();
            List<StandIn> all = List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"));
            for (StandIn process : all) {
                int me = process.member().owner();
                schedule.start(process, () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Mutex.lock(segment, block, 0, me);
                        room.visit(process, schedule);
                        Mutex.unlock(block, 0);
                    }
                });
            }
            schedule.kill(all.toArray(StandIn[]::new));
            return () -> {
                boolean killed = all.stream().anyMatch(schedule::isKilled);
                assertTrue(room.visits == ROUNDS * 3 || killed, "visits=" + room.visits);
                assertTrue((int) VarHandles.INT.get(block, 0L) == 0 || killed, "free at the end");
            };
        });
    }

    @Test
    void aLockIsHeldByOneAtATimeAndItsNextOwnerIsToldOfADeadOne() {
        Schedules.explore(schedule -> {
            List<StandIn> all = List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"));
            long address = all.getFirst().has(Lock::new).address();
            Room room = new Room();
            List<String> told = new ArrayList<>();
            boolean[] died = new boolean[1]; // inside
            for (StandIn process : all) {
                Lock lock = process.has(() -> Lock.attach(address));
                schedule.start(process, () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Takeover.Outcome outcome = Takeover.collect(() -> lock.acquire(true, null));
                        assertTrue(outcome.taken());
                        if (outcome.warning() != null) {
                            told.add(outcome.warning());
                        }
                        died[0] |= room.inside != null;
                        room.visit(process, schedule);
                        lock.release();
                    }
                });
            }
            schedule.kill(all.toArray(StandIn[]::new));
            return () -> {
                boolean killed = all.stream().anyMatch(schedule::isKilled);
                assertTrue(room.visits == ROUNDS * 3 || killed, "visits=" + room.visits);
                assertTrue(told.size() <= (killed ? 1 : 0), () -> "told=" + told);
                assertTrue(!died[0] || told.size() == 1, "died inside, and nobody was told");
            };
        });
    }

    @Test
    void whoGivesUpOrOnlyTriesLeavesTheLockWhole() {
        Schedules.explore(schedule -> {
            List<StandIn> all = List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"));
            long address = all.getFirst().has(Lock::new).address();
            Room room = new Room();
            int[] got = new int[1];
            for (int i = 0; i < 3; i++) {
                StandIn process = all.get(i);
                Lock lock = process.has(() -> Lock.attach(address));
                Double patience = i == 0 ? null : i == 1 ? 0.01 : (Double) 0.0;
                schedule.start(process, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        if (lock.acquire(true, patience)) {
                            room.visit(process, schedule);
                            got[0]++;
                            lock.release();
                        }
                    }
                });
            }
            schedule.timesOut();
            Lock after = all.getFirst().has(() -> Lock.attach(address));
            return () -> {
                assertTrue(got[0] >= ROUNDS, "who waits without end gets it");
                assertEquals(got[0], room.visits);
                assertTrue(!after.locked());
            };
        });
    }

    @Test
    void anRLockIsTakenAgainByItsOwnerOnly() {
        Schedules.explore(schedule -> {
            List<StandIn> all = List.of(schedule.process("a"), schedule.process("b"));
            long address = all.getFirst().has(RLock::new).address();
            Room room = new Room();
            for (StandIn process : all) {
                RLock lock = process.has(() -> RLock.attach(address));
                schedule.start(process, () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        Takeover.collect(() -> lock.acquire(true, null));
                        lock.acquire();
                        assertEquals(2, lock.count());
                        room.visit(process, schedule);
                        lock.release();
                        room.visit(process, schedule);
                        lock.release();
                    }
                });
            }
            schedule.kill(all.toArray(StandIn[]::new));
            return () -> {};
        });
    }

    @Test
    void aSemaphoreLetsInAsManyAsItHas() {
        Schedules.explore(schedule -> {
            List<StandIn> all =
                    List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"), schedule.process("d"));
            Semaphore first = all.getFirst().has(() -> new Semaphore(2));
            int[] inside = new int[1];
            for (StandIn process : all) {
                Semaphore semaphore = process.has(() -> Semaphore.attach(first.address()));
                schedule.start(process, () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        semaphore.acquire();
                        assertTrue(++inside[0] <= 2, "three at once");
                        Schedule.step();
                        inside[0]--;
                        semaphore.release();
                    }
                });
            }
            return () -> assertEquals(2, first.get_value());
        });
    }
}
