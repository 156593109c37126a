package parley.repl;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import parley.eval.Backend;
import parley.eval.Completeness;
import parley.trace.Failure;
import parley.trace.StoppedFailure;

/** Decides on Enter whether the text is whole, by asking its language; and where the word starts that Tab completes. */
final class CodeParser implements Parser {
    private final Supplier<String> language;
    private final Function<String, Backend> backends;
    private final Commands commands;
    private boolean asking;

    CodeParser(Supplier<String> language, Function<String, Backend> backends, Commands commands) {
        this.language = language;
        this.backends = backends;
        this.commands = commands;
    }

    /** While a yes-or-no question is asked, every line is whole. */
    void asking(boolean question) {
        asking = question;
    }

    @Override
    public ParsedLine parse(String text, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !asking && isIncomplete(text)) {
            throw new EOFError(-1, -1, "incomplete");
        }
        int end = Math.min(cursor, text.length());
        return new CodeLine(text, wordStart(text, end), end);
    }

    /** The backslash is a part of code like any other. */
    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    private boolean isIncomplete(String text) {
        return switch (Input.of(text)) {
            case Input.Nothing() -> false;
            case Input.About _ -> false;
            case Input.Code(String code) -> isIncomplete(language.get(), code);
            case Input.Call(String name, String _, int at) ->
                commands.find(name)
                        .filter(command -> command.takes() == Command.Takes.CODE)
                        .map(command -> isIncomplete(command.codeLanguage(language.get()), text.substring(at)))
                        .orElse(false);
        };
    }

    private boolean isIncomplete(String name, String code) {
        try {
            return backends.apply(name).completeness(code) == Completeness.INCOMPLETE;
        } catch (StoppedFailure e) {
            throw new UserInterruptException(code); // Ctrl-C while the session was not ready to answer
        } catch (Failure e) {
            return false; // whoever evaluates it tells what is wrong
        }
    }

    /** A file name starts after a space, any other word where its letters do. */
    private int wordStart(String text, int cursor) {
        boolean file = Input.of(text) instanceof Input.Call call
                && cursor >= call.at()
                && commands.find(call.name())
                        .filter(command -> command.takes() == Command.Takes.FILE)
                        .isPresent();
        int start = cursor;
        while (start > 0
                && (file
                        ? !Character.isWhitespace(text.charAt(start - 1))
                        : Character.isJavaIdentifierPart(text.charAt(start - 1)))) {
            start--;
        }
        boolean command = !file
                && start > 0
                && text.charAt(start - 1) == '%'
                && text.substring(0, start - 1).isBlank();
        return command ? start - 1 : start;
    }
}
