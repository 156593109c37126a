package parley.interleavings;

import parley.memory.RunFolder;
import parley.memory.Segment;

/** Many orders of the same few processes. Has no state. */
public final class Schedules {
    private static final int COUNT = Integer.getInteger("parley.schedules", 1500);
    private static final long ONLY = Long.getLong("parley.schedule", -1);
    private static final int SEGMENT = 1000;

    private Schedules() {}

    /** What is there and what it does; checks what came of it when the schedule has run. */
    @FunctionalInterface
    public interface Scene {
        Runnable set(Schedule schedule);
    }

    /** Runs the scene in so many orders; the first that fails is named. */
    public static void explore(Scene scene) {
        if (ONLY >= 0) {
            explore(scene, ONLY, ONLY + 1);
        }
        for (long from = 0; ONLY < 0 && from < COUNT; from += SEGMENT) {
            explore(scene, from, Math.min(COUNT, from + SEGMENT));
        }
    }

    private static void explore(Scene scene, long from, long to) {
        RunFolder folder = RunFolder.create();
        try {
            Segment segment = Segment.create(folder);
            segment.processes().claim("Stage", 0, "java", 0); // lives, and owns what is made before the first step
            for (long seed = from; seed < to; seed++) {
                Schedule schedule = new Schedule(segment, seed);
                try {
                    Runnable check = scene.set(schedule);
                    schedule.run();
                    check.run();
                } catch (Throwable e) {
                    throw new AssertionError("order " + seed + "\nMaybe run it alone: -Dparley.schedule=" + seed, e);
                }
            }
        } finally {
            folder.delete();
        }
    }
}
