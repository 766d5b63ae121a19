package drover.config;

import java.util.List;
import java.util.Optional;

/** What a job needs. */
public record JobSettings(
    Optional<String> agent,
    String model,
    int maxTurns,
    Optional<String> repository,
    String permissionMode,
    List<String> allowedTools,
    List<VerifyCommand> verify,
    List<String> render) {

  public JobSettings {
    agent = agent.filter(name -> !name.isBlank());
    repository = repository.filter(name -> !name.isBlank());
    allowedTools = List.copyOf(allowedTools);
    verify = List.copyOf(verify);
    render = List.copyOf(render);
  }

  /**
   * A command that must succeed; with {@code onlyIf}, only where that path is in the repository.
   */
  public record VerifyCommand(String name, String command, Optional<String> onlyIf) {}
}
