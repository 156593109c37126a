package parley.repl;

import java.util.function.Supplier;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** Colours what is typed, at every key. */
final class CodeHighlighter implements Highlighter {
    private final Supplier<String> language;
    private final Commands commands;
    private final boolean colours;

    CodeHighlighter(Supplier<String> language, Commands commands, boolean colours) {
        this.language = language;
        this.commands = commands;
        this.colours = colours;
    }

    @Override
    public AttributedString highlight(LineReader reader, String text) {
        if (!colours) {
            return new AttributedString(text);
        }
        if (!(Input.of(text) instanceof Input.Call call)) {
            return Colours.code(text, Lexer.of(language.get()));
        }
        AttributedStringBuilder out = new AttributedStringBuilder();
        out.styled(Colours.COMMAND, text.substring(0, call.at()));
        String rest = text.substring(call.at());
        commands.find(call.name())
                .filter(command -> command.takes() == Command.Takes.CODE)
                .ifPresentOrElse(
                        command -> Colours.append(out, rest, Lexer.of(command.codeLanguage(language.get()))),
                        () -> out.append(rest));
        return out.toAttributedString();
    }
}
