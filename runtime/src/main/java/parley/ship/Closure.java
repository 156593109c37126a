package parley.ship;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What code of the prompt can reach from some roots: the user's variables, and the classes another process needs.
 *
 * <pre>
 *   method ──calls──▶ method          static ones are followed one by one
 *     │ uses other methods of, makes, names
 *     ▼
 *   class ──all its methods──▶ ...    and its superclasses; what implements or extends it only {@link #widen}
 * </pre>
 *
 * A lambda's or method's own use of a variable is certain; what an unknown subclass may use is not. For one thread.
 */
final class Closure {
    private final PromptLoader loader;
    private final Set<ClassUses.Method> methods = new HashSet<>();
    private final Set<String> wholeClasses = new LinkedHashSet<>();
    private final Set<String> touched = new LinkedHashSet<>();
    private final Map<ClassUses.Field, String> fields = new LinkedHashMap<>();
    private final Deque<Runnable> open = new ArrayDeque<>();

    Closure(PromptLoader loader) {
        this.loader = loader;
    }

    /** The variables that are reached, each with the name of who uses it. */
    Map<ClassUses.Field, String> fields() {
        return fields;
    }

    /** Adds all of a class; does nothing for classes that were not typed at the prompt. */
    void addClass(String name) {
        if (!PromptNames.isPrompt(name)) {
            return;
        }
        if (PromptNames.isWrapper(name)) { // a wrapper holds what is unrelated: its methods come one by one
            touched.add(name);
        } else if (wholeClasses.add(name)) {
            open.add(() -> scanClass(name));
        }
    }

    /** Adds one static method. */
    void addMethod(ClassUses.Method method) {
        if (PromptNames.isPrompt(method.owner()) && methods.add(method)) {
            open.add(() -> scanMethod(method));
        }
    }

    /** Follows everything that was added. */
    void run() {
        for (Runnable next = open.poll(); next != null; next = open.poll()) {
            next.run();
        }
    }

    /** Adds the known classes that extend or implement one that is reached: objects of them may arrive later. */
    void widen() {
        boolean grew = true;
        while (grew) {
            int before = wholeClasses.size();
            for (String name : loader.names()) {
                ClassUses uses = loader.uses(name);
                if (uses != null && uses.supers().stream().anyMatch(wholeClasses::contains)) {
                    addClass(name);
                }
            }
            run();
            grew = wholeClasses.size() > before;
        }
    }

    /** Every class that another process needs, with its hash; their files are written. */
    Map<String, String> classes() {
        Map<String, String> hashes = new LinkedHashMap<>();
        Deque<String> names = new ArrayDeque<>(touched);
        while (!names.isEmpty()) {
            String name = names.remove();
            ClassUses uses = hashes.containsKey(name) ? null : loader.uses(name);
            if (uses != null) {
                hashes.put(name, loader.hash(name));
                names.addAll(uses.mentioned());
            }
        }
        return hashes;
    }

    private void scanClass(String name) {
        touched.add(name);
        ClassUses uses = loader.uses(name);
        if (uses != null) {
            uses.supers().forEach(this::addClass);
            uses.methods().forEach((signature, used) -> add(used, user(name, signature)));
        }
    }

    private void scanMethod(ClassUses.Method method) {
        touched.add(method.owner());
        ClassUses uses = loader.uses(method.owner());
        if (uses == null) {
            return;
        }
        ClassUses.Uses used = uses.methods().get(method.signature());
        if (used != null) {
            add(used, user(method.owner(), method.signature()));
        } else { // inherited
            uses.supers().forEach(owner -> addMethod(new ClassUses.Method(owner, method.name(), method.type())));
        }
        addInitializer(method.owner());
    }

    private void add(ClassUses.Uses used, String user) {
        used.calls().forEach(this::addMethod);
        used.types().forEach(this::addClass);
        for (ClassUses.Field field : used.fields()) {
            touched.add(field.owner());
            fields.putIfAbsent(field, user);
            addInitializer(field.owner());
        }
    }

    /** A user's class initializes itself in the other process too, when it is first used there. */
    private void addInitializer(String owner) {
        if (!PromptNames.isWrapper(owner)) {
            addMethod(new ClassUses.Method(owner, "<clinit>", "()V"));
        }
    }

    /** The method as people know it: {@code f}, {@code Point.area}, {@code lambda}. */
    private static String user(String owner, String signature) {
        String method = signature.substring(0, signature.indexOf('('));
        if (method.startsWith("lambda$")) {
            int end = method.indexOf('$', "lambda$".length());
            String within = end < 0 ? "" : method.substring("lambda$".length(), end);
            method = within.isEmpty() || within.startsWith("do_it") || within.equals("static") ? "lambda" : within;
        }
        String type = PromptNames.typed(owner);
        if (type.isEmpty()) {
            return method.startsWith("do_it$") ? "prompt" : method;
        }
        return method.startsWith("<") ? type : type + "." + method;
    }
}
