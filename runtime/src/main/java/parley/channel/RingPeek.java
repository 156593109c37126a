package parley.channel;

import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.memory.Segment;

/**
 * A look at the messages of a ring that others use meanwhile: its areas are copied, then the ends are read again, and
 * what was taken meanwhile is left out. Writes nothing, waits for nobody.
 */
record RingPeek(Segment segment, MemorySegment ring) {
    /** An area as it was; from {@code end} on, messages are in the next one. */
    private record Copy(byte[] bytes, long end) {}

    List<byte[]> messages() {
        while (true) {
            long first = word(Ring.READERS_AREA);
            long head = word(Ring.HEAD);
            long tail = word(Ring.TAIL);
            if (head == tail) {
                return List.of();
            }
            List<Copy> copies;
            try {
                copies = copies(first, head, tail);
            } catch (RuntimeException e) {
                if (first == word(Ring.READERS_AREA)) {
                    throw e;
                }
                continue; // it was given back meanwhile, and what it said was nonsense
            }
            VarHandle.acquireFence(); // the copies are complete before these are read again
            long now = word(Ring.HEAD); // what lies before it may be overwritten in the copy
            if (first != 0
                    && first == word(Ring.READERS_AREA)
                    && Records.distance(head, now) <= Records.distance(head, tail)) {
                return walk(copies, now, tail);
            }
        }
    }

    private long word(long offset) {
        return (long) LONG.getVolatile(ring, offset);
    }

    /** Those that have messages between the two; nonsense where the first of them is given back meanwhile. */
    private List<Copy> copies(long first, long head, long tail) {
        List<Copy> copies = new ArrayList<>();
        @Nullable Area area = first == 0 ? null : Area.at(segment, first);
        while (area != null && word(Ring.READERS_AREA) == first) {
            long word = area.next();
            Area next = word == 0 || word(Ring.READERS_AREA) != first ? null : Area.at(segment, word);
            if (next != null && Records.distance(head, next.start) >= Records.distance(head, tail)) {
                next = null; // the messages end before it
            }
            copies.add(new Copy(area.data.toArray(ValueLayout.JAVA_BYTE), next == null ? -1 : next.start));
            area = next;
        }
        return copies;
    }

    private List<byte[]> walk(List<Copy> copies, long from, long to) {
        List<byte[]> found = new ArrayList<>();
        int index = 0;
        for (long head = from; head != to; ) {
            Copy copy = copies.get(index);
            if ((head & Records.POSITION) == copy.end) {
                index++;
                continue;
            }
            MemorySegment seen = MemorySegment.ofArray(copy.bytes);
            int at = (int) head & (copy.bytes.length - 1);
            int skip = 0;
            if (seen.get(ValueLayout.JAVA_INT_UNALIGNED, at) == Records.WRAP) {
                skip = copy.bytes.length - at;
                at = 0;
            }
            int word = seen.get(ValueLayout.JAVA_INT_UNALIGNED, at);
            int length = word & ~Records.SPILLED;
            byte[] message = Arrays.copyOfRange(copy.bytes, at + Records.HEADER, at + Records.HEADER + length);
            byte @Nullable [] whole =
                    (word & Records.SPILLED) != 0 ? LargeMessage.look(segment.folder(), message) : message;
            if (whole != null) {
                found.add(whole);
            }
            head = Records.next(head, skip + Records.record(length));
        }
        return found;
    }
}
