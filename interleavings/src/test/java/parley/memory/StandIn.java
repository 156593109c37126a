package parley.memory;

import java.util.function.Supplier;

/** A thread that stands for a process: a member of its own of the tests' segment. */
public final class StandIn {
    private final Segment segment;
    private final Member member;

    public StandIn(Segment segment, String name) {
        this.segment = segment; // no pid: it lives until its row says that it ended
        this.member = new Member(segment, segment.processes().claim(name, 0, "java", 1));
    }

    /** Makes or attaches something that belongs to this process. Before the schedule starts. */
    public <T> T has(Supplier<T> maker) {
        Member.current = member;
        return maker.get();
    }

    public Member member() {
        return member;
    }

    public void dies() {
        segment.processes().endedWith(member.owner(), -9);
    }
}
