package drover.sandbox;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Where programs in a sandbox look for others: as outside, as far as it is shown. */
final class SearchPath {
  private static final List<String> ALWAYS =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin");

  private SearchPath() {}

  static String inside(String outside, List<Mount> mounts) {
    Set<String> directories = new LinkedHashSet<>();
    Stream.of(outside.split(File.pathSeparator))
        .filter(directory -> isShown(directory, mounts))
        .forEach(directories::add);
    directories.addAll(ALWAYS);
    return String.join(File.pathSeparator, directories);
  }

  private static boolean isShown(String directory, List<Mount> mounts) {
    return directory.startsWith("/usr/")
        || mounts.stream()
            .anyMatch(
                mount ->
                    !directory.isEmpty()
                        && mount.inside().equals(mount.host().toString())
                        && Path.of(directory).startsWith(mount.host()));
  }
}
