package drover.github.fake;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * @param login who acts with it
 * @param repositories ids; empty: every one
 * @param permissions {@code read} or {@code write} by name
 */
public record FakeToken(
    String value,
    String login,
    Set<Long> repositories,
    Map<String, String> permissions,
    Instant end) {

  boolean mayRead(String permission) {
    return permission.equals("metadata") || permissions.containsKey(permission);
  }

  boolean mayWrite(String permission) {
    return "write".equals(permissions.get(permission));
  }

  boolean sees(FakeRepository repository) {
    return repositories.isEmpty() || repositories.contains(repository.id());
  }
}
