package parley.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.trace.UserFailure;

@EnabledOnOs(OS.LINUX)
class ListenerTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0"})
    void anAddressThatOtherMachinesReachNeedsAKey(String host) {
        String message = assertThrows(UserFailure.class, () -> new Listener(host, 0, null))
                .getMessage();
        assertTrue(message.startsWith("a listener that other machines reach needs an authkey"), message);
        Listener guarded = new Listener(host, 0, new byte[] {42});
        guarded.close();
        assertEquals("<Listener(/0.0.0.0:0, closed)>", guarded.toString().replaceAll(":\\d+", ":0"));
    }
}
