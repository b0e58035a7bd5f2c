package io.github.socketsbyexample.pitfalls.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProtocolException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class PlusThreeTest {

    @ParameterizedTest
    @ValueSource(strings = {"+3", "\uff13", "\u0663", "-0"})
    void brokenTakesWhatNoLengthLooksLike(String length) {
        assertEquals(length.equals("-0") ? 0 : 3, PlusThree.anyNumber(length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+3", "\uff13", "\u0663", "-0", "-3", "3 ", "0x3", "3,3", "", "10000000000"})
    void fixedRefusesIt(String length) {
        assertThrows(ProtocolException.class, () -> PlusThree.digitsOnly(length));
    }

    @Test
    void fixedReadsDigits() throws IOException {
        assertEquals(3, PlusThree.digitsOnly("3"));
        assertEquals(3, PlusThree.digitsOnly("003"));
    }
}
