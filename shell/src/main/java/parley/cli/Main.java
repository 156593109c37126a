package parley.cli;

/** The program's entry. */
public final class Main {
    private Main() {}

    /**
     * Starts.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.out.println("parley " + String.join(" ", args));
    }
}
