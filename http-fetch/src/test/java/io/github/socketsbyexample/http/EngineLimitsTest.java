package io.github.socketsbyexample.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineLimitsTest {

    @ParameterizedTest
    @CsvSource({"1048576, 4096, 1000", "1048576, 256, 341", "1048576, 64, 85", "1048576, 0, 1", "256, 256, 96",
            "256, 32, 42", "10, 256, 1"})
    void asManyConnectionsAreLetInAsFilesAndMemoryAllow(long descriptors, long megabytes, int connections) {
        assertEquals(connections, EngineLimits.possibleConnections(descriptors, megabytes * 1024 * 1024));
    }
}
