package parley.memory;

/** What a process waits to do. */
public enum Verb {
    /** Does not wait. */
    NONE(""),
    /** Takes from a queue. */
    GET("get"),
    /** Puts into a queue. */
    PUT("put"),
    /** Takes a lock. */
    ACQUIRE("acquire"),
    /** Waits for a process to end. */
    JOIN("join"),
    /** Waits for results of a pool. */
    RESULT("result"),
    /** Waits for a condition, an event or a barrier. */
    WAIT("wait"),
    /** Waits until all that was put into a queue is done. */
    JOIN_QUEUE("join"),
    /** Takes from a pipe. */
    RECV("recv"),
    /** Puts into a pipe. */
    SEND("send"),
    /** Waits until the debugger of another process is done with the terminal. */
    TERMINAL("terminal of"),
    /** Stands at a breakpoint, and has asked the user what to do. */
    COMMAND("debugger command"),
    /** Waits for who connects. */
    ACCEPT("accept"),
    /** Connects to another process. */
    CONNECT("connect"),
    /** Waits until a manager has done what it was asked for. */
    ANSWER("answer of");

    private final String text;

    Verb(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
