package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class HugeAllocationTest {

    @Test
    void brokenAllocatesWhateverThePeerSays() {
        assertThrows(OutOfMemoryError.class, () -> HugeAllocation.lengthBelieved(stream("7fffffff")));
        assertThrows(NegativeArraySizeException.class, () -> HugeAllocation.lengthBelieved(stream("ffffffff")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff", "ffffffff", "80000000", "00000401", "47455420"})
    void fixedRefusesALengthThatNoMessageHas(String length) {
        IOException refused = assertThrows(IOException.class, () -> HugeAllocation.lengthChecked(stream(length)));
        assertEquals("message of " + Integer.parseUnsignedInt(length, 16) + " bytes", refused.getMessage());
    }

    @Test
    void fixedReadsMessagesUpToTheLimit() throws IOException {
        assertEquals("", HugeAllocation.lengthChecked(stream("00000000")));
        assertEquals("A".repeat(1024), HugeAllocation.lengthChecked(stream("00000400" + "41".repeat(1024))));
    }

    private static InputStream stream(String hex) {
        return new ByteArrayInputStream(HexFormat.of().parseHex(hex));
    }
}
