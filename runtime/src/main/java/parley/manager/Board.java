package parley.manager;

import static parley.memory.VarHandles.INT;
import static parley.memory.VarHandles.LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.memory.Futex;
import parley.memory.Member;
import parley.memory.ObjectKind;
import parley.memory.ObjectTable;
import parley.memory.Segment;
import parley.memory.Texts;
import parley.trace.HeldRow;
import parley.trace.ManagerRow;

/**
 * What the session knows of a manager: a block of shared memory that the manager writes and everybody reads.
 *
 * <pre>
 *   body   0 state | 4 owner: the manager's process | 8 first line, see {@link Line} | 16 clients | 20 door, a counter
 *          24 first rows | 32 key's length | 64 address (128) | 192 key (512)
 *   rows   0 next rows | 64 ROWS rows of 128 bytes: 0 id, 0 for none | 8 references | 16 type (32) | 48 value (80)
 *
 *   STARTING ─▶ SERVING ─▶ ENDED                CONNECTED: a manager elsewhere, of which only address and key are known
 * </pre>
 *
 * Public for the languages. Any thread.
 */
public final class Board {
    static final int STARTING = 0;
    static final int SERVING = 1;
    static final int ENDED = 2;
    static final int CONNECTED = 3;

    private static final String[] STATES = {"starting", "serving", "ended", "connected"};
    private static final long BODY = ObjectTable.BODY;
    private static final long STATE = BODY;
    private static final long OWNER = BODY + 4;
    private static final long LINES = BODY + 8;
    private static final long CLIENTS = BODY + 16;
    private static final long DOOR = BODY + 20;
    private static final long ROWS_AT = BODY + 24;
    private static final long KEY_LENGTH = BODY + 32;
    private static final long ADDRESS = BODY + 64;
    private static final int ADDRESS_SIZE = 128;
    private static final long KEY = BODY + 192;
    private static final int KEY_SIZE = 512;
    private static final long SIZE = 192 + KEY_SIZE;

    private static final int ROWS = 31;
    private static final long FIRST_ROW = 64;
    private static final long ROW = 128;
    private static final long ROWS_SIZE = FIRST_ROW + ROWS * ROW;
    private static final long REFERENCES = 8;
    private static final long TYPE = 16;
    private static final int TYPE_SIZE = 32;
    private static final long VALUE = 48;
    private static final int VALUE_SIZE = 80;

    /** The most characters of a value that are shown. */
    public static final int WIDTH = VALUE_SIZE - 1;

    private final Segment segment;
    private final MemorySegment block;
    private final long address;

    private Board(Segment segment, long address) {
        this.segment = segment;
        this.address = address;
        this.block = segment.block(address, BODY + SIZE);
    }

    static Board create(int state, byte[] key) {
        Member member = Member.current();
        Board board = new Board(
                member.segment(), member.segment().objects().create(ObjectKind.MANAGER, SIZE, member.owner()));
        if (key.length <= KEY_SIZE) {
            MemorySegment.copy(key, 0, board.block, ValueLayout.JAVA_BYTE, KEY, key.length);
        }
        INT.set(board.block, KEY_LENGTH, key.length);
        board.state(state);
        return board;
    }

    /**
     * The board of a manager that is a process of this session, which writes on it itself.
     *
     * @param where the manager's address, for people
     * @return fresh
     */
    public static Board create(String where) {
        Board board = create(STARTING, new byte[0]);
        board.serve(where);
        return board;
    }

    static Board attach(long address) {
        return new Board(Member.current().segment(), address);
    }

    /** By the manager's number in this session. */
    static @Nullable Board find(long number) {
        Segment segment = Member.current().segment();
        long found = segment.objects().find(ObjectKind.MANAGER, ObjectKind.MANAGER + "-" + number);
        return found == 0 ? null : new Board(segment, found);
    }

    /** All of a session, oldest first. */
    static List<Board> all(Segment segment) {
        return segment.objects().all(ObjectKind.MANAGER).stream()
                .map(address -> new Board(segment, address))
                .toList();
    }

    long address() {
        return address;
    }

    /** Its number in the session. */
    long number() {
        String name = name();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
    }

    String name() {
        return segment.objects().name(address);
    }

    int state() {
        return (int) INT.getVolatile(block, STATE);
    }

    void state(int state) {
        INT.setVolatile(block, STATE, state);
        Futex.wake(block, STATE, Integer.MAX_VALUE);
    }

    void awaitState(int left, long nanos) {
        Futex.await(block, STATE, left, nanos);
    }

    /** From now on this process is the manager. */
    void serve(String where) {
        Texts.write(block, ADDRESS, ADDRESS_SIZE, where);
        INT.setVolatile(block, OWNER, Member.current().owner());
        state(SERVING);
    }

    void where(String text) {
        Texts.write(block, ADDRESS, ADDRESS_SIZE, text);
    }

    String where() {
        return Texts.read(block, ADDRESS, ADDRESS_SIZE);
    }

    /** Null where it is too long to be kept here. */
    byte @Nullable [] key() {
        int length = (int) INT.get(block, KEY_LENGTH);
        return length > KEY_SIZE ? null : block.asSlice(KEY, length).toArray(ValueLayout.JAVA_BYTE);
    }

