package parley.session;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One end of the control socket. A frame is the message's length, four bytes little-endian, then the message.
 *
 * <p>Any thread sends and never blocks: one writer thread does it. The writer is also there because a thread that is
 * interrupted while it writes to a socket closes it, and threads that run the user's code are interrupted often. One
 * thread receives.
 */
final class Connection implements AutoCloseable {
    /** A frame that claims more is refused: texts are cut long before. */
    static final int LONGEST_FRAME = 64 << 20;

    private final BlockingQueue<Optional<Message>> outbox = new LinkedBlockingQueue<>();
    private @Nullable SocketChannel channel;
    private @Nullable Thread writer;

    /** Connects; what was sent before goes out now. Called once. */
    synchronized void open(SocketChannel proven) {
        channel = proven;
        writer = Thread.ofPlatform().daemon().name("control writer").start(() -> write(proven));
    }

    /** Queues a message; it waits for {@link #open}. */
    void send(Message message) {
        outbox.add(Optional.of(message));
    }

    /**
     * Waits for the next message.
     *
     * @throws EOFException where the other side is gone
     */
    Message receive() throws IOException {
        SocketChannel channel = channel();
        ByteBuffer head = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, head);
        int length = head.flip().getInt();
        if (length < 0 || length > LONGEST_FRAME) {
            throw new IOException("frame exceeds the limit: length=" + length + ", limit=" + LONGEST_FRAME);
        }
        ByteBuffer body = ByteBuffer.allocate(length);
        fill(channel, body);
        try {
            return MessageCodec.decode(body.array());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Sends what is waiting, then closes. */
    @Override
    public void close() {
        outbox.add(Optional.empty());
        Thread last = writer();
        if (last == null) {
            return;
        }
        try {
            last.join(1000);
            channel().close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // closed is closed
        }
    }

    private synchronized @Nullable Thread writer() {
        return writer;
    }

    private synchronized SocketChannel channel() {
        if (channel == null) {
            throw new IllegalStateException("not open yet");
        }
        return channel;
    }

    static void fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side is gone");
            }
        }
    }

    private void write(SocketChannel to) {
        try (to) {
            for (Optional<Message> next = outbox.take(); next.isPresent(); next = outbox.take()) {
                byte[] body = MessageCodec.encode(next.get());
                ByteBuffer frame = ByteBuffer.allocate(4 + body.length).order(ByteOrder.LITTLE_ENDIAN);
                frame.putInt(body.length).put(body).flip();
                while (frame.hasRemaining()) {
                    to.write(frame);
                }
            }
        } catch (IOException e) {
            // the other side is gone: who receives notices, and says what it means
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
