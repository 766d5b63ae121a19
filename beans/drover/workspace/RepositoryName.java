package drover.workspace;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How somebody who is not at this machine may name a repository. */
public final class RepositoryName {
  private static final Pattern OWNER_AND_NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9_.-]{1,100}");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,500}");

  private static final Pattern OF_A_HOST =
      Pattern.compile("(?:https?://|ssh://git@|git@)[^/:]+[/:]([^/]+/[^/]+?)(?:\\.git)?/?");

  private RepositoryName() {}

  /** {@code owner/name} in the URL of a host such as GitHub; empty where it has another form. */
  public static Optional<String> ownerAndName(String url) {
    Matcher matcher = OF_A_HOST.matcher(url);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** For a file of it: the last part of the name, to be read, and a digest of all of it. */
  public static String asFileName(String repository) {
    String last = repository.replaceAll("(\\.git)?/*$", "").replaceAll("^.*[/:]", "");
    byte[] all = repository.getBytes(StandardCharsets.UTF_8);
    String digest = UUID.nameUUIDFromBytes(all).toString().substring(0, 8);
    return last.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + digest;
  }

  /**
   * The URL or absolute path it means; {@code owner/name} is one of GitHub's.
   *
   * @return empty when it is none, or holds a credential
   */
  public static Optional<String> parse(String name) {
    if (OWNER_AND_NAME.matcher(name).matches()) {
      return Optional.of("https://github.com/" + name);
    }
    boolean isPath = name.startsWith("/") && !name.contains("\0");
    boolean isUrl = PRINTABLE.matcher(name).matches() && RepositoryUrl.isUrl(name);
    return Optional.of(name)
        .filter(given -> isPath || isUrl)
        .filter(given -> !RepositoryUrl.holdsCredential(given));
  }
}
