package parley.process;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.trace.UserFailure;

class MemoryGuardTest {
    private static final List<String> MACHINE =
            List.of("MemTotal:       24684060 kB", "MemFree:         1024000 kB", "MemAvailable:    2048000 kB");
    private static final List<String> NONE = List.of();
    private static final long UNKNOWN = -1;

    @Test
    void oneThatDoesNotFitIsRefusedWithTheNumbers() {
        var error = assertThrows(UserFailure.class, () -> MemoryGuard.check("Process-7", 319));
        assertEquals("""
                no memory for another process: name=Process-7, free=319 MB, needed=64 MB, kept free=256 MB
                Maybe end some processes, or start fewer at a time""", error.getMessage());
        assertThrows(UserFailure.class, () -> MemoryGuard.check("Process-8", 0));
    }

    @Test
    void oneThatFitsIsNotNorOneWhereTheSystemDoesNotTell() {
        assertDoesNotThrow(() -> MemoryGuard.check("Process-1", 320));
        assertDoesNotThrow(() -> MemoryGuard.check("Process-1", MemoryGuard.ofMachine(NONE)));
    }

    @Test
    void whatIsFreeIsTheMachinesOrTheContainersIfThatHasLess() {
        assertEquals(2000, MemoryGuard.ofMachine(MACHINE));
        assertEquals(100, MemoryGuard.ofContainer(209_715_200, 104_857_600, UNKNOWN));
        assertEquals(0, MemoryGuard.ofContainer(104_857_600, 104_861_696, 0), "over it");
        assertEquals(UNKNOWN, MemoryGuard.ofContainer(104_857_600, UNKNOWN, UNKNOWN));
        assertEquals(100, MemoryGuard.least(2000, 100));
        assertEquals(100, MemoryGuard.least(100, 2000));
        assertEquals(100, MemoryGuard.least(UNKNOWN, 100));
        assertEquals(2000, MemoryGuard.least(2000, UNKNOWN));
    }

    /** Or a container that has read many files could start nothing any more. */
    @Test
    void whatAContainerOnlyKeepsOfFilesIsFree() {
        List<String> statistics = List.of("anon 104857600", "inactive_anon 1", "inactive_file 52428800");
        assertEquals(
                50, MemoryGuard.ofContainer(157_286_400, 157_286_400, MemoryGuard.value(statistics, "inactive_file ")));
    }

    @Test
    void aContainerWithoutALimitHasNone() {
        assertEquals(UNKNOWN, MemoryGuard.number(List.of("max")));
        assertEquals(UNKNOWN, MemoryGuard.number(List.of("9223372036854771712")), "the first version's");
        assertEquals(104_857_600, MemoryGuard.number(List.of("104857600")));
    }
}
