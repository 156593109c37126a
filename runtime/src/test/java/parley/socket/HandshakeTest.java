package parley.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.socket.Handshake.Move;
import parley.socket.Handshake.Round;

class HandshakeTest {
    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] nonce(String digest, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return join(ascii(digest), bytes);
    }

    private static Move answer(String key, byte[] challenge) {
        Handshake handshake = new Handshake(ascii(key), Round.ANSWER);
        handshake.begin();
        return handshake.next(join(ascii("#CHALLENGE#"), challenge));
    }

    /** What CPython's hmac gives. */
    @ParameterizedTest
    @CsvSource({
        "key, '', 20, 5b2709aec5bcecbd08bd1f92d77ecea1",
        "key, {sha256}, 40, 05b37335205f51ff483146e965fdf576943e0e64675a64ceccba80b6704d76b8",
        "'', {sha256}, 40, d18b190a737f779d3125c4a2dfddcebf933e2f2713bc92fbe386ca25df9fd7af",
        "LONG, {sha3_384}, 40, 5d75b6c1921fa42ef95bc2aca6aa36576ba586780437d35df71556725b492d4deed8ef390e94b027c87019f41d466d45",
    })
    void answersAreThoseOfPython(String key, String digest, int length, String mac) {
        String secret = key.equals("LONG") ? "k".repeat(200) : key;
        byte[] sent = answer(secret, nonce(digest, length)).send().getFirst();
        assertArrayEquals(join(ascii(digest), HexFormat.of().parseHex(mac)), sent);
    }

    @Test
    void bothSidesProveTheKeyInFourMessagesEach() {
        Handshake server = new Handshake(ascii("key"), Round.DELIVER, Round.ANSWER);
        Handshake client = new Handshake(ascii("key"), Round.ANSWER, Round.DELIVER);
        List<byte[]> toClient = server.begin().send();
        assertTrue(client.begin().send().isEmpty());
        while (!server.isDone() || !client.isDone()) {
            List<byte[]> toServer = toClient.stream()
                    .flatMap(message -> client.next(message).send().stream())
                    .toList();
            toClient = toServer.stream()
                    .flatMap(message -> server.next(message).send().stream())
                    .toList();
            assertFalse(toServer.isEmpty() && toClient.isEmpty() && !client.isDone());
        }
        assertTrue(toClient.isEmpty());
    }

    @Test
    void whoConnectsSendsItsChallengeWithItsAnswerAndNoSecondOne() {
        Handshake client = new Handshake(ascii("key"), Round.ANSWER, Round.DELIVER);
        client.begin();
        assertFalse(client.isLast());
        List<byte[]> sent =
                client.next(join(ascii("#CHALLENGE#"), nonce("{sha256}", 40))).send();
        assertEquals(2, sent.size());
        assertTrue(new String(sent.get(1), StandardCharsets.ISO_8859_1).startsWith("#CHALLENGE#{sha256}"));
        assertTrue(client.next(ascii("#WELCOME#")).send().isEmpty());
        assertTrue(client.isLast());
        Handshake server = new Handshake(ascii("key"), Round.ANSWER);
        server.begin();
        byte[] answer = server.next(sent.get(1)).send().getFirst();
        assertArrayEquals(ascii("#WELCOME#"), client.next(answer).send().getFirst());
        assertTrue(client.isDone());
    }

    /** Python before 3.12 knows no names of digests, and answers a challenge of any length by MD5. */
    @Test
    void anAnswerByMd5IsTaken() throws Exception {
        Handshake server = new Handshake(ascii("key"), Round.DELIVER);
        byte[] message = server.begin().send().getFirst();
        byte[] challenge = Arrays.copyOfRange(message, "#CHALLENGE#".length(), message.length);
        var mac = javax.crypto.Mac.getInstance("HmacMD5");
        mac.init(new javax.crypto.spec.SecretKeySpec(ascii("key"), "HmacMD5"));
        Move move = server.next(mac.doFinal(challenge));
        assertNull(move.refusal());
        assertTrue(server.isDone());
        assertArrayEquals(ascii("#WELCOME#"), move.send().getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{md5}", "{sha256}", "{sha1}xxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxxxxxxxx", "#WELCOME#", "{"})
    void anythingElseIsAFailureAndNothingComesAfterIt(String answer) {
        Handshake server = new Handshake(ascii("key"), Round.DELIVER, Round.ANSWER);
        server.begin();
        Move move = server.next(ascii(answer));
        assertEquals("digest received was wrong", move.refusal());
        assertArrayEquals(ascii("#FAILURE#"), move.send().getFirst());
        assertFalse(server.isDone());
        assertNotEquals(null, server.next(ascii("#WELCOME#")).refusal());
    }

    @ParameterizedTest
    @CsvSource({
        "'', expected challenge",
        "hello, expected challenge",
        "#CHALLENGE#short, too short",
        "#CHALLENGE#{sha1}xxxxxxxxxxxxxxxxxxxxxxxxx, no digest that is allowed",
        "#CHALLENGE#xxxxxxxxxxxxxxxxxxxxx, no digest that is allowed",
    })
    void aChallengeThatIsNoneIsRefused(String challenge, String why) {
        Handshake client = new Handshake(ascii("key"), Round.ANSWER);
        client.begin();
        Move move = client.next(ascii(challenge));
        assertTrue(String.valueOf(move.refusal()).contains(why), move.refusal());
        assertTrue(move.send().isEmpty());
    }

    @Test
    void everyChallengeIsAnotherAndNoTextHoldsTheKey() {
        Handshake server = new Handshake(ascii("key"), Round.DELIVER);
        byte[] one = server.begin().send().getFirst();
        byte[] other = new Handshake(ascii("key"), Round.DELIVER).begin().send().getFirst();
        assertFalse(Arrays.equals(one, other));
        assertFalse(server.toString().contains("key"));
    }
}
