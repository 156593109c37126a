package parley.manager;

import parley.wire.Portable;

/**
 * An object of a manager as a part of another one's value, in the manager itself: a proxy, once it leaves.
 *
 * @param held the object
 */
record Nested(Held held) implements Portable {
    @Override
    public String kind() {
        return held.kind().proxy();
    }

    @Override
    public long address() {
        return Ticket.of(held.manager(), held.number());
    }

    @Override
    public String toString() {
        return "<" + kind() + ">";
    }
}
