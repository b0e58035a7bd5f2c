package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.pitfalls.LoopbackConnection;

@ExtendWith(NoLeaks.class)
class PortTakenByAClientTest {

    private static final int CONNECTIONS = 50;

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems may tell a listener's port from a connection's")
    void brokenCannotHaveAPortThatAConnectionHas() throws IOException {
        assertEquals("BindException: Address already in use",
                PortTakenByAClient.outcome(PortTakenByAClient::withinTheRange));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "other systems may tell a listener's port from a connection's")
    void norHasItUntilTheConnectionIsForgotten() throws IOException {
        int port;
        try (LoopbackConnection another = LoopbackConnection.open()) {
            port = another.client().getLocalPort();
            another.client().close();
            another.server().getInputStream().read(); // the FIN: the other side closes second
        }
        assertThrows(BindException.class, () -> PortTakenByAClient.listen(port));
    }

    @Test
    void fixedHasAPortThatIsGivenToNoConnection() throws IOException {
        assertEquals("listening", PortTakenByAClient.outcome(PortTakenByAClient::belowTheRange));
        int first = PortTakenByAClient.firstOfTheRange();
        for (int i = 0; i < CONNECTIONS; i++) {
            try (LoopbackConnection another = LoopbackConnection.open()) {
                int given = another.client().getLocalPort();
                assertTrue(given >= first, given + " is below " + first);
                assertTrue(PortTakenByAClient.belowTheRange(another.client()) < first);
            }
        }
    }
}
