package drover.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The packaged product and the harness beside it in a jar of its own: only classes in jars can be
 * shared between processes, which makes each start much cheaper.
 *
 * @param root of the project
 */
record Build(Path root) {
  private static final String CLASSES = "drover/crash";

  /** Packs the classes of the harness. */
  static Build of(Path root) throws IOException {
    Build build = new Build(root.toAbsolutePath().normalize());
    if (!Files.exists(build.product())) {
      throw new IllegalStateException("there is no " + build.product() + ": run mvn package first");
    }
    build.pack();
    return build;
  }

  List<String> java(Path temporary, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-XX:SharedArchiveFile=" + archive(),
                "-Xlog:disable",
                "-Xlog:all=off",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.org.flywaydb=off",
                "-Dorg.slf4j.simpleLogger.log.org.sqlite=off",
                "-cp",
                product() + ":" + harness(),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Made by a process that ends in peace; see {@link ClassArchive}. */
  Path archive() {
    return root.resolve("target/crash.jsa");
  }

  Path product() {
    return root.resolve("target/drover.jar");
  }

  private Path harness() {
    return root.resolve("target/crash-harness.jar");
  }

  private void pack() throws IOException {
    Path classes = root.resolve("target/test-classes");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(packed);
        Stream<Path> found = Files.list(classes.resolve(CLASSES))) {
      for (Path each : found.filter(path -> path.toString().endsWith(".class")).sorted().toList()) {
        JarEntry entry = new JarEntry(classes.relativize(each).toString());
        entry.setTime(0); // the same classes give the same jar
        jar.putNextEntry(entry);
        Files.copy(each, jar);
        jar.closeEntry();
      }
    }
    // an archive of classes is only good for the jars it was made from
    if (!Files.exists(harness())
        || !Arrays.equals(Files.readAllBytes(harness()), packed.toByteArray())) {
      Files.write(harness(), packed.toByteArray());
      Files.deleteIfExists(archive());
    }
  }
}
