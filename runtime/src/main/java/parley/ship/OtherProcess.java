package parley.ship;

/** Where an exception came from; hangs on it as suppressed, and its own trace is where the call was. */
final class OtherProcess extends Exception {
    private static final long serialVersionUID = 1;

    OtherProcess(String process) {
        super("in process " + process);
    }
}
