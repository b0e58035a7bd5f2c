package io.github.socketsbyexample.pitfalls.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.socketsbyexample.common.NoLeaks;

@ExtendWith(NoLeaks.class)
class UninvitedObjectTest {

    @Test
    void brokenRunsTheCodeOfAClassThatItDoesNotExpect() throws IOException, ClassNotFoundException {
        assertEquals("ClassCastException, after Trap's code ran",
                UninvitedObject.trapped(UninvitedObject::whateverComes));
    }

    @Test
    void fixedRefusesItBefore() throws IOException, ClassNotFoundException {
        assertEquals("InvalidClassException, before Trap's code ran",
                UninvitedObject.trapped(UninvitedObject::ordersAlone));
    }

    @Test
    void fixedReadsWhatItExpects() throws IOException, ClassNotFoundException {
        UninvitedObject.Order order = new UninvitedObject.Order("tea", 2);
        assertEquals(order, UninvitedObject.ordersAlone(stream(order)));
    }

    @Test
    void fixedDoesNotBoundAStringWithinWhatIsAllowed() throws IOException, ClassNotFoundException {
        UninvitedObject.Order order = new UninvitedObject.Order("x".repeat(1 << 20), 1);
        assertEquals(order, UninvitedObject.ordersAlone(stream(order)));
    }

    private static InputStream stream(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
