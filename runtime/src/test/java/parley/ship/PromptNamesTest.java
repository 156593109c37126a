package parley.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"REPL.$JShell$5", "REPL.$JShell$5B", "REPL.$JShell$5_7C", "REPL.$JShell$5v12"})
    void wrappersAreTold(String name) {
        assertTrue(PromptNames.isPrompt(name));
        assertTrue(PromptNames.isWrapper(name));
        assertEquals("", PromptNames.typed(name));
    }

    @ParameterizedTest
    @CsvSource({
        "REPL.$JShell$5$Point, Point",
        "REPL.$JShell$5B$Outer$Inner, Outer$Inner",
        "REPL.$JShell$5$V1, V1",
        "java.lang.String, java.lang.String"
    })
    void aClassHasTheNameThatWasTyped(String name, String typed) {
        assertFalse(PromptNames.isWrapper(name));
        assertEquals(typed, PromptNames.typed(name));
    }

    @Test
    void namesWithinATextAreAsTyped() {
        assertEquals(
                "because \"s\" is null in Point@1a",
                PromptNames.typedIn("because \"REPL.$JShell$40.s\" is null in REPL.$JShell$4B$Point@1a"));
    }

    @Test
    void aLaterVersionKeepsTheFirstName() {
        String later = PromptNames.version("REPL.$JShell$5", 3);
        assertTrue(PromptNames.isWrapper(later));
        assertEquals("REPL.$JShell$5", PromptNames.withoutVersion(later));
        assertEquals("REPL.$JShell$5$Av3", PromptNames.withoutVersion("REPL.$JShell$5$Av3"));
    }
}
