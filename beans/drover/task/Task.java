package drover.task;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import drover.json.Json;
import drover.runtime.AgentRuntime;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One validated request to do a job. Its JSON is canonical: the same request gives the same text.
 *
 * @param version of this document, 1
 * @param prompt empty for jobs that take none
 * @param repository directory or URL; empty: the run fails with {@code no-repository}
 * @param base branch to start from; empty: the repository's current one
 * @param requestedBy who asked
 * @param allowedTools what the agent may use instead of what its job allows; empty: the latter
 * @param runtime the coding agent, where it is another than Claude Code
 */
public record Task(
    int version,
    String job,
    String prompt,
    Map<String, String> params,
    Optional<String> repository,
    Optional<String> base,
    String executor,
    Mode mode,
    Confinement confinement,
    Retention retention,
    String trigger,
    String requestedBy,
    int priority,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> allowedTools,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<AgentRuntime> runtime) {

  public static final int VERSION = 1;

  public Task {
    params = new TreeMap<>(params);
    allowedTools = allowedTools.map(List::copyOf);
  }

  /** Said by the mode already; the canonical text says nothing twice. */
  @JsonIgnore
  public boolean isRehearsal() {
    return mode == Mode.REHEARSAL;
  }

  /** Whether it may change nothing: asked for by the parameter {@code read-only}. */
  @JsonIgnore
  public boolean isReadOnly() {
    return "true".equals(params.get("read-only"));
  }

  /** The agent that does the work: named by the job, or by the parameter {@code agent}. */
  public String agent() {
    return params.getOrDefault("agent", job);
  }

  /** The coding agent that does the work. */
  public AgentRuntime worker() {
    return runtime.orElse(AgentRuntime.CLAUDE);
  }

  public Task withRepository(Optional<String> found) {
    return new Task(
        version,
        job,
        prompt,
        params,
        found,
        base,
        executor,
        mode,
        confinement,
        retention,
        trigger,
        requestedBy,
        priority,
        allowedTools,
        runtime);
  }

  /** The same with every text that a person chose changed. */
  public Task withTexts(UnaryOperator<String> change) {
    Map<String, String> changed = new TreeMap<>();
    params.forEach((name, value) -> changed.put(name, change.apply(value)));
    return new Task(
        version,
        job,
        change.apply(prompt),
        changed,
        repository,
        base.map(change),
        executor,
        mode,
        confinement,
        retention,
        trigger,
        requestedBy,
        priority,
        allowedTools,
        runtime);
  }

  public String canonicalJson() {
    return Json.write(this);
  }

  /** SHA-256 of the canonical JSON, as hex. */
  public String digest() {
    return HexFormat.of().formatHex(sha256(canonicalJson()));
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
