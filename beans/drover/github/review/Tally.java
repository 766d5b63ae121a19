package drover.github.review;

import drover.github.access.ApiRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHUser;

/** Sorts what was said by who said it; everybody is asked for once. */
final class Tally {
  private final GHRepository here;
  private final String own;
  private final Set<String> told;
  private final Map<String, Speaker> speakers = new TreeMap<>();
  private final List<ReviewComment> comments = new ArrayList<>();
  private final Map<String, Integer> leftOut = new TreeMap<>();

  Tally(GHRepository here, String own, Set<String> told) {
    this.here = here;
    this.own = own;
    this.told = told;
  }

  /** Asks GitHub who somebody is; nobody where the account is gone. */
  interface Author {
    GHUser ask() throws IOException;
  }

  List<ReviewComment> comments() {
    return List.copyOf(comments);
  }

  Map<String, Integer> leftOut() {
    return Map.copyOf(leftOut);
  }

  void add(ReviewComment said, Author author) throws IOException {
    if (told.contains(said.name()) || Speaker.isOurs(said.text())) {
      return; // handed on before, or nobody's but ours
    }
    Optional<GHUser> user = userOf(author);
    Speaker speaker = user.isPresent() ? speaker(user.get()) : Speaker.STRANGER;
    if (speaker == Speaker.TRUSTED) {
      comments.add(by(user.orElseThrow().getLogin(), said));
    } else {
      leftOut.merge(speaker.word(), 1, Integer::sum);
    }
  }

  private static ReviewComment by(String author, ReviewComment said) {
    return new ReviewComment(
        said.kind(),
        said.id(),
        said.thread(),
        author,
        said.path(),
        said.line(),
        said.url(),
        said.text());
  }

  /** GitHub gives null for an account that was deleted, which the library does not expect. */
  private static Optional<GHUser> userOf(Author author) throws IOException {
    try {
      return Optional.ofNullable(author.ask());
    } catch (NullPointerException deleted) {
      return Optional.empty();
    } catch (ApiRefusal refusal) {
      if (refusal.status() == 404) {
        return Optional.empty();
      }
      throw refusal;
    }
  }

  private Speaker speaker(GHUser user) throws IOException {
    String login = user.getLogin();
    if (login.equalsIgnoreCase(own)) {
      return Speaker.OWN;
    }
    Speaker known = speakers.get(login);
    if (known == null) {
      known = ask(user);
      speakers.put(login, known);
    }
    return known;
  }

  private Speaker ask(GHUser user) throws IOException {
    String type = Objects.requireNonNullElse(user.getType(), "");
    if (!type.equals("User")) {
      return Speaker.of(type, "none");
    }
    try {
      return Speaker.of(type, here.getPermission(user).name().toLowerCase(Locale.ROOT));
    } catch (ApiRefusal refusal) {
      if (refusal.status() == 404) { // no collaborator, and not even a member
        return Speaker.STRANGER;
      }
      throw refusal;
    }
  }
}
