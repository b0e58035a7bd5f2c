package io.github.socketsbyexample.udp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

class GreetingTest {

    @Test
    void aNameStandsBetweenHelloAndTheMark() {
        assertEquals("Hello, Michael!", new String(Greeting.of("Michael".getBytes(UTF_8)), UTF_8));
    }

    @Test
    void noNameIsGreetedToo() {
        assertEquals("Hello, !", new String(Greeting.of(new byte[0]), UTF_8));
    }

    @Test
    void bytesOfEveryValueStayWhatTheyAre() {
        byte[] name = new byte[256];
        for (int i = 0; i < name.length; i++) {
            name[i] = (byte) i;
        }
        byte[] greeting = Greeting.of(name);
        assertArrayEquals(name, Arrays.copyOfRange(greeting, 7, 7 + 256));
        assertEquals(7 + 256 + 1, greeting.length);
    }
}
