package drover.workspace;

import java.util.regex.Pattern;

/** Tells URLs of repositories from directories. */
final class RepositoryUrl {
  private static final Pattern URL = Pattern.compile("(https?|ssh|git|file)://.+");
  private static final Pattern SCP =
      Pattern.compile("[\\w.-]+@[\\w.-]+:[^/].*|[\\w.-]+@[\\w.-]+:/.+");
  private static final Pattern CREDENTIAL =
      Pattern.compile("https?://[^/]*@.*|\\w+://[^/@]*:[^/]*@.*");

  private RepositoryUrl() {}

  static boolean isUrl(String repository) {
    return URL.matcher(repository).matches() || SCP.matcher(repository).matches();
  }

  static boolean holdsCredential(String repository) {
    return CREDENTIAL.matcher(repository).matches();
  }
}
