package drover.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import drover.runtime.AgentRuntime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a job needs.
 *
 * @param startBelowUtilization share of the subscription's windows, 0 to 1, at which its runs are
 *     not begun any more
 * @param concurrency its runs at the same time; empty: as many as the server executes
 * @param serialPerRepository whether a repository sees only one of its runs at a time
 * @param watch whether CI of what it delivers is watched
 * @param runtime the coding agent where a request names none; empty: Claude Code
 * @param mcp names of the MCP servers its agent may use
 * @param modes what is different, by the value of the parameter {@code mode}
 */
public record JobSettings(
    PromptRule prompt,
    Map<String, ParameterRule> parameters,
    Optional<String> agent,
    String model,
    int maxTurns,
    Optional<String> repository,
    String permissionMode,
    List<String> allowedTools,
    List<VerifyCommand> verify,
    List<String> render,
    Optional<LimitOverrides> limits,
    OptionalDouble startBelowUtilization,
    OptionalInt concurrency,
    Optional<Boolean> serialPerRepository,
    Optional<Boolean> watch,
    Optional<EgressRule> egress,
    Optional<PolicyOverrides> policy,
    Optional<AgentRuntime> runtime,
    Optional<PullRequestRule> pullRequest,
    Optional<DeliverRule> deliver,
    Optional<List<String>> mcp,
    Optional<KubernetesSettings.Overrides> kubernetes,
    Optional<TriageSettings> triage,
    Optional<EvaluationSettings> evaluation,
    Optional<Map<String, ModeSettings>> modes) {

  public JobSettings {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    agent = agent.filter(name -> !name.isBlank());
    repository = repository.filter(name -> !name.isBlank());
    allowedTools = List.copyOf(allowedTools);
    verify = List.copyOf(verify);
    render = List.copyOf(render);
  }

  /** What is different for a task with these parameters, where something is. */
  Optional<ModeSettings> modeOf(Map<String, String> params) {
    return modes.flatMap(all -> Optional.ofNullable(all.get(params.getOrDefault("mode", ""))));
  }

  /** Hosts it may reach, {@code *.} before a name for all below it; empty: every public one. */
  public List<String> domains() {
    return egress.map(EgressRule::domains).orElse(List.of());
  }

  /** Whether a repository sees only one of its runs at a time. */
  public boolean isSerialPerRepository() {
    return serialPerRepository.orElse(false);
  }

  /** Whether CI of what it delivers is watched. */
  public boolean isWatched() {
    return watch.orElse(false);
  }

  /** Whether its pull requests ask for review at once; a job that does not say so opens drafts. */
  public PullRequestRule pullRequestRule() {
    return pullRequest.orElse(PullRequestRule.DRAFT);
  }

  /** Where finished work goes; a job that does not say so opens a pull request. */
  public DeliverRule deliverRule() {
    return deliver.orElse(DeliverRule.PULL_REQUEST);
  }

  /** Where finished work goes. */
  public enum DeliverRule {
    @JsonProperty("pull-request")
    PULL_REQUEST,
    @JsonProperty("default-branch")
    DEFAULT_BRANCH
  }

  /** What a pull request is when it is opened. */
  public enum PullRequestRule {
    @JsonProperty("draft")
    DRAFT,
    @JsonProperty("ready")
    READY
  }

  /** Whether a request brings a prompt. */
  public enum PromptRule {
    @JsonProperty("required")
    REQUIRED,
    @JsonProperty("none")
    NONE
  }

  /**
   * What a right value of a parameter is.
   *
   * @param pattern a regular expression for all of it
   * @param example a right value
   * @param fallback what it is where nobody said; {@code <name>} stands for another parameter, in
   *     small letters; empty: it is absent then
   */
  public record ParameterRule(
      boolean required,
      String pattern,
      String example,
      @JsonProperty("default") Optional<String> fallback) {

    public boolean accepts(String value) {
      return value.matches(pattern);
    }
  }

  /** How far the job reaches; see {@link #domains()}. */
  public record EgressRule(List<String> domains) {

    public EgressRule {
      domains = List.copyOf(domains);
    }
  }

  /**
   * A command that must succeed; with {@code onlyIf}, only where that path is in the repository.
   */
  public record VerifyCommand(String name, String command, Optional<String> onlyIf) {}
}