    int owner() {
        return (int) INT.getVolatile(block, OWNER);
    }

    /** Whether a process of this session is this manager, and serves. */
    boolean isServed() {
        return state() == SERVING && segment.processes().isAlive(owner());
    }

    long firstLine() {
        return (long) LONG.getVolatile(block, LINES);
    }

    boolean firstLine(long before, long line) {
        return LONG.compareAndSet(block, LINES, before, line);
    }

    /** A mark for {@link #awaitKnock}. */
    int door() {
        return (int) INT.getVolatile(block, DOOR);
    }

    void knock() {
        INT.getAndAdd(block, DOOR, 1);
        Futex.wake(block, DOOR, 1);
    }

    void awaitKnock(int mark, long nanos) {
        Futex.await(block, DOOR, mark, nanos);
    }

    /**
     * Says that there are more clients, or less.
     *
     * @param more how many
     */
    public void clients(int more) {
        INT.getAndAdd(block, CLIENTS, more);
    }

    /**
     * Shows one more object. For the manager, one thread at a time.
     *
     * @param type its kind
     * @param id its number in the manager, not 0
     * @return its row
     */
    public long hold(String type, long id) {
        long link = ROWS_AT;
        MemorySegment holder = block;
        long rows = (long) LONG.getVolatile(holder, link);
        while (rows != 0) {
            MemorySegment some = segment.block(rows, ROWS_SIZE);
            for (int i = 0; i < ROWS; i++) {
                long row = rows + FIRST_ROW + i * ROW;
                if ((long) LONG.getVolatile(some, row - rows) == 0) {
                    return fill(row, type, id);
                }
            }
            holder = some;
            link = 0;
            rows = (long) LONG.getVolatile(holder, link);
        }
        rows = segment.allocate(ROWS_SIZE, Member.current().owner());
        LONG.setVolatile(holder, link, rows);
        return fill(rows + FIRST_ROW, type, id);
    }

    private long fill(long row, String type, long id) {
        MemorySegment one = row(row);
        INT.set(one, REFERENCES, 0);
        Texts.write(one, TYPE, TYPE_SIZE, type);
        Texts.write(one, VALUE, VALUE_SIZE, "");
        LONG.setVolatile(one, 0L, id);
        return row;
    }

    private MemorySegment row(long row) {
        return segment.block(row, ROW);
    }

    /**
     * Shows how many proxies refer to an object.
     *
     * @param row from {@link #hold}
     * @param references how many
     */
    public void count(long row, int references) {
        INT.setVolatile(row(row), REFERENCES, references);
    }

    /**
     * Shows what an object holds.
     *
     * @param row from {@link #hold}
     * @param value a short text
     */
    public void show(long row, String value) {
        Texts.write(row(row), VALUE, VALUE_SIZE, value);
    }

    /**
     * Shows an object no more.
     *
     * @param row from {@link #hold}
     */
    public void drop(long row) {
        LONG.setVolatile(row(row), 0L, 0L);
    }

    /** The manager ends. */
    public void end() {
        state(ENDED);
    }

    private List<HeldRow> held() {
        List<HeldRow> found = new ArrayList<>();
        for (long rows = (long) LONG.getVolatile(block, ROWS_AT); rows != 0; ) {
            MemorySegment some = segment.block(rows, ROWS_SIZE);
            for (int i = 0; i < ROWS; i++) {
                MemorySegment one = some.asSlice(FIRST_ROW + i * ROW, ROW);
                long id = (long) LONG.getVolatile(one, 0L);
                HeldRow row = new HeldRow(
                        Long.toHexString(id),
                        Texts.read(one, TYPE, TYPE_SIZE),
                        (int) INT.getVolatile(one, REFERENCES),
                        Texts.read(one, VALUE, VALUE_SIZE));
                if (id != 0 && (long) LONG.getVolatile(one, 0L) == id) { // and not another one's by now
                    found.add(row);
                }
            }
            rows = (long) LONG.getVolatile(some, 0L);
        }
        return found;
    }

    /**
     * One look at the managers of a session, without asking them.
     *
     * @param segment of the session
     * @return those that have not ended, oldest first
     */
    public static List<ManagerRow> rows(Segment segment) {
        List<Board> all = all(segment);
        Set<String> served = all.stream()
                .filter(board -> board.state() == SERVING)
                .map(Board::where)
                .collect(Collectors.toSet());
        return all.stream() // one that a process of this session is, and to which another one has connected, is one
                .filter(board ->
                        board.state() != ENDED && (board.state() != CONNECTED || !served.contains(board.where())))
                .map(Board::look)
                .toList();
    }

    private ManagerRow look() {
        int state = state();
        int owner = owner();
        boolean dead = state == SERVING && !segment.processes().isAlive(owner);
        return new ManagerRow(
                name(),
                where(),
                owner == 0 || state == CONNECTED ? "" : segment.processes().describe(owner),
                dead ? "died" : STATES[state],
                (int) INT.getVolatile(block, CLIENTS),
                dead ? List.of() : held());
    }
}
