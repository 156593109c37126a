package parley.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.trace.UserFailure;

class PythonCommandTest {
    private static PythonCommand read(String... words) {
        return PythonCommand.read(List.of(words));
    }

    @Test
    void whatFollowsTheProgramIsItsOwn() {
        assertEquals(
                new PythonCommand.File("a.py"), read("-u", "a.py", "-c", "x").source());
        assertEquals(List.of("-c", "x"), read("-u", "a.py", "-c", "x").arguments());
        assertEquals(
                new PythonCommand.Module("json.tool"),
                read("-m", "json.tool", "-V").source());
        assertEquals(List.of("-V"), read("-m", "json.tool", "-V").arguments());
        assertEquals(List.of("a"), read("-", "a").arguments());
        assertEquals(new PythonCommand.File("-odd.py"), read("--", "-odd.py").source());
    }

    @Test
    void optionsShareAWordAndTheLastOneItsValue() {
        assertEquals(new PythonCommand.Code("1"), read("-uBc", "1").source());
        assertEquals(new PythonCommand.Code("1"), read("-Ec1").source());
        PythonCommand command = read("-Werror", "-uW", "ignore", "-X", "dev=1", "-Sm", "m");
        assertEquals(List.of("error", "ignore"), command.warnings());
        assertEquals(List.of("dev=1"), command.settings());
        assertEquals(new PythonCommand.Module("m"), command.source());
    }

    @Test
    void withoutAProgramItIsTheStandardInput() {
        assertEquals(new PythonCommand.Input(""), read("-q").source());
        assertTrue(read().opensPrompt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c", "-Z", "--nothing", "-uW"})
    void whatPythonWouldNotTakeIsRefused(String word) {
        assertThrows(UserFailure.class, () -> read(word));
    }
}
