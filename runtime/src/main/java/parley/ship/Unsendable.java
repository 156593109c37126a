package parley.ship;

import java.io.IOException;
import java.io.NotSerializableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.trace.UserFailure;

/** The message about a value that cannot be sent: which one, and what in it. */
final class Unsendable {
    private static final Pattern LAMBDA = Pattern.compile("(.*)\\$\\$Lambda.*");

    private Unsendable() {}

    static UserFailure because(String what, @Nullable Object value, String user, IOException reason) {
        String type = value == null ? "null" : type(value.getClass().getTypeName());
        StringBuilder text = new StringBuilder(what + " cannot be sent to another process: type=" + type);
        String cure;
        if (reason instanceof NotSerializableException culprit && culprit.getMessage() != null) {
            String name = type(culprit.getMessage());
            if (!name.equals(type)) {
                text.append(", holds=").append(name);
            }
            cure = cure(name);
        } else {
            text.append(", because=").append(reason.getMessage());
            cure = "";
        }
        if (!user.isEmpty()) {
            text.append(", used in ").append(user);
        }
        return new UserFailure(text + (cure.isEmpty() ? "" : "\n" + cure), "", reason);
    }

    private static String type(String name) {
        Matcher lambda = LAMBDA.matcher(name);
        if (lambda.matches()) {
            String within = PromptNames.typed(lambda.group(1));
            return within.isEmpty() ? "lambda" : "lambda of " + within;
        }
        return PromptNames.typed(name);
    }

    private static String cure(String name) {
        if (name.startsWith("lambda of java.")) {
            return "Maybe write it as one lambda: x -> g.apply(f.apply(x))";
        }
        if (name.startsWith("lambda")) {
            return "Maybe declare it as Fn, Task, or another interface that extends Serializable";
        }
        if (name.startsWith("java.") || name.startsWith("sun.") || name.startsWith("jdk.")) {
            return "Maybe make it inside the function, so that each process has its own";
        }
        return "Maybe let class " + name + " implement Serializable";
    }
}
