package io.github.socketsbyexample.socketserver;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;

import org.jspecify.annotations.Nullable;

/**
 * Socket addresses as bytes, for parent and child: a byte that tells the kind, an IP address with scope and port, or a
 * Unix-domain name.
 */
final class ForkAddress {

    private static final int NONE = 0;
    private static final int INTERNET = 1;
    private static final int UNIX_PATH = 2;
    private static final int UNIX_NAME = 3; // abstract, or no text

    private ForkAddress() {}

    static void write(DataOutput out, @Nullable SocketAddress address) throws IOException {
        // Not a switch over types: that costs a child, in which nothing is warm, more than the rest of its request.
        if (address == null) {
            out.writeByte(NONE);
        } else if (address instanceof UnixDomainSocketAddress unix) {
            out.writeByte(UNIX_PATH);
            out.writeUTF(unix.getPath().toString());
        } else if (Junixsocket.made(address)) {
            out.writeByte(UNIX_NAME);
            writeBytes(out, UnixAddress.bytes(address));
        } else if (address instanceof InetSocketAddress inet) {
            InetAddress ip = inet.getAddress();
            if (ip == null) {
                throw new UnresolvedAddressException();
            }
            out.writeByte(INTERNET);
            writeBytes(out, ip.getAddress());
            out.writeInt(ip instanceof Inet6Address six ? six.getScopeId() : 0);
            out.writeShort(inet.getPort());
        } else {
            throw new UnsupportedAddressTypeException();
        }
    }

    static @Nullable SocketAddress read(DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case NONE -> null;
            case UNIX_PATH -> UnixDomainSocketAddress.of(in.readUTF());
            case UNIX_NAME -> UnixAddress.of(readBytes(in));
            case INTERNET -> {
                byte[] ip = readBytes(in);
                int scope = in.readInt();
                yield new InetSocketAddress(scope == 0
                        ? InetAddress.getByAddress(ip)
                        : Inet6Address.getByAddress(null, ip, scope), in.readUnsignedShort());
            }
            default -> throw new IOException("no kind of address: " + kind);
        };
    }

    private static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
        out.writeByte(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInput in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return bytes;
    }
}
