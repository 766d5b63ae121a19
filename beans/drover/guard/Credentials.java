package drover.guard;

import drover.shell.Marks;
import drover.shell.Paths;
import java.util.List;
import java.util.regex.Pattern;

/** Knows the files that hold credentials by their paths. */
final class Credentials {
  /** Below a home directory; a directory stands for all that is in it. */
  private static final List<String> IN_HOMES =
      List.of(
          ".ssh",
          ".aws",
          ".gnupg",
          ".azure",
          ".kube",
          ".config/gh",
          ".config/gcloud",
          ".config/hub",
          ".config/git/credentials",
          ".docker/config.json",
          ".netrc",
          "_netrc",
          ".git-credentials",
          ".pgpass",
          ".my.cnf",
          ".npmrc",
          ".pypirc",
          ".cargo/credentials",
          ".cargo/credentials.toml",
          ".gem/credentials",
          ".terraform.d/credentials.tfrc.json",
          ".vault-token",
          ".password-store",
          ".local/share/keyrings",
          ".claude/.credentials.json");

  private static final List<String> OF_THE_SYSTEM =
      List.of(
          "/etc/shadow",
          "/etc/shadow-",
          "/etc/gshadow",
          "/etc/sudoers",
          "/etc/ssl/private",
          "/etc/kubernetes/admin.conf",
          "/run/secrets",
          "/var/run/secrets",
          "/run/credentials");

  private static final Pattern OF_A_PROCESS = Pattern.compile("/proc/.+/(environ|mem)");
  private static final Pattern HOST_KEY = Pattern.compile("/etc/ssh/ssh_host_.*_key");
  private static final Pattern PUBLIC = Pattern.compile(".*(/known_hosts|\\.pub)");
  private static final Pattern ENVIRONMENT_FILE = Pattern.compile(".*/\\.env(\\.[a-z]+)?");

  private static final int LONGEST_PATH = 4_096;

  private final Places places;

  Credentials(Places places) {
    this.places = places;
  }

  /**
   * @param path absolute and normalized, with patterns and marks
   */
  boolean holds(String path) {
    if (path.length() > LONGEST_PATH) {
      // No file has such a name; only a pattern that hides one.
      return path.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    }
    if (places.isInWorkspace(path) || places.isTemporary(path) || PUBLIC.matcher(path).matches()) {
      return false;
    }
    return OF_A_PROCESS.matcher(withoutPatterns(path)).matches()
        || HOST_KEY.matcher(path).matches()
        || (ENVIRONMENT_FILE.matcher(path).matches() && !path.matches(".*\\.(example|sample)"))
        || OF_THE_SYSTEM.stream().anyMatch(known -> reaches(path, known))
        || IN_HOMES.stream().anyMatch(known -> endsIn(path, known));
  }

  /** {@code /proc/[0-9]*​/env*} reaches what it stands for. */
  private static String withoutPatterns(String path) {
    return path.startsWith("/proc/") && path.matches(".*/e[^/]*[*?\\[][^/]*")
        ? "/proc/x/environ"
        : path;
  }

  /** Any directory may be someone's home; the known path may begin at any of its parts. */
  private static boolean endsIn(String path, String known) {
    String[] parts = path.split("/");
    String[] wanted = known.split("/");
    for (int i = 0; i + wanted.length <= parts.length; i++) {
      boolean all = true;
      for (int j = 0; j < wanted.length && all; j++) {
        all = matches(parts[i + j], wanted[j]);
      }
      if (all) {
        return true;
      }
    }
    return false;
  }

  private static boolean reaches(String path, String known) {
    String[] parts = path.split("/");
    String[] wanted = known.split("/");
    if (parts.length < wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!matches(parts[i], wanted[i])) {
        return false;
      }
    }
    return true;
  }

  /** A pattern matches what it may stand for; one that may stand for anything is no such hint. */
  private static boolean matches(String part, String wanted) {
    if (part.indexOf('*') < 0 && part.indexOf('?') < 0 && part.indexOf('[') < 0) {
      return part.equals(wanted);
    }
    if (part.replaceAll("[*?.]", "").isEmpty() || part.length() > 100) {
      return false;
    }
    StringBuilder regex = new StringBuilder();
    for (char c : part.replaceAll("\\*+", "*").replaceAll("\\[[^\\]]*\\]", "?").toCharArray()) {
      regex.append(
          c == '*' ? ".*" : c == '?' || Marks.isUnknown("" + c) ? "." : Pattern.quote("" + c));
    }
    return part.chars().filter(c -> c == '*').count() <= 3 && wanted.matches(regex.toString());
  }

  boolean holds(String directory, String path) {
    return holds(Paths.resolve(directory, path));
  }
}
