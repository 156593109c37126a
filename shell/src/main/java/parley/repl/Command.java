package parley.repl;

/**
 * A {@code %command}.
 *
 * @param name without the percent sign
 * @param arguments as the help shows them, or empty
 * @param help one line
 * @param takes what its arguments are, for completion and colours
 * @param anytime whether it also works while a snippet runs: it asks the session nothing
 */
record Command(String name, String arguments, String help, Takes takes, boolean anytime, Action action) {
    /** What arguments are. */
    enum Takes {
        NOTHING,
        FILE,
        QUEUE,
        COMMAND,
        CODE
    }

    /** What a command does. */
    interface Action {
        /**
         * Does it.
         *
         * @param arguments what follows the name, without space around it
         * @throws parley.trace.UserFailure where the arguments are wrong
         */
        void run(Shell shell, String arguments);
    }

    /** {@code %peek QUEUE [N]}. */
    String usage() {
        return "%" + name + (arguments.isEmpty() ? "" : " " + arguments);
    }

    /** The language of the code that it takes. */
    String codeLanguage(String prompt) {
        return name.equals("java") || name.equals("python") ? name : prompt;
    }
}
