package drover.github.effect;

import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.github.access.GithubRepository;
import drover.workspace.GitFailed;
import java.util.regex.Pattern;

/**
 * What git says when a remote does not do what was asked (git 2.30 and later, in the C locale).
 * What is not known here is worth another look; so is a bare 403, because git does not show the
 * sentence that tells a limit from a missing permission once the push itself is under way.
 */
final class PushAnswer {
  private static final Pattern LIMIT = Pattern.compile("rate limit|error: 429");
  private static final Pattern NO_CREDENTIAL =
      Pattern.compile("Authentication failed|could not read (Username|Password)|error: 401");
  private static final Pattern NO_PERMISSION =
      Pattern.compile("Permission to .* denied|[Ww]rite access to repository not granted");
  private static final Pattern NO_REPOSITORY =
      Pattern.compile("[Rr]epository .*not found|error: 404");
  private static final Pattern ARCHIVED = Pattern.compile("archived so it is read-only");
  private static final Pattern MOVED =
      Pattern.compile("\\((stale info|fetch first|non-fast-forward|already exists)\\)");
  private static final Pattern DECLINED =
      Pattern.compile("\\[remote rejected\\][^(]*\\(([^)]*)\\)");

  private PushAnswer() {}

  /** {@link Refused} where another try would be answered the same, else {@link Unavailable}. */
  static RuntimeException of(GitFailed failure, GithubRepository repository, String branch) {
    String said = String.valueOf(failure.getMessage());
    String name = repository.fullName();
    if (LIMIT.matcher(said).find()) {
      return Unavailable.now("GitHub", "it limits how much is asked: " + failure.cause());
    }
    if (ARCHIVED.matcher(said).find()) {
      return new Refused(
          name + " is archived on GitHub and takes nothing: unarchive it, then retry");
    }
    if (NO_CREDENTIAL.matcher(said).find()) {
      return new Refused("GitHub does not accept the token for %s: renew it".formatted(name));
    }
    if (NO_PERMISSION.matcher(said).find()) {
      return new Refused(
          "GitHub does not let this token write to %s: give it the permission contents (read and write)"
              .formatted(name));
    }
    if (NO_REPOSITORY.matcher(said).find()) {
      return new Refused(
          "GitHub shows this token no repository %s: check its name, and that the token may see it"
              .formatted(name));
    }
    if (MOVED.matcher(said).find()) {
      return taken(repository, branch, "");
    }
    var declined = DECLINED.matcher(said);
    if (declined.find()) {
      return new Refused(
          "%s does not take the branch %s (%s): change its rules for branches, then retry"
              .formatted(name, branch, declined.group(1)));
    }
    return Unavailable.now("GitHub", "git: " + failure.cause());
  }

  static Refused taken(GithubRepository repository, String branch, String where) {
    return new Refused(
        "%s has a branch %s at a commit%s that is not of this run: rename it, then retry"
            .formatted(repository.fullName(), branch, where));
  }
}
