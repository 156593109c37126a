package parley.memory;

/** A segment of its own for one test, in a run folder that goes when the test closes it. */
public final class OwnSession implements AutoCloseable {
    private final RunFolder folder = RunFolder.create();
    private final Segment segment = Segment.create(folder);
    private final int me = segment.processes().claim("Test", 0, "java", 0);

    public OwnSession() {
        segment.processes().started(me, ProcessHandle.current().pid());
    }

    public RunFolder folder() {
        return folder;
    }

    public Segment segment() {
        return segment;
    }

    public int me() {
        return me;
    }

    @Override
    public void close() {
        folder.delete();
    }
}
