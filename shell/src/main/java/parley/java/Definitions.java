package parley.java;

import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;
import parley.eval.Variable;
import parley.ship.PromptNames;
import parley.trace.Named;

/**
 * What the user has defined, as it was after the last evaluation; the values are read when somebody asks, from the
 * variables' fields, so neither compiler nor JShell is needed meanwhile. Any thread.
 */
final class Definitions {
    private static final int WIDTH = 60;

    private volatile List<Definition> all = List.of();

    /** One name; {@code owner} is the class that has a variable's field, or empty. */
    private record Definition(String name, String type, String text, String owner) {}

    /** Looks at the session again. Under the compiler lock. */
    void refresh(List<Snippet> active, SourceCodeAnalysis analysis) {
        all = active.stream()
                .map(snippet -> definition(snippet, analysis))
                .filter(definition -> !definition.name.isEmpty() && !definition.name.startsWith("$"))
                .toList();
    }

    private static Definition definition(Snippet snippet, SourceCodeAnalysis analysis) {
        return switch (snippet) {
            case VarSnippet variable ->
                new Definition(
                        variable.name(),
                        Imports.shorten(variable.typeName()),
                        "",
                        analysis.wrapper(variable).fullClassName());
            case MethodSnippet method -> new Definition(method.name(), "method", signature(method), "");
            case TypeDeclSnippet type ->
                new Definition(
                        type.name(),
                        type.subKind()
                                .name()
                                .replaceFirst("_(TYPE_)?SUBKIND$", "")
                                .toLowerCase(java.util.Locale.ROOT),
                        type.source().lines().findFirst().orElse("").replaceFirst("\\s*\\{.*", ""),
                        "");
            default -> new Definition("", "", "", "");
        };
    }

    /** {@code int f(int)}: JShell says {@code (int)int}. */
    private static String signature(MethodSnippet method) {
        int end = method.signature().lastIndexOf(')') + 1;
        return method.signature().substring(end) + " " + method.name()
                + method.signature().substring(0, end).replace(",", ", ");
    }

    List<Variable> variables(ClassLoader loader) {
        return all.stream()
                .map(d -> d.owner.isEmpty()
                        ? new Variable(d.name, d.type, shorten(d.text))
                        : new Variable(d.name, type(d, loader), show(value(d, loader))))
                .toList();
    }

    /** After some errors JShell takes every type for Object; the field knows better. */
    private static String type(Definition definition, ClassLoader loader) {
        Field field = definition.type.equals("java.lang.Object") || definition.type.equals("Object")
                ? field(definition, loader)
                : null;
        return field == null
                ? definition.type
                : Imports.shorten(PromptNames.typedIn(field.getGenericType().getTypeName()));
    }

    Map<String, String> shared(ClassLoader loader) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Definition definition : all) {
            if (!definition.owner.isEmpty() && value(definition, loader) instanceof Named named) {
                names.put(definition.name, named.name());
            }
        }
        return names;
    }

    /** The variables, without methods and types. */
    List<String> names() {
        return all.stream()
                .filter(definition -> !definition.owner.isEmpty())
                .map(Definition::name)
                .toList();
    }

    @Nullable
    Object value(String variable, ClassLoader loader) {
        return all.stream()
                .filter(definition -> definition.name.equals(variable) && !definition.owner.isEmpty())
                .findFirst()
                .map(definition -> value(definition, loader))
                .orElse(null);
    }

    private static @Nullable Object value(Definition definition, ClassLoader loader) {
        Field field = field(definition, loader);
        try {
            return field == null ? null : field.get(null);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private static @Nullable Field field(Definition definition, ClassLoader loader) {
        try {
            Field field = Class.forName(definition.owner, false, loader).getDeclaredField(definition.name);
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static String show(@Nullable Object value) {
        try {
            return shorten(Values.show(value, WIDTH));
        } catch (RuntimeException | StackOverflowError e) { // the user's toString, or a collection that changes now
            return "<" + (value == null ? "null" : value.getClass().getSimpleName()) + ">";
        }
    }

    private static String shorten(String text) {
        String line = text.replaceAll("\\s*\\R\\s*", " ");
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
