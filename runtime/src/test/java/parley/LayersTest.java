package parley;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The runtime's floors. Every rule is also tried on a class that breaks it, made here as byte code. */
class LayersTest {
    /** Floor first: a package uses itself and those before it, and nothing else but the JDK. */
    private static final List<String> FLOORS = List.of(
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
            "parley.manager",
            "parley");

    private static final List<String> NO_LIBRARY = List.of("java..", "javax..", "org.jspecify.annotations");

    private static final JavaClasses OURS = new ClassFileImporter().importPath("target/classes");

    static Stream<String> floors() {
        return FLOORS.stream();
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aPackageUsesOnlyThoseBelowIt(String floor) {
        usesOnlyBelow(floor).check(OURS);
    }

    @Test
    void everyPackageHasAFloor() {
        hasFloor().check(OURS);
    }

    @Test
    void packagesHaveNoCycles() {
        noCycles().check(OURS);
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aClassThatUsesAHigherFloorIsFound(String floor, @TempDir Path folder) throws IOException {
        for (String higher : FLOORS.subList(FLOORS.indexOf(floor) + 1, FLOORS.size())) {
            var planted = planted(folder.resolve(higher), floor + ".Planted", higher + ".Other");
            assertTrue(broken(usesOnlyBelow(floor), planted), floor + " may use " + higher);
        }
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aClassThatUsesALibraryIsFound(String floor, @TempDir Path folder) throws IOException {
        assertTrue(broken(usesOnlyBelow(floor), planted(folder, floor + ".Planted", "org.jline.Other")));
    }

    @ParameterizedTest
    @MethodSource("floors")
    void aClassThatUsesALowerFloorIsGood(String floor, @TempDir Path folder) throws IOException {
        for (String lower : FLOORS.subList(0, FLOORS.indexOf(floor))) {
            var planted = planted(folder.resolve(lower), floor + ".Planted", lower + ".Other");
            assertFalse(broken(usesOnlyBelow(floor), planted), floor + " may not use " + lower);
        }
    }

    @Test
    void aClassInANewPackageIsFound(@TempDir Path folder) throws IOException {
        assertTrue(broken(hasFloor(), planted(folder, "parley.util.Planted", "java.lang.String")));
    }

    @Test
    void aCycleIsFound(@TempDir Path folder) throws IOException {
        planted(folder, "parley.wire.Planted", "parley.sync.Planted");
        assertTrue(broken(noCycles(), planted(folder, "parley.sync.Planted", "parley.wire.Planted")));
    }

    private static ArchRule usesOnlyBelow(String floor) {
        var allowed = new ArrayList<>(NO_LIBRARY);
        allowed.addAll(FLOORS.subList(0, FLOORS.indexOf(floor) + 1));
        return classes()
                .that()
                .resideInAPackage(floor)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true);
    }

    private static ArchRule hasFloor() {
        return classes().should().resideInAnyPackage(FLOORS.toArray(String[]::new));
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
