package parley.builtin;

import com.oracle.truffle.api.interop.TruffleObject;
import org.jspecify.annotations.Nullable;
import parley.channel.Messages;
import parley.channel.PipeEnd;
import parley.channel.PipeMessage;

/** Where messages go to and come from, as Python holds it. Nothing here waits. Any thread. */
sealed interface Channel extends TruffleObject {
    /** The bytes of a message before its value; all of them are zero. */
    int prefix();

    /** Whether it was put, which takes room and somebody who may read it. */
    boolean offer(byte[] message);

    /** The oldest message, or null where there is none, or none any more. */
    byte @Nullable [] poll();

    /** Whether the message is bytes sent as such. */
    boolean isBytes(byte[] message);

    /** A queue's. */
    record OfQueue(Messages messages) implements Channel {
        @Override
        public int prefix() {
            return 0;
        }

        @Override
        public boolean offer(byte[] message) {
            return messages.offer(message);
        }

        @Override
        public byte @Nullable [] poll() {
            return messages.poll();
        }

        @Override
        public boolean isBytes(byte[] message) {
            return false;
        }
    }

    /** An end of a pipe's. */
    record OfPipe(PipeEnd end) implements Channel {
        @Override
        public int prefix() {
            return PipeMessage.PREFIX;
        }

        @Override
        public boolean offer(byte[] message) {
            return end.sendNow(message);
        }

        @Override
        public byte @Nullable [] poll() {
            return end.receiveNow();
        }

        @Override
        public boolean isBytes(byte[] message) {
            return PipeMessage.isBytes(message);
        }
    }
}
