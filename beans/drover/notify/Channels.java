package drover.notify;

import drover.config.ConfigurationException;
import drover.config.NotifySettings;
import drover.config.NotifySettings.Needed;
import drover.config.Secrets;
import drover.effect.Unavailable;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** The ways to people that are in use, and which of them is busy here. */
public final class Channels {
  private final Map<String, NotifySettings.Channel> configured;
  private final Secrets secrets;
  private final Map<String, Channel> used = new LinkedHashMap<>();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  public Channels(NotifySettings settings, Secrets secrets) {
    this.configured = settings.channels();
    this.secrets = secrets;
    configured.forEach(
        (name, channel) -> {
          if (channel.enabled() && missing(channel).isEmpty()) {
            used.put(name, channel(name, channel));
          }
        });
  }

  /** All that are in use. */
  public List<Channel> all() {
    return List.copyOf(used.values());
  }

  /** Whether anybody is told anything. */
  public boolean inUse() {
    return !used.isEmpty();
  }

  /** Those that nobody here speaks on; from now on somebody does, until {@link #rest}. */
  public List<Channel> idle(@Body List<String> names) {
    return names.stream().filter(used::containsKey).filter(busy::add).map(used::get).toList();
  }

  /** Nobody speaks on it any more. */
  public void rest(@Variable("channel") Channel channel) {
    busy.remove(channel.name());
  }

  /** Words of the occasions of which any channel is told. */
  public Set<String> events() {
    return all().stream().flatMap(channel -> channel.events().stream()).collect(Collectors.toSet());
  }

  /** Whether anybody is told of rehearsals. */
  public boolean tellRehearsals() {
    return all().stream().anyMatch(Channel::rehearsals);
  }

  /**
   * One that somebody asks for by its name.
   *
   * @throws ConfigurationException when there is none, or something is missing; says what to do
   */
  public Channel find(String name) {
    NotifySettings.Channel channel = configured.get(name);
    if (channel == null) {
      throw new ConfigurationException(
          "there is no channel %s; there are %s"
              .formatted(name, String.join(", ", configured.keySet())));
    }
    if (!channel.enabled()) {
      throw new ConfigurationException(
          "the channel %s is switched off: set drover.notifications.channels.%s.enabled to true"
              .formatted(name, name));
    }
    List<String> missing = missing(channel);
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "the channel %s is not set up: set %s"
              .formatted(
                  name,
                  missing.stream()
                      .map(key -> key.equals("to") || key.equals("url") ? key(name, key) : key)
                      .collect(Collectors.joining(" and "))));
    }
    return channel(name, channel);
  }

  /**
   * The secret that opens a channel, read anew each time; empty: it has none.
   *
   * @throws Unavailable when its file cannot be read now
   */
  String secret(Channel channel) {
    try {
      return channel.secret().flatMap(secrets::find).orElse("");
    } catch (ConfigurationException e) {
      throw Unavailable.now(channel.name(), String.valueOf(e.getMessage()));
    }
  }

  private static String key(String name, String key) {
    return "drover.notifications.channels.%s.%s".formatted(name, key);
  }

  /** Names of variables and keys that have to be set first. */
  private List<String> missing(NotifySettings.Channel channel) {
    List<String> missing = new ArrayList<>();
    if (channel.needs().contains(Needed.SECRET) && !hasSecret(channel)) {
      missing.add(channel.secret().orElse("secret"));
    }
    if (channel.needs().contains(Needed.URL) && channel.url().isEmpty()) {
      missing.add("url");
    }
    if (channel.needs().contains(Needed.TO) && to(channel).isEmpty()) {
      missing.add("to");
    }
    return missing;
  }

  /** A file that cannot be read is told when it is needed, not taken for a channel that is off. */
  private boolean hasSecret(NotifySettings.Channel channel) {
    try {
      return channel.secret().flatMap(secrets::find).isPresent();
    } catch (ConfigurationException e) {
      return true;
    }
  }

  private static Channel channel(String name, NotifySettings.Channel channel) {
    boolean isTopicInUrl = channel.to().isEmpty() && to(channel).isPresent();
    String url = channel.url().orElse("").replaceAll("/+$", "");
    return new Channel(
        name,
        channel.kind(),
        channel.secret(),
        isTopicInUrl ? url.substring(0, url.lastIndexOf('/')) : url,
        to(channel).orElse(""),
        channel.events(),
        channel.jobs(),
        channel.rehearsals());
  }

  /** People write an address of ntfy together with its topic. */
  private static Optional<String> to(NotifySettings.Channel channel) {
    return channel
        .to()
        .or(
            () ->
                channel
                    .url()
                    .filter(url -> channel.kind().equals("ntfy"))
                    .map(url -> URI.create(url).getPath().replaceAll("/+$", ""))
                    .map(path -> path.substring(path.lastIndexOf('/') + 1))
                    .filter(topic -> !topic.isEmpty()));
  }
}
