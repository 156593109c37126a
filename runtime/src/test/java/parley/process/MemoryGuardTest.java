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
        assertDoesNotThrow(() -> MemoryGuard.check("Process-1", MemoryGuard.freeMegabytes(NONE, NONE, NONE)));
    }

    @Test
    void whatIsFreeIsTheMachinesOrTheContainersIfThatHasLess() {
        assertEquals(2000, MemoryGuard.freeMegabytes(MACHINE, NONE, NONE));
        assertEquals(2000, MemoryGuard.freeMegabytes(MACHINE, List.of("max"), List.of("1048576")), "no limit");
        assertEquals(100, MemoryGuard.freeMegabytes(MACHINE, List.of("209715200"), List.of("104857600")));
        assertEquals(2000, MemoryGuard.freeMegabytes(MACHINE, List.of("17179869184"), List.of("104857600")));
        assertEquals(0, MemoryGuard.freeMegabytes(MACHINE, List.of("104857600"), List.of("104861696")), "over it");
        assertEquals(100, MemoryGuard.freeMegabytes(NONE, List.of("209715200"), List.of("104857600")));
    }
}
