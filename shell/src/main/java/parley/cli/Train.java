package parley.cli;

import java.util.List;

/**
 * What an AOT cache is recorded from: it walks the ways a session and its workers walk, in one process.
 *
 * @see Training
 */
final class Train {
    private Train() {}

    /**
     * Trains.
     *
     * @param languages which languages
     */
    public static void main(String[] languages) {
        for (String language : List.of(languages)) {
            System.out.println("training " + language);
            Commands.execute("--version");
        }
    }
}
