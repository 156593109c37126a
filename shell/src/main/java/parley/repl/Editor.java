package parley.repl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jline.keymap.KeyMap;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.OSUtils;
import org.jspecify.annotations.Nullable;

/** The terminal and its line editor. One thread's. */
final class Editor implements AutoCloseable {
    private static final int HISTORY_LENGTH = 5000;
    private static final String INDENT = "    ";

    /** What a terminal takes for "no key does this". */
    private static final int NO_KEY = OSUtils.IS_LINUX ? 0 : 0xff;

    /** How an attempt to read ended. */
    sealed interface Typed {
        /** Enter. */
        record Text(String text) implements Typed {}

        /** Ctrl-C, or the editing thread was interrupted; with what was typed so far. */
        record Cleared(String soFar) implements Typed {}

        /** Ctrl-D, or the terminal is gone. */
        record End() implements Typed {}
    }

    private final Terminal terminal;
    private final LineReader reader;
    private final CodeParser parser;
    private @Nullable LineReader commands;

    Editor(CodeParser parser, CodeCompleter completer, CodeHighlighter highlighter, Optional<Path> history)
            throws IOException {
        this.parser = parser;
        terminal = TerminalBuilder.builder()
                .system(true)
                .ffm(false) // the slowest to load; the others do all that is needed
                .jni(true)
                .exec(true)
                .dumb(true)
                .graphemeCluster(false) // asking the terminal for it costs a round trip before the prompt
                .build();
        if (terminal.getSize().getColumns() == 0) {
            terminal.setSize(Size.of(80, 24)); // a terminal that does not say how large it is
        }
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("parley")
                .parser(parser)
                .completer(completer)
                .highlighter(highlighter)
                .option(Option.DISABLE_EVENT_EXPANSION, true) // ! is an operator
                .option(Option.COMPLETE_MATCHER_TYPO, false)
                .option(Option.COMPLETE_MATCHER_CAMELCASE, false)
                .option(Option.HISTORY_REDUCE_BLANKS, false) // in Python they mean something
                .variable(LineReader.BELL_STYLE, "none")
                .variable(LineReader.HISTORY_SIZE, HISTORY_LENGTH)
                .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LENGTH);
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
        reader.getWidgets().put(LineReader.CALLBACK_INIT, this::leaveControlCToTheTerminal);
        reader.getWidgets().put("indent-or-complete", this::indentOrComplete);
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
                .bind(new Reference("indent-or-complete"), KeyMap.ctrl('I'));
        // JLine's own shows the other bracket; but while the history is searched, it ends the search
        Objects.requireNonNull(reader.getKeyMaps().get(LineReader.MAIN))
                .bind(new Reference(LineReader.SELF_INSERT), ")", "]", "}");
    }

    Terminal terminal() {
        return terminal;
    }

    LineReader reader() {
        return reader;
    }

    int width() {
        return terminal.getSize().getColumns();
    }

    /**
     * Reads a text of one line or more.
     *
     * @param language gives the prompt: {@code java> } or {@code py> }
     * @param start what stands there already
     */
    Typed read(String language, boolean colours, String start) {
        String prompt = prompt(language);
        reader.setVariable(LineReader.SECONDARY_PROMPT_PATTERN, " ".repeat(prompt.length() - 4) + "... ");
        return typed(reader, styled(prompt, colours), start);
    }

    /** Asks a question on a line of its own; the answer is not kept in the history. */
    Typed ask(String question) {
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        parser.asking(true);
        try {
            return typed(reader, question, "");
        } finally {
            parser.asking(false);
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
        }
    }

    /** Reads a debugger's command: one line, with a history of its own. */
    Typed command(String prompt) {
        return typed(commands(), prompt, "");
    }

    /** What edits commands of debuggers. */
    LineReader commands() {
        LineReader made = commands;
        if (made == null) {
            made = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .appName("parley debugger")
                    .parser((text, cursor, _) -> new CodeLine(text, cursor, cursor)) // every line is whole
                    .option(Option.DISABLE_EVENT_EXPANSION, true)
                    .variable(LineReader.BELL_STYLE, "none")
                    .build();
            made.getWidgets().put(LineReader.CALLBACK_INIT, this::leaveControlCToTheTerminal);
            commands = made;
        }
        return made;
    }

    /** What the prompt of a language looks like. */
    static String prompt(String language) {
        return language.equals("python") ? "py> " : language + "> ";
    }

    List<String> history() {
        return StreamSupport.stream(reader.getHistory().spliterator(), false)
                .map(History.Entry::line)
                .toList();
    }

    /** Puts characters before those that the user types next. */
    void typeAhead(String text) {
        if (!text.isEmpty()) {
            reader.runMacro(text);
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }

    private static Typed typed(LineReader by, String prompt, String start) {
        try {
            String text = by.readLine(prompt, null, (Character) null, start);
            boolean stopped = Thread.interrupted(); // a Ctrl-C right behind the Enter
            return stopped ? new Typed.Cleared(text) : new Typed.Text(text);
        } catch (UserInterruptException e) {
            return new Typed.Cleared(e.getPartialLine() == null ? "" : e.getPartialLine());
        } catch (EndOfFileException e) {
            return new Typed.End();
        } finally {
            var _ = Thread.interrupted(); // what interrupted the editing has had its effect
        }
    }

    private static String styled(String prompt, boolean colours) {
        return colours
                ? new AttributedString(
                                prompt,
                                AttributedStyle.DEFAULT
                                        .foreground(AttributedStyle.BLUE)
                                        .bold())
                        .toAnsi()
                : prompt;
    }

    /**
     * Runs when the editor has just made the terminal raw, Ctrl-C included: then it would hear a Ctrl-C twice, as a
     * signal that interrupts its reading and as a character, and where the signal wins, the character would stay for
     * the next prompt. So the terminal makes signals of Ctrl-C again; then it is heard too while nobody reads keys.
     */
    private boolean leaveControlCToTheTerminal() {
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, true);
        raw.setControlChar(ControlChar.VQUIT, NO_KEY);
        raw.setControlChar(ControlChar.VSUSP, NO_KEY);
        terminal.setAttributes(raw); // the editor puts back what was before its own
        return true;
    }

    /** Tab: at the start of a line it indents, behind something it completes. */
    private boolean indentOrComplete() {
        String before = reader.getBuffer().upToCursor();
        String line = before.substring(before.lastIndexOf('\n') + 1);
        if (line.isBlank()) {
            reader.getBuffer().write(INDENT.substring(line.length() % INDENT.length()));
        } else {
            reader.callWidget(LineReader.EXPAND_OR_COMPLETE);
        }
        return true;
    }
}
