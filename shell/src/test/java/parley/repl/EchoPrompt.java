package parley.repl;

import parley.session.EchoBackend;

/** A prompt whose session is an {@link EchoBackend}. */
final class EchoPrompt {
    private EchoPrompt() {}

    public static void main(String[] args) throws Exception {
        System.exit(Prompt.run("java", "echo prompt", EchoBackend::command));
    }
}
