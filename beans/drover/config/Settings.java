package drover.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import drover.runtime.AgentRuntime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Everything under {@code drover}, typed. */
public record Settings(
    ClaudeSettings claude,
    OpencodeSettings opencode,
    TurnSettings turn,
    LimitSettings limits,
    WaitSettings waits,
    OutageSettings outages,
    ReviewSettings review,
    VerifySettings verify,
    SandboxSettings sandbox,
    DockerSettings docker,
    EgressSettings egress,
    PolicySettings policy,
    PullRequestSettings pullRequests,
    LedgerSettings ledger,
    InstanceSettings instance,
    HttpSettings http,
    DispatchSettings dispatch,
    RetentionSettings retention,
    CacheSettings caches,
    LinearSettings linear,
    GithubSettings github,
    WatchSettings watch,
    NotifySettings notifications,
    List<String> clients,
    Map<String, ScheduleSettings> schedules,
    McpSettings mcp,
    KubernetesSettings kubernetes,
    Map<String, JobSettings> jobs,
    Map<String, PriceSettings> prices) {

  private static final String ANY_OTHER_MODEL = "default";
  private static final Pattern RELEASE_DATE = Pattern.compile("-\\d{8}$");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .withConfigOverride(
              List.class,
              list -> list.setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)))
          .build();

  public Settings {
    clients = List.copyOf(clients);
    schedules = Collections.unmodifiableMap(new LinkedHashMap<>(schedules));
    jobs = Collections.unmodifiableMap(new LinkedHashMap<>(jobs));
    prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
  }

  static Settings from(JsonNode validated) {
    try {
      return MAPPER.treeToValue(validated, Settings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema lets through what the settings cannot hold", e);
    }
  }

  public Optional<JobSettings> job(String name) {
    return Optional.ofNullable(jobs.get(name));
  }

  /** Base URL of the model gateway of an agent; empty: its provider's own. */
  public Optional<String> apiUrlOf(AgentRuntime runtime) {
    return switch (runtime) {
      case CLAUDE -> claude.apiUrl();
      case OPENCODE -> opencode.apiUrl();
    };
  }

  /** The limits of a job, by its name. */
  public LimitSettings limitsOf(String job) {
    return job(job).flatMap(JobSettings::limits).map(own -> own.over(limits)).orElse(limits);
  }

  /** How the pods of a job are made. */
  public KubernetesSettings kubernetesOf(String job) {
    return job(job).flatMap(JobSettings::kubernetes).map(kubernetes::with).orElse(kubernetes);
  }

  /**
   * What is judged before the result of a job leaves.
   *
   * @param params of the task; they narrow the paths where the job says so
   */
  public PolicySettings policyOf(String job, Map<String, String> params) {
    PolicySettings ofJob =
        job(job).flatMap(JobSettings::policy).map(own -> own.over(policy)).orElse(policy);
    List<String> paths =
        job(job)
            .flatMap(settings -> settings.modeOf(params))
            .map(ModeSettings::paths)
            .orElse(ofJob.paths());
    return ofJob.withPaths(Scope.of(paths, params));
  }

  /** The prices of a model by its full name, with or without the date of its release. */
  public PriceSettings price(String model) {
    String undated = RELEASE_DATE.matcher(model).replaceFirst("");
    return Optional.ofNullable(prices.get(model))
        .or(() -> Optional.ofNullable(prices.get(undated)))
        .or(() -> Optional.ofNullable(prices.get(ANY_OTHER_MODEL)))
        .orElseThrow(() -> new IllegalStateException("drover.prices.default is missing"));
  }
}
