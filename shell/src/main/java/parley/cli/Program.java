package parley.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/**
 * The program and the JDK that run here.
 *
 * @param javaHome the JDK's folder
 * @param classPath every jar, by its full name
 */
record Program(Path javaHome, List<String> classPath) {
    static Program running() throws IOException {
        var jars = new ArrayList<String>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry).toAbsolutePath().normalize();
            jars.add(jar.toString());
            jars.addAll(named(jar));
        }
        return new Program(
                Path.of(System.getProperty("java.home")),
                jars.stream().distinct().toList());
    }

    /** The jars that the manifest of {@code jar} names: they lie beside it. */
    private static List<String> named(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return List.of();
        }
        try (var file = new JarFile(jar.toFile())) {
            var manifest = file.getManifest();
            String path = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return path == null
                    ? List.of()
                    : List.of(path.split(" ")).stream()
                            .map(name -> jar.resolveSibling(name).toString())
                            .toList();
        }
    }

    /** Starts a JVM of this JDK. */
    Path java() {
        return javaHome.resolve("bin", "java");
    }

    /** The folder with Python's compiler, beside that of the jars; perhaps it is not there. */
    Path compiler() {
        return Path.of(classPath.getFirst()).resolveSibling("../compiler").normalize();
    }

    /** A name for this build of the program on this build of the JDK: caches of another one are of no use. */
    String key() throws IOException {
        var text = new StringBuilder();
        for (String property : List.of("java.home", "java.vm.name", "java.vm.vendor", "java.vm.version", "os.arch")) {
            text.append(System.getProperty(property)).append('\n');
        }
        for (String jar : classPath) {
            Path file = Path.of(jar);
            if (Files.exists(file)) {
                text.append("%s %d %s%n".formatted(jar, Files.size(file), Files.getLastModifiedTime(file)));
            }
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
