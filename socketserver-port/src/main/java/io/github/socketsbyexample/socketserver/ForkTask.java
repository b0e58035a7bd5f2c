package io.github.socketsbyexample.socketserver;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a child process must know to process a request, as its parent writes it and the child reads it: the classes to
 * make, the addresses, the datagram if it is one, and the parent's system properties.
 *
 * @param serverClass the server's class; like the handlers' one with a constructor without arguments
 * @param localAddress null for a datagram
 * @param clientAddress null for a Unix-domain client without a name
 * @param packet a datagram's bytes, or null for a connection
 * @param truncated whether the datagram was longer
 * @param properties what the parent's JVM was told and has been told since, such as how to log
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ForkTask(String serverClass, String handlerClass, SocketAddress serverAddress,
        @Nullable SocketAddress localAddress, @Nullable SocketAddress clientAddress, byte @Nullable [] packet,
        boolean truncated, Map<String, String> properties) {

    /** The address at which the parent waits for the child's connection. */
    static final InetAddress PARENT = InetAddress.ofLiteral("127.0.0.1");

    /** What the connection begins with, to prove whose it is: nobody guesses 128 bits while a child starts. */
    static final int SECRET_BYTES = 16;

    /**
     * Checks that a child will be able to make a server and its handlers.
     *
     * @throws IllegalStateException if not, with the reason
     */
    static void checkClasses(BaseServer<?> server) {
        nameForChild(server.getClass());
        nameForChild(handlerClass(server));
    }

    /** Describes a request; the handlers' class is looked at anew, because it may have been changed. */
    static ForkTask of(ActiveRequest<?> request) throws IOException {
        BaseServer<?> server = request.server();
        Object taken = request.request();
        DatagramRequest datagram = taken instanceof DatagramRequest it ? it : null;
        return new ForkTask(nameForChild(server.getClass()), nameForChild(handlerClass(server)),
                server.serverAddress(),
                taken instanceof Socket socket ? socket.getLocalSocketAddress() : null,
                request.clientAddress(), datagram == null ? null : datagram.data(),
                datagram != null && datagram.truncated(), ownProperties());
    }

    /** Tells by an example: a {@code Supplier} does not say what it makes. */
    private static Class<?> handlerClass(BaseServer<?> server) {
        return server.requestHandlerClass().get().getClass();
    }

    private static String nameForChild(Class<?> type) {
        if (!isOnClassPath(type)) {
            throw new IllegalStateException(type + " is not on the class path, where a child process looks for it");
        }
        try {
            Constructor<?> _ = type.getDeclaredConstructor();
            return type.getName();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no constructor without arguments, with which a child process"
                    + " would make it (an inner class has none unless it is static)", e);
        }
    }

    private static boolean isOnClassPath(Class<?> type) {
        try {
            return Class.forName(type.getName(), false, ClassLoader.getSystemClassLoader()) == type;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Map<String, String> ownProperties() {
        Properties all = System.getProperties();
        return all.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, all::getProperty));
    }

    /** Whether an address is one that the JDK has not, so that junixsocket makes it. */
    boolean needsJunixsocket() {
        return Stream.of(serverAddress, localAddress, clientAddress)
                .anyMatch(each -> each != null && Junixsocket.made(each));
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(serverClass);
        out.writeUTF(handlerClass);
        ForkAddress.write(out, serverAddress);
        ForkAddress.write(out, localAddress);
        ForkAddress.write(out, clientAddress);
        out.writeBoolean(packet != null);
        if (packet != null) {
            writeBytes(out, packet);
        }
        out.writeBoolean(truncated);
        out.writeInt(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            writeBytes(out, property.getKey().getBytes(StandardCharsets.UTF_8));
            writeBytes(out, property.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static ForkTask read(DataInput in) throws IOException {
        String serverClass = in.readUTF();
        String handlerClass = in.readUTF();
        SocketAddress serverAddress = BaseServer.opened(ForkAddress.read(in));
        SocketAddress localAddress = ForkAddress.read(in);
        SocketAddress clientAddress = ForkAddress.read(in);
        byte[] packet = in.readBoolean() ? readBytes(in) : null;
        boolean truncated = in.readBoolean();
        Map<String, String> properties = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            properties.put(new String(readBytes(in), StandardCharsets.UTF_8),
                    new String(readBytes(in), StandardCharsets.UTF_8));
        }
        return new ForkTask(serverClass, handlerClass, serverAddress, localAddress, clientAddress, packet, truncated,
                properties);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }
}
