package parley.python;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.ParleyProcess;
import parley.ParleyProcess.Ended;

/** Breakpoints in children; commands come through the standard input of the program. */
class DebuggerIT {
    @ParameterizedTest
    @ValueSource(strings = {"fork", "forkserver", "spawn"})
    void childrenAtBreakpointsTakeTurnsAtTheTerminal(String method) throws Exception {
        Path script = Path.of(Objects.requireNonNull(DebuggerIT.class.getResource("breakpoints.py"))
                .toURI());
        Ended ended = ParleyProcess.of("run", script.toString(), method)
                .input("p x\nn\np y\nc\n" + "p x\nq\n" + "p 'main'\nc\n")
                .run();
        String out = ended.out().replaceAll("\\(pid \\d+\\)", "(pid)").replaceAll("> /.*/", "> ");
        assertEquals("""
                Process-1 (pid) is at a breakpoint
                > breakpoints.py(12)f()
                -> y += 1
                (Pdb) 3
                (Pdb) > breakpoints.py(13)f()
                -> return y
                (Pdb) 7
                (Pdb) 0
                Process-2 (pid) is at a breakpoint
                > breakpoints.py(12)f()
                -> y += 1
                (Pdb) 4
                (Pdb) 1
                > breakpoints.py(24)<module>()
                -> print('end')
                (Pdb) 'main'
                (Pdb) end
                """, out, ended.err());
        assertTrue(ended.err().contains("bdb.BdbQuit"), ended.err());
        assertEquals(0, ended.exit());
    }
}
