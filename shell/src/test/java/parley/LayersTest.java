package parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may use whom in the shell. Every rule is also tried on a class that breaks it, made here as byte code. */
class LayersTest {
    /** Packages of the shell that a package uses besides itself; all may use the runtime. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "parley.eval", Set.of(),
            "parley.java", Set.of("parley.eval"),
            "parley.builtin", Set.of(),
            "parley.debug", Set.of(),
            "parley.python", Set.of("parley.builtin", "parley.debug", "parley.eval"),
            "parley.inspect", Set.of("parley.eval"),
            "parley.demo", Set.of("parley.eval"),
            "parley.session", Set.of("parley.debug", "parley.eval"),
            "parley.repl", Set.of("parley.eval", "parley.inspect", "parley.session", "parley.demo"),
            "parley.cli",
                    Set.of(
                            "parley.eval",
                            "parley.java",
                            "parley.python",
                            "parley.inspect",
                            "parley.demo",
                            "parley.session",
                            "parley.repl"));

    /** Every library, or part of the JDK that is like one, has one owner. */
    private static final Map<String, String> OWNER = Map.of(
            "jdk.jshell..", "parley.java",
            "org.graalvm..", "parley.python",
            "org.jline..", "parley.repl",
            "com.fasterxml..", "parley.demo",
            "com.oracle..", "parley.builtin",
            "sun.misc..", "parley.builtin",
            "picocli..", "parley.cli");

    private static final List<String> RUNTIME = List.of(
            "parley",
            "parley.trace",
            "parley.fork",
            "parley.wire",
            "parley.pickle",
            "parley.ship",
            "parley.memory",
            "parley.socket",
            "parley.sync",
            "parley.channel",
            "parley.process",
            "parley.pool",
            "parley.manager");

    private static final List<String> FOR_ALL = List.of("java..", "javax..", "com.sun..", "org.jspecify.annotations");

    private static final JavaClasses OURS = new ClassFileImporter().importPath("target/classes");

    static Stream<String> packages() {
        return MAY_USE.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackageUsesOnlyWhatItMay(String name) {
        usesOnlyWhatItMay(name).check(OURS);
    }

    @Test
    void everyPackageIsInTheTable() {
        isInTable().check(OURS);
    }

    @Test
    void packagesHaveNoCycles() {
        noCycles().check(OURS);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aClassThatUsesAnotherPackageIsFound(String name, @TempDir Path folder) throws IOException {
        for (String other : MAY_USE.keySet()) {
            boolean may =
                    other.equals(name) || MAY_USE.getOrDefault(name, Set.of()).contains(other);
            var planted = planted(folder.resolve(other), name + ".Planted", other + ".Other");
            assertEquals(!may, broken(usesOnlyWhatItMay(name), planted), name + " uses " + other);
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aClassThatUsesAnothersLibraryIsFound(String name, @TempDir Path folder) throws IOException {
        for (var library : OWNER.entrySet()) {
            String used = library.getKey().replace("..", ".Other");
            var planted = planted(folder.resolve(used), name + ".Planted", used);
            boolean may = library.getValue().equals(name);
            assertEquals(!may, broken(usesOnlyWhatItMay(name), planted), name + " uses " + used);
        }
    }

    @Test
    void aClassInANewPackageIsFound(@TempDir Path folder) throws IOException {
        assertTrue(broken(isInTable(), planted(folder, "parley.util.Planted", "java.lang.String")));
    }

    @Test
    void aCycleIsFound(@TempDir Path folder) throws IOException {
        planted(folder, "parley.demo.Planted", "parley.repl.Planted");
        assertTrue(broken(noCycles(), planted(folder, "parley.repl.Planted", "parley.demo.Planted")));
    }

    private static ArchRule usesOnlyWhatItMay(String name) {
        var allowed = new ArrayList<String>();
        allowed.add(name);
        allowed.addAll(MAY_USE.getOrDefault(name, Set.of()));
        allowed.addAll(RUNTIME);
        allowed.addAll(FOR_ALL);
        OWNER.forEach((library, owner) -> {
            if (owner.equals(name)) {
                allowed.add(library);
            }
        });
        return classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true);
    }

    private static ArchRule isInTable() {
        return classes().should().resideInAnyPackage(MAY_USE.keySet().toArray(String[]::new));
    }

    private static ArchRule noCycles() {
        return slices().matching("parley.(*)").should().beFreeOfCycles();
    }

    private static boolean broken(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).hasViolation();
    }

    /** A class with a field of another type; gives all classes of the folder. */
    private static JavaClasses planted(Path folder, String name, String uses) throws IOException {
        byte[] code = ClassFile.of()
                .build(ClassDesc.of(name), type -> type.withField("field", ClassDesc.of(uses), ClassFile.ACC_PRIVATE));
        Files.createDirectories(folder);
        Files.write(folder.resolve(name + ".class"), code);
        return new ClassFileImporter().importPath(folder);
    }
}
