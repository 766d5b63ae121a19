package drover.github.review;

import drover.github.access.ApiRefusal;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GHUser;

/** Tells who somebody on GitHub is to a repository; everybody is asked for once. */
public final class Speakers {
  private final GHRepository here;
  private final String own;
  private final Map<String, Speaker> known = new TreeMap<>();

  /**
   * @param own login of the account that Drover writes with; empty: a bot's
   */
  public Speakers(GHRepository here, String own) {
    this.here = here;
    this.own = own;
  }

  /** Asks GitHub who somebody is; nobody where the account is gone. */
  public interface Author {
    GHUser ask() throws IOException;
  }

  /**
   * @param login empty: the account is gone
   */
  public record Heard(Speaker speaker, String login) {}

  public Heard of(Author author) throws IOException {
    Optional<GHUser> user = userOf(author);
    return user.isPresent()
        ? new Heard(speaker(user.get()), user.get().getLogin())
        : new Heard(Speaker.STRANGER, "");
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
    Speaker earlier = known.get(login);
    if (earlier == null) {
      earlier = ask(user);
      known.put(login, earlier);
    }
    return earlier;
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
