package io.github.socketsbyexample.pitfalls.tcp;

import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

import io.github.socketsbyexample.pitfalls.LoopbackConnection;

/**
 * A peer runs code in the program that reads from it: {@code readObject} makes an object of whatever class the stream
 * names, and runs that class's reading code, before the cast looks at it. A filter that lists what is allowed refuses
 * the rest. It does not help against what the allowed classes do themselves, nor, unless it has limits too, against how
 * many of them come; the length of a string it never bounds. Best is a format of your own, in bytes, and no objects.
 *
 * <pre>
 * $ ./sockets pitfall uninvited-object
 * sent:   an object of the class Trap, where an Order is expected
 * broken: ClassCastException, after Trap's code ran
 * fixed:  InvalidClassException, before Trap's code ran
 * </pre>
 */
public final class UninvitedObject {

    private static final ObjectInputFilter ORDERS_ALONE = ObjectInputFilter.Config.createFilter(
            Order.class.getName() + ";!*"); // a class that holds others needs maxdepth, maxrefs and maxarray here too

    private UninvitedObject() {}

    /** Shows both halves. */
    static void main() throws IOException, ClassNotFoundException {
        IO.println("sent:   an object of the class Trap, where an Order is expected");
        IO.println("broken: " + trapped(UninvitedObject::whateverComes));
        IO.println("fixed:  " + trapped(UninvitedObject::ordersAlone));
    }

    /** What is expected. */
    record Order(String item, int count) implements Serializable {}

    /** What comes instead: stands for any class on the class path whose reading does something. */
    static final class Trap implements Serializable {

        private static final long serialVersionUID = 1;
        private static boolean sprung; // by the thread that reads, which also asks

        private void readObject(ObjectInputStream in) {
            sprung = true; // harmless here; well-known libraries had classes that ran commands
        }
    }

    /** How an order is read. */
    @FunctionalInterface
    interface Reading {
        Order read(InputStream in) throws IOException, ClassNotFoundException;
    }

    /** Sends a trap, reads it, and says how that failed, and how soon. */
    static String trapped(Reading reading) throws IOException, ClassNotFoundException {
        Trap.sprung = false;
        try (LoopbackConnection connection = LoopbackConnection.open()) {
            ObjectOutputStream out = new ObjectOutputStream(connection.client().getOutputStream());
            out.writeObject(new Trap());
            out.flush();
            return String.valueOf(reading.read(connection.server().getInputStream()));
        } catch (ClassCastException | InvalidClassException e) {
            return e.getClass().getSimpleName() + ", " + (Trap.sprung ? "after" : "before") + " Trap's code ran";
        }
    }

    /** Broken: the cast comes when the object is there. */
    static Order whateverComes(InputStream in) throws IOException, ClassNotFoundException {
        ObjectInputStream objects = new ObjectInputStream(in);
        return (Order) objects.readObject();
    }

    /** Fixed: the filter is asked before there is an object. */
    static Order ordersAlone(InputStream in) throws IOException, ClassNotFoundException {
        ObjectInputStream objects = new ObjectInputStream(in);
        objects.setObjectInputFilter(ORDERS_ALONE);
        return (Order) objects.readObject();
    }
}
