package parley.socket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.trace.BugFailure;

/**
 * How two sides prove to each other that they know a key: messages in, messages out. Speaks the form of Python 3.12 and
 * the one before. For one thread, one connection.
 *
 * <pre>
 *   deliver   AWAITS_ANSWER ─right─▶ welcome, next round or DONE      ─wrong─▶ failure, REFUSED
 *   answer    AWAITS_CHALLENGE ─▶ answer, AWAITS_VERDICT ─welcome─▶ next round or DONE     ─else─▶ REFUSED
 * </pre>
 *
 * The challenge of a round goes with the answer of the one before it, not after its verdict: it is the same whatever that
 * says, who reads one message after the other does not notice, and two ways through the system are saved.
 */
public final class Handshake {
    /** No message of it is longer, in bytes. */
    public static final int LONGEST = 256;

    private static final byte[] CHALLENGE = ascii("#CHALLENGE#");
    private static final byte[] WELCOME = ascii("#WELCOME#");
    private static final byte[] FAILURE = ascii("#FAILURE#");
    private static final String DIGEST = "sha256";
    private static final byte[] PREFIX = ascii("{" + DIGEST + "}");
    private static final int NONCE = 40;
    private static final int SHORTEST_CHALLENGE = 20; // also the length of one that names no digest
    private static final int MD5_ANSWER = 16;

    /** The digests that may be named, as Java names them. */
    private static final Map<String, String> DIGESTS = Map.of(
            "md5", "MD5", "sha256", "SHA-256", "sha384", "SHA-384", "sha3_256", "SHA3-256", "sha3_384", "SHA3-384");

    /** What is proved, and by whom. */
    public enum Round {
        /** The other side proves that it knows the key. */
        DELIVER,
        /** This side does. */
        ANSWER
    }

    private enum State {
        AWAITS_ANSWER,
        AWAITS_CHALLENGE,
        AWAITS_VERDICT,
        DONE,
        REFUSED
    }

    /**
     * What to do now.
     *
     * @param send messages for the other side
     * @param refusal why it failed, or null
     */
    public record Move(List<byte[]> send, @Nullable String refusal) {}

    private final byte[] key;
    private final List<Round> rounds;
    private int round = -1;
    private State state = State.DONE;
    private byte[] challenge = {};
    private byte @Nullable [] expected; // the answer to it, by the digest that it names
    private @Nullable MessageDigest digest; // of that name, to be used again

    /**
     * Prepares one.
     *
     * @param key the secret; copied
     * @param rounds in order; who accepts delivers first, who connects answers first
     */
    public Handshake(byte[] key, Round... rounds) {
        this.key = key.clone();
        this.rounds = List.of(rounds);
    }

    /**
     * Starts.
     *
     * @return what to send first
     */
    public Move begin() {
        return new Move(nextRound(), null);
    }

    /**
     * Whether all is proved.
     *
     * @return false also once it failed
     */
    public boolean isDone() {
        return state == State.DONE;
    }

    /** Whether this is the last round: what comes after it is no part of the handshake. */
    boolean isLast() {
        return round >= rounds.size() - 1;
    }

    /** The length of the shortest message that can be right now, in bytes. */
    int shortest() {
        return switch (state) {
            case AWAITS_ANSWER -> MD5_ANSWER;
            case AWAITS_CHALLENGE -> CHALLENGE.length + SHORTEST_CHALLENGE;
            case AWAITS_VERDICT, DONE, REFUSED -> WELCOME.length;
        };
    }

    /** Computes what the other side computes now. */
    void prepare() {
        if (challenge.length > 0) {
            byte[] _ = expected();
        }
    }

    private byte[] expected() {
        if (expected == null) {
            expected = mac(DIGEST, challenge);
        }
        return expected;
    }

    /**
     * Takes a message of the other side.
     *
     * @param message its bytes
     * @return what to do
     */
    public Move next(byte[] message) {
        return switch (state) {
            case AWAITS_ANSWER ->
                isRight(message)
                        ? new Move(concat(List.of(WELCOME), nextRound()), null)
                        : refuse(List.of(FAILURE), "digest received was wrong");
            case AWAITS_CHALLENGE -> answer(message);
            case AWAITS_VERDICT ->
                Arrays.equals(message, WELCOME)
                        ? new Move(nextRound(), null)
                        : refuse(List.of(), "digest sent was rejected");
            case DONE, REFUSED -> refuse(List.of(), "a message after the end of the handshake");
        };
    }

