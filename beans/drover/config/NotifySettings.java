package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is told what runs do.
 *
 * @param heartbeat between two reports of a run that goes on
 * @param keep how long a message is kept for a service that does not take it
 * @param linkHosts hosts that a message may link to
 * @param logUrl address of a run's logs, {@code <run>} stands for its id
 * @param digest how often, and when, all that happened is told in one message
 */
public record NotifySettings(
    Duration heartbeat,
    Duration keep,
    List<String> linkHosts,
    Optional<String> logUrl,
    Digest digest,
    Map<String, Channel> channels) {

  public NotifySettings {
    linkHosts = List.copyOf(linkHosts);
    logUrl = logUrl.filter(url -> !url.isBlank());
    channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
  }

  /** How often all that happened is told in one message, at six in the morning, UTC. */
  public enum Digest {
    @JsonProperty("none")
    NONE,
    @JsonProperty("daily")
    DAILY,
    @JsonProperty("weekly")
    WEEKLY
  }

  /** What has to be set before a channel is used. */
  public enum Needed {
    @JsonProperty("secret")
    SECRET,
    @JsonProperty("url")
    URL,
    @JsonProperty("to")
    TO
  }

  /**
   * A way to people.
   *
   * @param kind which route takes its messages there
   * @param needs without these it is off
   * @param secret name of the secret that opens it
   * @param url base address of its service
   * @param to whom, in the words of its service
   * @param events what it is told, words of {@code newsEvent}
   * @param jobs of which it is told; empty: of all
   * @param rehearsals whether it is told of rehearsals
   */
  public record Channel(
      String kind,
      boolean enabled,
      List<Needed> needs,
      Optional<String> secret,
      Optional<String> url,
      Optional<String> to,
      List<String> events,
      List<String> jobs,
      boolean rehearsals) {

    public Channel {
      needs = List.copyOf(needs);
      secret = secret.filter(name -> !name.isBlank());
      url = url.filter(address -> !address.isBlank());
      to = to.filter(name -> !name.isBlank());
      events = List.copyOf(events);
      jobs = List.copyOf(jobs);
    }
  }

  @JsonCreator
  static NotifySettings read(
      @JsonProperty("heartbeat-seconds") long heartbeatSeconds,
      @JsonProperty("keep-hours") long keepHours,
      @JsonProperty("link-hosts") List<String> linkHosts,
      @JsonProperty("log-url") Optional<String> logUrl,
      @JsonProperty("digest") Digest digest,
      @JsonProperty("channels") Map<String, Channel> channels) {
    return new NotifySettings(
        Duration.ofSeconds(heartbeatSeconds),
        Duration.ofHours(keepHours),
        linkHosts,
        logUrl,
        digest,
        channels);
  }
}
