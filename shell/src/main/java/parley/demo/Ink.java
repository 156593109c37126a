package parley.demo;

/** Colours for a terminal, or none. */
record Ink(boolean on) {
    private static final char ESCAPE = '\u001b';

    String bold(String text) {
        return with("1", text);
    }

    String dim(String text) {
        return with("2", text);
    }

    String slanted(String text) {
        return with("3", text);
    }

    String code(String text) {
        return with("36", text); // cyan reads well on black and on white
    }

    String bad(String text) {
        return with("31", text);
    }

    private String with(String colour, String text) {
        return on && !text.isEmpty() ? ESCAPE + "[" + colour + "m" + text + ESCAPE + "[0m" : text;
    }

    /** A file's text with tabs as spaces and without control characters: a lesson must not steer the terminal. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t') {
                plain.append("    ");
            } else if (c == '\n' || !Character.isISOControl(c)) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