    private List<byte[]> nextRound() {
        round++;
        if (round == rounds.size()) {
            state = State.DONE;
            return List.of();
        }
        if (rounds.get(round) == Round.ANSWER) {
            state = State.AWAITS_CHALLENGE;
            return List.of();
        }
        state = State.AWAITS_ANSWER;
        return challenge.length == 0 ? List.of(challenge()) : List.of();
    }

    private byte[] challenge() {
        byte[] nonce = new byte[NONCE];
        Sockets.random(nonce);
        challenge = concat(PREFIX, nonce);
        expected = null;
        return concat(CHALLENGE, challenge);
    }

    private Move answer(byte[] message) {
        if (message.length < CHALLENGE.length
                || !Arrays.equals(message, 0, CHALLENGE.length, CHALLENGE, 0, CHALLENGE.length)) {
            return refuse(List.of(), "Protocol error, expected challenge");
        }
        byte[] theirs = Arrays.copyOfRange(message, CHALLENGE.length, message.length);
        if (theirs.length < SHORTEST_CHALLENGE) {
            return refuse(List.of(), "challenge too short: " + theirs.length + " bytes");
        }
        String digest = theirs.length == SHORTEST_CHALLENGE ? "" : digest(theirs);
        if (digest == null) {
            return refuse(List.of(), "challenge names no digest that is allowed");
        }
        state = State.AWAITS_VERDICT;
        byte[] mac = mac(digest.isEmpty() ? "md5" : digest, theirs);
        byte[] answer = digest.isEmpty() ? mac : concat(ascii("{" + digest + "}"), mac);
        boolean delivers = !isLast() && rounds.get(round + 1) == Round.DELIVER;
        return new Move(delivers ? List.of(answer, challenge()) : List.of(answer), null);
    }

    /** Compared in a time that says nothing of where they differ. */
    private boolean isRight(byte[] answer) {
        String digest = answer.length == MD5_ANSWER ? "" : digest(answer);
        if (digest == null) {
            return false;
        }
        int start = digest.isEmpty() ? 0 : digest.length() + 2;
        byte[] right = digest.equals(DIGEST) ? expected() : mac(digest.isEmpty() ? "md5" : digest, challenge);
        challenge = new byte[0]; // of one round
        return MessageDigest.isEqual(right, Arrays.copyOfRange(answer, start, answer.length));
    }

    private Move refuse(List<byte[]> send, String why) {
        state = State.REFUSED;
        return new Move(send, why);
    }

    /** The digest that is named in braces in front; null where there is none that is allowed. */
    private static @Nullable String digest(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('}');
        String name = text.startsWith("{") && end > 0 ? text.substring(1, end) : "";
        return DIGESTS.containsKey(name) ? name : null;
    }

    /** RFC 2104, on the JDK's digests: its own HMAC takes a tenth of a second to load, and no empty key. */
    private byte[] mac(String name, byte[] message) {
        try {
            MessageDigest digest = digestFor(name);
            int block = switch (name) {
                case "sha384" -> 128;
                case "sha3_256" -> 136;
                case "sha3_384" -> 104;
                default -> 64;
            };
            byte[] inner = Arrays.copyOf(key.length > block ? digest.digest(key) : key, block);
            byte[] outer = inner.clone();
            for (int i = 0; i < block; i++) {
                inner[i] ^= 0x36;
                outer[i] ^= 0x5c;
            }
            digest.update(inner);
            byte[] hashed = digest.digest(message);
            digest.update(outer);
            return digest.digest(hashed);
        } catch (NoSuchAlgorithmException e) {
            throw new BugFailure("every JDK has this digest: name=" + name, e);
        }
    }

    private MessageDigest digestFor(String name) throws NoSuchAlgorithmException {
        if (!name.equals(DIGEST)) {
            return MessageDigest.getInstance(DIGESTS.getOrDefault(name, ""));
        }
        if (digest == null) {
            digest = MessageDigest.getInstance(DIGESTS.getOrDefault(name, ""));
        }
        return digest;
    }

    private static List<byte[]> concat(List<byte[]> first, List<byte[]> second) {
        return second.isEmpty() ? first : List.of(first.getFirst(), second.getFirst());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "handshake " + state;
    }
}
