package parley.interleavings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import parley.trace.UserFailure;

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

    /** Who takes one of the two locks never gives it back itself, so a bias ends while it is held, free, or about to be. */
    @Test
    void whatOneTakesAnotherGivesBack() {
        Schedules.explore(schedule -> {
            StandIn giver = schedule.process("giver");
            StandIn taker = schedule.process("taker");
            StandIn passer = schedule.process("passer");
            Lock empty = giver.has(Lock::new);
            Lock full = taker.has(Lock::new);
            Lock fullThere = giver.has(() -> Lock.attach(full.address()));
            Lock emptyThere = taker.has(() -> Lock.attach(empty.address()));
            Lock emptyElsewhere = passer.has(() -> Lock.attach(empty.address()));
            full.acquire();
            int[] place = new int[1];
            List<Integer> got = new ArrayList<>();
            int alone = schedule.random().nextInt(4);
            schedule.start(giver, () -> {
                for (int i = 0; i < alone; i++) {
                    empty.acquire();
                    empty.release();
                }
                for (int i = 1; i <= 2 * ROUNDS; i++) {
                    empty.acquire();
                    place[0] = i;
                    fullThere.release();
                }
            });
            schedule.start(taker, () -> {
                for (int i = 0; i < 2 * ROUNDS; i++) {
                    full.acquire();
                    got.add(place[0]);
                    emptyThere.release();
                }
            });
            schedule.start(passer, () -> {
                if (emptyElsewhere.acquire(false, null)) { // and somebody who only looks in
                    emptyElsewhere.release();
                }
            });
            return () -> {
                assertEquals(List.of(1, 2, 3, 4, 5, 6), got);
                assertTrue(full.locked() && !empty.locked());
            };
        });
    }

    @Test
    void whoGaveItsOwnLockAwayGivesBackTheOthers() {
        Schedules.explore(schedule -> {
            StandIn first = schedule.process("first");
            StandIn second = schedule.process("second");
            Lock lock = first.has(Lock::new);
            Lock there = second.has(() -> Lock.attach(lock.address()));
            schedule.start(first, () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    lock.acquire();
                    lock.release();
                }
                lock.acquire();
                there.release();
                there.acquire();
                lock.release();
                assertTrue(!lock.locked(), "of the other");
                assertTrue(there.acquire(false, null));
                assertThrows(UserFailure.class, () -> {
                    lock.release();
                    lock.release();
                });
            });
            return () -> {};
        });
    }

    /** The first lock that a thread has used alone is held by it, or free, when the others come. */
    @Test
    void aThreadsOwnLockIsTheOthersTooWhenTheyCome() {
        Schedules.explore(schedule -> {
            List<StandIn> all = List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"));
            long address = all.getFirst().has(Lock::new).address();
            Room room = new Room();
            int[] taken = new int[1];
            for (int number = 0; number < 3; number++) {
                StandIn process = all.get(number);
                Lock lock = process.has(() -> Lock.attach(address));
                int rounds = number == 0 ? 4 * ROUNDS : ROUNDS;
                boolean tries = number == 2;
                schedule.start(process, () -> {
                    for (int i = 0; i < rounds; i++) {
                        if (lock.acquire(!tries, null)) {
                            assertTrue(lock.isMine() && lock.locked());
                            taken[0]++;
                            room.visit(process, schedule);
                            lock.release();
                        }
                    }
                });
            }
            return () -> assertEquals(room.visits, taken[0]);
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
