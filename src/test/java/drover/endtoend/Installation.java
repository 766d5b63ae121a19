package drover.endtoend;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The packaged product, as the tests start it: the launcher's command with light JVM options. */
final class Installation {
  static final Path ROOT = Path.of(System.getProperty("drover.root", "")).toAbsolutePath();
  static final Path SAMPLE_BLOG = ROOT.resolve("runtime-image/rehearsal/sample-blog");
  static final Path LAUNCHER = ROOT.resolve("drover");

  private static final Path JAR = ROOT.resolve("target/drover.jar");
  private static final Path CLASSES = ROOT.resolve("target/endtoend.jsa");

  private Installation() {}

  /** {@code setsid}: a process group of its own, as a terminal gives one to a command. */
  static List<String> command(String... arguments) {
    return command(
        JAR.toString(),
        List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + CLASSES),
        arguments);
  }

  /**
   * The same with classes and resources that take the place of the product's. No archive is made of
   * classes in a directory.
   */
  static List<String> changed(Path changes, String... arguments) {
    return command(changes + File.pathSeparator + JAR, List.of(), arguments);
  }

  private static List<String> command(String classPath, List<String> options, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=off",
                "--enable-native-access=ALL-UNNAMED",
                "-Ddrover.installation=" + ROOT));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, "drover.cli.Drover"));
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
