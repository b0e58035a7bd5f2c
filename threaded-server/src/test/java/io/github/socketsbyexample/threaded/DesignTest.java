package io.github.socketsbyexample.threaded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.socketsbyexample.common.NoLeaks;
import io.github.socketsbyexample.common.RunningServer;

@ExtendWith(NoLeaks.class)
class DesignTest {

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Design design) {
        assertEquals(design, Design.named(design.toString()));
    }

    @Test
    void anUnknownNameIsToldWithAllAndTheNearest() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Design.named("virtal"));
        assertEquals("'virtal' is none of iterative, platform, pool, virtual, bounded, selector; did you mean virtual?",
                e.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aPortThatIsTakenIsToldInOneLineAndLeavesNothingOpen(Design design) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());
            BindException e = assertThrows(BindException.class, () -> design.open(address, RunningServer.SETTINGS,
                    Design.Limits.DEFAULT, Protocols.ECHO.handler(), Protocols.ECHO.states()));
            String expected = "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ";
            assertTrue(e.toString().contains(expected), e::toString);
        }
    }
}
