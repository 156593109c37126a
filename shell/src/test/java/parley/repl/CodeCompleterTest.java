package parley.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.eval.Backend;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.trace.ConnectionRow;
import parley.trace.DiedFailure;
import parley.trace.ManagerRow;
import parley.trace.ProcessRow;
import parley.trace.QueueRow;

/** What Tab offers and what Enter decides, with a language that offers what the test says. */
class CodeCompleterTest {
    private List<parley.eval.Candidate> offers = List.of();
    private boolean dead;
    private String asked = "";

    private final CodeParser parser = new CodeParser(() -> "java", Fixed::new, StandardCommands.ALL);
    private final CodeCompleter completer =
            new CodeCompleter(() -> "java", Fixed::new, OneQueue::new, StandardCommands.ALL);

    /** The text after Tab for each offer: what is replaced, and by what. */
    private List<String> tab(String text) {
        var line = (CodeLine) parser.parse(text, text.length(), ParseContext.COMPLETE);
        return completer
                .offers(text, text.length(), line.start())
                .map(Candidate::value)
                .filter(value -> value.startsWith(line.word()))
                .map(value -> text.substring(0, line.start()) + value)
                .toList();
    }

    private void offer(String text, int start) {
        offers = List.of(new parley.eval.Candidate(text, start));
    }

    @Test
    void offersMayStartWhereOurWordDoes() {
        offer("println(", 11);
        assertEquals(List.of("System.out.println("), tab("System.out.pri"));
    }

    @Test
    void offersMayHoldMoreThanOurWord() {
        offer("os.path", 0);
        assertEquals(List.of("os.path"), tab("os.pa"));
    }

    @Test
    void offersMayStartAtTheCursor() {
        offer("tring", 1);
        assertEquals(List.of("String"), tab("S"));
    }

    @Test
    void codeBehindACommandIsCompletedByItsOwnLanguage() {
        offer("print", 0);
        assertEquals(List.of("%python print"), tab("%python pri"));
        assertEquals("python pri", asked);
    }

    @Test
    void commandsAreCompletedWithTheirSign() {
        assertEquals(List.of("%queues", "%quit"), tab("%qu"));
        assertTrue(tab("%").size() == StandardCommands.ALL.all().size());
        assertEquals(List.of("%help history"), tab("%help his"));
    }

    @Test
    void peekOffersQueuesByVariableAndName() {
        assertEquals(List.of("%peek q", "%peek Queue-1"), tab("%peek "));
    }

    @Test
    void runOffersFiles(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("script.py"), "");
        Files.writeString(folder.resolve(".hidden"), "");
        List<String> all = tab("%run " + folder + "/");
        assertEquals(2, all.size(), all::toString);
        assertTrue(all.contains("%run " + folder + "/sub/"), all::toString);
        assertEquals(List.of("%run " + folder + "/script.py"), tab("%run " + folder + "/sc"));
    }

    @Test
    void aDeadSessionOffersNothing() {
        dead = true;
        assertEquals(List.of(), tab("pri"));
    }

    @Test
    void enterAsksTheLanguageOfTheCode() {
        assertThrowsEof("{ a");
        assertEquals("java { a", asked);
        assertThrowsEof("%python { b");
        assertEquals("python { b", asked);
        assertThrowsEof("%time {");
        parser.parse("%ps {", 5, ParseContext.ACCEPT_LINE);
        parser.parse("name?", 5, ParseContext.ACCEPT_LINE);
        dead = true;
        parser.parse("{ a", 3, ParseContext.ACCEPT_LINE); // whoever runs it says what is wrong
    }

    private void assertThrowsEof(String text) {
        Assertions.assertThrows(EOFError.class, () -> parser.parse(text, text.length(), ParseContext.ACCEPT_LINE));
    }

    private record OneQueue() implements Look {
        @Override
        public List<ProcessRow> processes() {
            return List.of();
        }

        @Override
        public List<QueueRow> queues() {
            return List.of(new QueueRow("Queue-1", "q", 0, 0, 0, 0));
        }

        @Override
        public List<ManagerRow> managers() {
            return List.of();
        }

        @Override
        public List<ConnectionRow> connections() {
            return List.of();
        }

        @Override
        public Optional<List<byte[]>> peek(String queue) {
            return Optional.empty();
        }
    }

    private final class Fixed implements Backend {
        private final String name;

        Fixed(String name) {
            this.name = name;
        }

        private void asked(String code) {
            if (dead) {
                throw new DiedFailure("gone");
            }
            asked = name + " " + code;
        }

        @Override
        public String language() {
            return name;
        }

        @Override
        public Completeness completeness(String code) {
            asked(code);
            return code.contains("{") ? Completeness.INCOMPLETE : Completeness.COMPLETE;
        }

        @Override
        public Outcome eval(String code) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<parley.eval.Candidate> complete(String code, int cursor) {
            asked(code);
            return offers;
        }

        @Override
        public String inspect(String code, int cursor) {
            return "";
        }

        @Override
        public List<Variable> variables() {
            return List.of();
        }

        @Override
        public Map<String, String> shared() {
            return Map.of();
        }

        @Override
        public void interrupt() {}

        @Override
        public void close() {}
    }
}
