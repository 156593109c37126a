package parley.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parley.memory.Member;
import parley.memory.ObjectTable;
import parley.memory.ProcessTable;
import parley.memory.VarHandles;

/** What becomes of a lock whose owner was killed; each in a JVM of its own, since the environment decides. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DeadOwnersIT {
    @Test
    void withTheSettingWaitTheLockIsNeverFreeAgain() throws Exception {
        assertEquals("false false", run("wait"));
    }

    @Test
    void withoutItTheNextGetsTheLockWithAWarning() throws Exception {
        assertEquals(
                "warning: the owner of a lock ended without releasing it: lock=Lock-1 (till), owner=Unlucky (pid 4711)\n"
                        + "Maybe what it guards is half written.\ntrue false",
                run(""));
    }

    private static String run(String setting) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DeadOwnersIT.class.getName())
                .redirectErrorStream(true);
        builder.environment().put(Takeover.SETTING, setting);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said.strip();
    }

    public static void main(String[] arguments) {
        Lock lock = new Lock();
        Member member = Member.current();
        member.segment().objects().label(Map.of("till", lock.name()));
        ProcessTable processes = member.segment().processes();
        int dead = processes.claim("Unlucky", 1, "java", member.owner());
        processes.started(dead, 4711);
        processes.ended(dead, 137);
        VarHandles.INT.setVolatile(
                member.segment().block(lock.address(), ObjectTable.BODY + 64), ObjectTable.BODY, dead);
        IO.println(lock.acquire(true, 0.1) + " " + lock.acquire(false, null));
    }
}
