package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import parley.eval.Candidate;
import parley.eval.Completeness;
import parley.eval.Outcome;
import parley.eval.Variable;
import parley.trace.FailureKind;
import parley.wire.Encoder;

class MessageCodecTest {
    static Stream<Message> messages() {
        return Stream.of(
                new Message.Eval(1, "java", "int n = 3\n\ud800"),
                new Message.AskWhole(2, "python", "if 1:"),
                new Message.AskCandidates(3, "java", "Sys", 3),
                new Message.AskText(4, "java", "System", 0),
                new Message.AskVariables(5, "java"),
                new Message.AskShared(6, "java"),
                new Message.Interrupt(),
                new Message.Line(7, "äöü"),
                new Message.Line(8, null),
                new Message.Command(8, "p x"),
                new Message.Leave(),
                new Message.Ready("python"),
                new Message.LineWanted(9),
                new Message.CommandWanted(9, "(Pdb) "),
                new Message.CommandsEnd(),
                new Message.Ended(10, new Outcome.Done()),
                new Message.Ended(11, new Outcome.Value("[1, 2]")),
                new Message.Ended(12, new Outcome.Failed(FailureKind.STOPPED, "")),
                new Message.Ended(13, new Outcome.Left(-3)),
                new Message.Whole(14, Completeness.INCOMPLETE),
                new Message.Candidates(15, List.of(new Candidate("System", 0), new Candidate("out", 7))),
                new Message.Text(16, "text"),
                new Message.Variables(17, List.of(new Variable("n", "int", "3"))),
                new Message.Shared(18, Map.of("q", "Queue-1")),
                new Message.Broken(19, "trace"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageArrivesAsItWasSent(Message message) {
        assertEquals(message, MessageCodec.decode(MessageCodec.encode(message)));
    }

    @Test
    void everyKindOfMessageIsTried() {
        long kinds = Stream.of(Message.class.getDeclaredClasses())
                .filter(Class::isRecord)
                .count();
        assertEquals(kinds, messages().map(Message::getClass).distinct().count());
    }

    @Test
    void refusesWhatIsNoMessage() {
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[] {99},
                new Encoder().text("Eval").toBytes(),
                new Encoder().list(1).text("Eval").toBytes(),
                new Encoder().list(2).text("Ready").integer(1).toBytes(),
                new Encoder().list(1).text("Surprise").toBytes())) {
            assertThrows(IllegalArgumentException.class, () -> MessageCodec.decode(bytes));
        }
    }

    @Test
    void cutsTextsThatNoScreenWouldShow() {
        String huge = "x".repeat(MessageCodec.LONGEST_TEXT + 10);
        byte[] bytes = MessageCodec.encode(new Message.Ended(1, new Outcome.Value(huge)));
        assertTrue(bytes.length < Connection.LONGEST_FRAME);
        assertTrue(((Outcome.Value) ((Message.Ended) MessageCodec.decode(bytes)).outcome())
                .text()
                .endsWith("x…"));
    }
}
