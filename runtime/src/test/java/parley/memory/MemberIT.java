package parley.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MemberIT {
    private static final int KILLED = 3;

    static final class Rehearsing {
        private Rehearsing() {}

        public static void main(String[] args) {
            Member.rehearseAlone(() -> Runtime.getRuntime().halt(KILLED));
        }
    }

    @Test
    void whoIsKilledWhileItRehearsesAloneLeavesNoFolder() throws IOException, InterruptedException {
        String java = System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
        Process process = new ProcessBuilder(
                        java, "-cp", System.getProperty("java.class.path"), Rehearsing.class.getName())
                .inheritIO()
                .start();
        assertEquals(KILLED, process.waitFor());
        try (var left = Files.newDirectoryStream(RunFolder.base(), "parley-*-" + process.pid() + "-*")) {
            List<Path> folders = new ArrayList<>();
            left.forEach(folders::add);
            assertEquals(List.of(), folders);
        }
    }
}
