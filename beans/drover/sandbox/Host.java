package drover.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of this machine that are the system, to be shown read-only, and who this process is.
 *
 * @param root the directory {@code /}
 * @param user who the factory runs as
 */
record Host(Path root, User user) {
  /** Started as root, the rights are given up before the sandbox begins. */
  enum User {
    ROOT,
    ORDINARY
  }

  private static final List<String> LIBRARIES =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  /** Of /etc only what programs need to run, to be configured system-wide and to trust servers. */
  private static final List<String> CONFIGURATION =
      List.of(
          "alternatives",
          "bash.bashrc",
          "ca-certificates",
          "ca-certificates.conf",
          "chromium",
          "chromium.d",
          "debian_version",
          "fonts",
          "gai.conf",
          "host.conf",
          "inputrc",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "magic",
          "magic.mime",
          "maven",
          "mime.types",
          "os-release",
          "perl",
          "pki",
          "profile",
          "protocols",
          "python3",
          "services",
          "ssl",
          "terminfo",
          "timezone",
          "xml");

  static Host ofThisMachine() {
    try {
      Object uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return new Host(Path.of("/"), uid.equals(0) ? User.ROOT : User.ORDINARY);
    } catch (IOException | UnsupportedOperationException e) {
      return new Host(Path.of("/"), User.ORDINARY); // no Linux: there is no sandbox either
    }
  }

  /** The number of user or group, by the attribute's name: {@code unix:uid}, {@code unix:gid}. */
  static String attributeOfThisProcess(String attribute) {
    try {
      return String.valueOf(Files.getAttribute(Path.of("/proc/self"), attribute));
    } catch (IOException | UnsupportedOperationException e) {
      throw new IllegalStateException("this machine does not say who this process is", e);
    }
  }

  /** Options of bwrap that show programs, libraries and configuration. */
  List<String> systemOptions() {
    List<String> options = new ArrayList<>(List.of("--ro-bind", "/usr", "/usr"));
    for (String name : LIBRARIES) {
      Path directory = root.resolve(name);
      if (Files.isSymbolicLink(directory)) {
        options.addAll(List.of("--symlink", linkOf(directory), "/" + name));
      } else if (Files.isDirectory(directory)) {
        options.addAll(List.of("--ro-bind", directory.toString(), "/" + name));
      }
    }
    configuration()
        .forEach(file -> options.addAll(List.of("--ro-bind", file.toString(), file.toString())));
    return options;
  }

  private List<Path> configuration() {
    Path etc = root.resolve("etc");
    try (Stream<Path> files = Files.list(etc)) {
      return files
          .filter(file -> isConfiguration(file.getFileName().toString()))
          .filter(Files::isReadable)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + etc, e);
    }
  }

  private static boolean isConfiguration(String name) {
    return CONFIGURATION.contains(name) || name.startsWith("java-");
  }

  private static String linkOf(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + link, e);
    }
  }

  /** An empty directory that every user can reach, where root shows what they may see. */
  Path stage() {
    Path stage = root.resolve("run/drover-stage");
    try {
      if (!Files.isDirectory(stage, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(stage);
        Files.setPosixFilePermissions(stage, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      return stage;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + stage, e);
    }
  }
}
