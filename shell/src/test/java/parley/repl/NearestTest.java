package parley.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is offered for a mistyped name, and what is too far away to be meant. */
class NearestTest {
    private static String nearest(String typed, String... known) {
        return Nearest.maybe(typed, List.of(known));
    }

    @Test
    void oneWrongLetterIsATypo() {
        assertEquals("\nMaybe python", nearest("pithon", "java", "python"));
        assertEquals("\nMaybe script.py", nearest("scipt.py", "other.py", "script.py"));
        assertEquals("\nMaybe --lang", nearest("--lamg", "--help", "--lang"));
    }

    @Test
    void swappedLettersAreOneTypo() {
        assertEquals("\nMaybe run", nearest("rnu", "run", "present", "doctor"));
        assertEquals("\nMaybe doctor", nearest("dotcor", "run", "present", "doctor"));
    }

    @Test
    void aMissingExtensionIsATypo() {
        assertEquals("\nMaybe processes.jsh", nearest("processes.js", "processes.jsh"));
        assertEquals("\nMaybe two_processes.py", nearest("two_processes", "two_processes.py"));
    }

    @Test
    void anotherCaseIsATypoHoweverShortTheName() {
        assertEquals("\nMaybe a.py", nearest("A.py", "b.py", "a.py"));
        assertEquals("\nMaybe README.ipynb", nearest("readme.ipynb", "README.ipynb"));
        assertEquals("\nMaybe python", nearest("PITHON", "java", "python"));
    }

    @Test
    void aBeginningStandsForTheOnlyNameThatHasIt() {
        assertEquals("\nMaybe %python", nearest("%py", "%ps", "%python"));
        assertEquals("", nearest("%p", "%peek", "%python"));
        assertEquals("", nearest("pre", "present", "prepare"));
    }

    @Test
    void anUnknownWordGetsNoSuggestion() {
        assertEquals("", nearest("banana", "run", "present", "doctor"));
        assertEquals("", nearest("ruby", "java", "python"));
        assertEquals("", nearest("x"));
    }

    @Test
    void aSharedExtensionMakesNoNameAlike() {
        assertEquals("", nearest("nope.jsh", "a.jsh"));
        assertEquals("", nearest("b.py", "a.py"));
    }

    @Test
    void aSharedFolderMakesNoNameAlike() {
        assertEquals("", nearest("scripts/nope.jsh", "scripts/lock.jsh"));
        assertEquals("\nMaybe scripts/lock.jsh", nearest("scripts/lokc.jsh", "scripts/pool.jsh", "scripts/lock.jsh"));
    }

    @Test
    void theNearestOfSeveralIsOffered() {
        assertEquals("\nMaybe 02_subclass.py", nearest("02_sublass.py", "01_subclass.py", "02_subclass.py"));
    }
}
