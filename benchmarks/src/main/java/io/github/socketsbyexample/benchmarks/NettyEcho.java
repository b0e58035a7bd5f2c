package io.github.socketsbyexample.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.socketsbyexample.common.Addresses;
import io.github.socketsbyexample.common.Server;
import io.github.socketsbyexample.common.ServerSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/**
 * An echo as Netty's own guide teaches it: writes while it reads, flushes when there is nothing more to read, and stops
 * to read while a client does not take its answers. One event loop, since every server here has one core.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, and that is all there is to do
final class NettyEcho implements Server {

    private final MultiThreadIoEventLoopGroup loop;
    private final Channel listener;

    /** How Netty talks to the system. */
    @SuppressWarnings("ImmutableEnumChecker") // functions that keep nothing
    enum Transport {
        /** Through the JDK's selectors. */
        NIO(() -> true, NioIoHandler::newFactory, NioServerSocketChannel.class),
        /** Through a library of its own. */
        EPOLL(Epoll::isAvailable, EpollIoHandler::newFactory, EpollServerSocketChannel.class);

        private final BooleanSupplier available;
        private final Supplier<IoHandlerFactory> handlers;
        private final Class<? extends ServerChannel> channel;

        Transport(BooleanSupplier available, Supplier<IoHandlerFactory> handlers,
                Class<? extends ServerChannel> channel) {
            this.available = available;
            this.handlers = handlers;
            this.channel = channel;
        }

        boolean isAvailable() {
            return available.getAsBoolean();
        }

        @Override
        public String toString() {
            return "netty-" + name().toLowerCase(Locale.ROOT);
        }
    }

    NettyEcho(Transport transport, InetSocketAddress address, ServerSettings settings) throws IOException {
        if (!transport.isAvailable()) {
            throw new IOException(transport + " is not for this system");
        }
        loop = new MultiThreadIoEventLoopGroup(1, transport.handlers.get());
        ChannelFuture bound = new ServerBootstrap().group(loop)
                .channel(transport.channel)
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, settings.reuseAddress())
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel client) {
                        client.pipeline().addLast(new Echo());
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully();
            throw new IOException("cannot listen on " + Addresses.format(address), bound.cause());
        }
        listener = bound.channel();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext client, Object chunk) {
            client.write(chunk, client.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext client) {
            client.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext client) {
            client.channel().config().setAutoRead(client.channel().isWritable());
        }

        /** The client has ended its side: what is still on the way to it goes out first. */
        @Override
        public void userEventTriggered(ChannelHandlerContext client, Object event) {
            if (event == ChannelInputShutdownEvent.INSTANCE) {
                client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext client, Throwable cause) {
            client.close(); // its connection is broken
        }
    }

    @Override
    public SocketAddress localAddress() {
        return listener.localAddress();
    }

    @Override
    public void serve() {
        listener.closeFuture().awaitUninterruptibly();
    }

    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
