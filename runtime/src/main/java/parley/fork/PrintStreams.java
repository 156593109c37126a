package parley.fork;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;

/**
 * {@link System#out} and {@link System#err}, made anew in a copy: one that another thread was printing to would stay
 * locked there for ever. Those that the user's code has put in their place are left as they are. Any thread.
 */
public final class PrintStreams {
    private static PrintStream out = System.out;
    private static PrintStream err = System.err;

    private PrintStreams() {}

    /**
     * Puts others in their place, in this process, which are made anew in a copy like the first ones.
     *
     * @param newOut goes to the standard output, as all that replaces it in a copy
     * @param newErr goes to the standard error
     */
    public static synchronized void set(PrintStream newOut, PrintStream newErr) {
        out = newOut;
        err = newErr;
        System.setOut(newOut);
        System.setErr(newErr);
    }

    /** Notes which are the first ones. */
    static void prepare() {
        // this class is initialised now
    }

    static void renew() { // in a copy nobody else could leave a synchronized method
        PrintStream newOut = System.out == out ? fresh(FileDescriptor.out, out) : System.out;
        PrintStream newErr = System.err == err ? fresh(FileDescriptor.err, err) : System.err;
        System.setOut(newOut);
        System.setErr(newErr);
        out = newOut;
        err = newErr;
    }

    private static PrintStream fresh(FileDescriptor file, PrintStream old) {
        return new PrintStream(new BufferedOutputStream(new FileOutputStream(file)), true, old.charset());
    }
}
