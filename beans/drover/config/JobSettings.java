package drover.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job needs. */
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
    Optional<PolicyOverrides> policy) {

  public JobSettings {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    agent = agent.filter(name -> !name.isBlank());
    repository = repository.filter(name -> !name.isBlank());
    allowedTools = List.copyOf(allowedTools);
    verify = List.copyOf(verify);
    render = List.copyOf(render);
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
   */
  public record ParameterRule(boolean required, String pattern, String example) {}

  /**
   * A command that must succeed; with {@code onlyIf}, only where that path is in the repository.
   */
  public record VerifyCommand(String name, String command, Optional<String> onlyIf) {}
}
