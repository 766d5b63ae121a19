package drover.policy;

import java.util.Optional;

/** Where a symbolic link leads, told from its text alone. */
final class LinkTarget {
  private LinkTarget() {}

  /**
   * What is wrong with a link. Dots that go up are counted only at its beginning, where they are
   * exact: behind a name they would start from wherever that name, perhaps a link itself, leads.
   *
   * @param path of the link in the repository
   */
  static Optional<String> problem(String path, String target) {
    if (target.startsWith("/")) {
      return Optional.of("is a link to an absolute path");
    }
    int depth = (int) path.chars().filter(each -> each == '/').count();
    boolean named = false;
    for (String part : target.split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> {
          depth--;
          if (named || depth < 0) {
            return Optional.of("is a link that leads out of the repository");
          }
        }
        default -> {
          if (part.equalsIgnoreCase(".git")) {
            return Optional.of("is a link into the repository's own files");
          }
          named = true;
        }
      }
    }
    return Optional.empty();
  }
}
