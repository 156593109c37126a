package parley.fork;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a copy of the fork server shall run, and what it shall take over from who asks.
 *
 * <pre>
 *   ["start", main, folder, umask, number of arguments, argument, ..., NAME=VALUE, ...]      as client.c writes it
 * </pre>
 *
 * @param main the main class's name, one that the server knows
 * @param folder the current folder
 * @param umask the mask of new files' permissions; -1 to leave it
 * @param arguments the program's
 * @param environment all of it
 */
public record Job(String main, String folder, int umask, List<String> arguments, Map<String, String> environment) {
    static final String START = "start";

    private static final int FIXED = 5;

    /**
     * As one record.
     *
     * @return for {@link ForkClient#ask}
     */
    public byte[] encode() {
        List<String> all = new ArrayList<>(
                List.of(START, main, folder, Integer.toString(umask), Integer.toString(arguments.size())));
        all.addAll(arguments);
        environment.forEach((name, value) -> all.add(name + "=" + value));
        return encode(all);
    }

    static Job of(List<String> strings) {
        int end = FIXED + Integer.parseInt(strings.get(FIXED - 1));
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : strings.subList(end, strings.size())) {
            int sign = variable.indexOf('=');
            if (sign > 0) {
                environment.put(variable.substring(0, sign), variable.substring(sign + 1));
            }
        }
        return new Job(
                strings.get(1),
                strings.get(2),
                Integer.parseInt(strings.get(3)),
                List.copyOf(strings.subList(FIXED, end)),
                environment);
    }

    /** Strings as one record: for each its length and its bytes. */
    static byte[] encode(List<String> strings) {
        List<byte[]> all = strings.stream()
                .map(string -> string.getBytes(StandardCharsets.UTF_8))
                .toList();
        int length = all.stream().mapToInt(one -> Integer.BYTES + one.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        all.forEach(one -> bytes.putInt(one.length).put(one));
        return bytes.array();
    }

    static List<String> decode(byte[] record) {
        ByteBuffer bytes = ByteBuffer.wrap(record).order(ByteOrder.nativeOrder());
        List<String> strings = new ArrayList<>();
        while (bytes.remaining() >= Integer.BYTES) {
            byte[] one = new byte[Math.min(bytes.getInt(), bytes.remaining())];
            bytes.get(one);
            strings.add(new String(one, StandardCharsets.UTF_8));
        }
        return strings;
    }
}
