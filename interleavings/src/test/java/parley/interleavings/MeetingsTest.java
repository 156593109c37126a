package parley.interleavings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import parley.memory.StandIn;
import parley.sync.Barrier;
import parley.sync.BrokenBarrier;
import parley.sync.Condition;
import parley.sync.Event;
import parley.sync.Takeover;

class MeetingsTest {
    @Test
    void aConditionsWakeUpIsNeverLostAndGoesToOneWhoLives() {
        Schedules.explore(schedule -> {
            StandIn maker = schedule.process("maker");
            List<StandIn> takers = List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"));
            Condition first = maker.has(Condition::new);
            int[] goods = new int[1];
            int[] taken = new int[1];
            for (StandIn process : takers) {
                Condition condition = process.has(() -> Condition.attach(first.address()));
                schedule.start(
                        process,
                        () -> quietly(() -> {
                            for (int i = 0; i < 2; i++) {
                                condition.acquire();
                                while (goods[0] == 0) {
                                    condition.await(null);
                                }
                                goods[0]--;
                                taken[0]++;
                                condition.release();
                            }
                        }));
            }
            schedule.start(
                    maker,
                    () -> quietly(() -> {
                        for (int i = 0; i < 6; i++) {
                            first.acquire();
                            goods[0]++;
                            first.notify(1);
                            first.release();
                        }
                    }));
            schedule.kill(takers.toArray(StandIn[]::new));
            return () -> {
                int killed = (int) takers.stream().filter(schedule::isKilled).count();
                assertTrue(taken[0] >= 6 - 2 * killed, "taken=" + taken[0]);
            };
        });
    }

    @Test
    void whoWaitsWithATimeoutIsWokenOnceOrLeavesTheLine() {
        Schedules.explore(schedule -> {
            StandIn waker = schedule.process("waker");
            Condition first = waker.has(Condition::new);
            int[] woken = new int[2];
            for (String name : List.of("a", "b")) {
                StandIn process = schedule.process(name);
                Condition condition = process.has(() -> Condition.attach(first.address()));
                schedule.start(process, () -> {
                    try (var _ = condition.hold()) {
                        woken[0] += condition.await(0.02) ? 1 : 0;
                    }
                });
            }
            schedule.start(waker, () -> {
                try (var _ = first.hold()) {
                    woken[1] = first.waiters();
                    first.notify(1);
                }
            });
            schedule.timesOut();
            return () -> {
                assertTrue(woken[0] <= Math.min(1, woken[1]), () -> "in line=" + woken[1] + ", woken=" + woken[0]);
                assertEquals(0, first.waiters(), "nobody stands in line");
            };
        });
    }

    /** A killed owner's lock is told of, which is not what these tests are about. */
    private static void quietly(Runnable body) {
        Takeover.Outcome _ = Takeover.collect(() -> {
            body.run();
            return true;
        });
    }

    @Test
    void anEventWakesAllWhoWaitAlsoWhenItIsClearedAtOnce() {
        Schedules.explore(schedule -> {
            StandIn setter = schedule.process("setter");
            Event event = setter.has(Event::new);
            Event ready = setter.has(Event::new);
            int[] waiting = new int[1];
            for (String name : List.of("a", "b")) {
                StandIn process = schedule.process(name);
                Event mine = process.has(() -> Event.attach(event.address()));
                Event there = process.has(() -> Event.attach(ready.address()));
                schedule.start(process, () -> {
                    if (++waiting[0] == 2) {
                        there.set();
                    }
                    mine.await();
                });
            }
            schedule.start(setter, () -> {
                ready.await();
                event.set();
                if (schedule.random().nextBoolean()) {
                    event.set();
                }
            });
            return () -> assertTrue(event.is_set());
        });
    }

    @Test
    void aBarrierOpensForAllAndClosesBehindThemAndBreaksWhereOneDies() {
        Schedules.explore(schedule -> {
            List<StandIn> all = List.of(schedule.process("a"), schedule.process("b"), schedule.process("c"));
            long address = all.getFirst().has(() -> new Barrier(3)).address();
            List<List<Integer>> rounds = List.of(new ArrayList<>(), new ArrayList<>());
            Set<StandIn> inside = new HashSet<>();
            for (StandIn process : all) {
                Barrier barrier = process.has(() -> Barrier.attach(address));
                schedule.start(process, () -> {
                    for (List<Integer> round : rounds) {
                        inside.add(process);
                        try {
                            quietly(() -> round.add(barrier.await()));
                        } catch (BrokenBarrier e) {
                            assertTrue(all.stream().anyMatch(schedule::isKilled), "broken, and all live");
                            inside.remove(process);
                            return;
                        }
                        inside.remove(process); // not in a finally: one who still waits at the end stays
                    }
                });
            }
            schedule.kill(all.toArray(StandIn[]::new));
            schedule.timesOut(); // it looks every tenth of a second for those who were killed
            schedule.mayWait(); // for one who was killed before it came
            Barrier after = all.getFirst().has(() -> Barrier.attach(address));
            return () -> {
                inside.removeIf(schedule::isKilled);
                boolean somebodyLooks = !inside.isEmpty();
                assertTrue(!somebodyLooks || after.n_waiting() <= inside.size(), "a dead one keeps its seat");
                if (all.stream().noneMatch(schedule::isKilled)) {
                    List<Integer> numbers = IntStream.range(0, 3).boxed().toList();
                    rounds.forEach(round ->
                            assertEquals(numbers, round.stream().sorted().toList()));
                    assertFalse(after.broken());
                }
            };
        });
    }
}
