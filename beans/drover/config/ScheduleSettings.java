package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When a job begins by itself.
 *
 * @param expression a Unix cron expression
 * @param timeZone in which it is read
 * @param catchUp how late a firing may begin that was missed; zero: never
 * @param forEach one run for each of them; its domain is the parameter {@code domain}
 */
public record ScheduleSettings(
    String job,
    Optional<String> prompt,
    Map<String, String> params,
    Optional<String> repository,
    String expression,
    String timeZone,
    boolean enabled,
    Duration catchUp,
    Overlap overlap,
    ForEach forEach) {

  /** What each client's run is told by. */
  public static final String CLIENT_PARAMETER = "domain";

  private static final int DEFAULT_CATCH_UP_MINUTES = 60;

  public ScheduleSettings {
    prompt = prompt.filter(text -> !text.isBlank());
    params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    repository = repository.filter(name -> !name.isBlank());
  }

  /** What becomes of a firing while an earlier run of the schedule has not ended. */
  public enum Overlap {
    @JsonProperty("skip")
    SKIP,
    @JsonProperty("allow")
    ALLOW
  }

  /** For whom a firing is. */
  public enum ForEach {
    @JsonProperty("none")
    NONE,
    @JsonProperty("clients")
    CLIENTS
  }

  @JsonCreator
  static ScheduleSettings read(
      @JsonProperty("job") String job,
      @JsonProperty("prompt") Optional<String> prompt,
      @JsonProperty("params") Optional<Map<String, String>> params,
      @JsonProperty("repository") Optional<String> repository,
      @JsonProperty("cron") String cron,
      @JsonProperty("time-zone") Optional<String> timeZone,
      @JsonProperty("enabled") Optional<Boolean> enabled,
      @JsonProperty("catch-up-minutes") Optional<Integer> catchUpMinutes,
      @JsonProperty("overlap") Optional<Overlap> overlap,
      @JsonProperty("for-each") Optional<ForEach> forEach) {
    return new ScheduleSettings(
        job,
        prompt,
        params.orElse(Map.of()),
        repository,
        cron,
        timeZone.orElse("UTC"),
        enabled.orElse(true),
        Duration.ofMinutes(catchUpMinutes.orElse(DEFAULT_CATCH_UP_MINUTES)),
        overlap.orElse(Overlap.SKIP),
        forEach.orElse(ForEach.NONE));
  }

  public Cron cron() {
    return Cron.parse(expression);
  }

  public ZoneId zone() {
    return ZoneId.of(timeZone);
  }

  public boolean isForClients() {
    return forEach == ForEach.CLIENTS;
  }
}
