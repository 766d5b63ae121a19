package drover.github;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.WireJson;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The repository that an event is about.
 *
 * @param name {@code owner/repo}
 * @param url to clone it from, by HTTPS
 */
record EventRepository(String name, String url) {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100}");
  private static final Pattern HOST = Pattern.compile("https://[A-Za-z0-9.-]+(:[0-9]{1,5})?/");

  /** Empty where there is none, or its address is not that of its name. */
  static Optional<EventRepository> of(JsonNode event) {
    JsonNode repository = event.path("repository");
    String name = WireJson.text(repository, "full_name").orElse("");
    String url = WireJson.text(repository, "clone_url").orElse("");
    String path = name + ".git";
    boolean isOneRepository =
        NAME.matcher(name).matches()
            && url.endsWith(path)
            && HOST.matcher(url.substring(0, url.length() - path.length())).matches();
    return isOneRepository ? Optional.of(new EventRepository(name, url)) : Optional.empty();
  }
}
