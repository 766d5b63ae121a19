package drover.task;

import drover.runtime.AgentRuntime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asked for, not looked at yet.
 *
 * @param priority what is greater begins earlier; 0 where nobody said
 * @param allowedTools tools instead of those of the job; empty: the latter
 * @param runtime the coding agent; empty: that of the job
 * @param trigger where it comes from, as people are told
 * @param source together with {@code idempotencyKey} names the request for good
 */
public record TaskRequest(
    String job,
    Optional<String> prompt,
    Map<String, String> params,
    Optional<String> repository,
    Optional<String> base,
    String executor,
    Mode mode,
    Confinement confinement,
    Retention retention,
    String trigger,
    String source,
    String idempotencyKey,
    String requestedBy,
    int priority,
    Optional<List<String>> allowedTools,
    Optional<AgentRuntime> runtime) {

  /** A request as a trigger hears it: a real run, in the sandbox, where the configuration says. */
  public static TaskRequest heard(
      String trigger, String idempotencyKey, String requestedBy, String job) {
    return new TaskRequest(
        job,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        "",
        Mode.REAL,
        Confinement.SANDBOX,
        Retention.REMOVE,
        trigger,
        trigger,
        idempotencyKey,
        requestedBy,
        0,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with its prompt and the parameters of its job. */
  public TaskRequest saying(Optional<String> words, Map<String, String> parameters) {
    return new TaskRequest(
        job,
        words,
        parameters,
        repository,
        base,
        executor,
        mode,
        confinement,
        retention,
        trigger,
        source,
        idempotencyKey,
        requestedBy,
        priority,
        allowedTools,
        runtime);
  }

  /** The same for a repository, and a branch of it to start from. */
  public TaskRequest about(Optional<String> repo, Optional<String> branch) {
    return new TaskRequest(
        job,
        prompt,
        params,
        repo,
        branch,
        executor,
        mode,
        confinement,
        retention,
        trigger,
        source,
        idempotencyKey,
        requestedBy,
        priority,
        allowedTools,
        runtime);
  }

  /** The same with what it asks of the factory itself. */
  public TaskRequest asking(String where, int urgency, Optional<List<String>> tools) {
    return new TaskRequest(
        job,
        prompt,
        params,
        repository,
        base,
        where,
        mode,
        confinement,
        retention,
        trigger,
        source,
        idempotencyKey,
        requestedBy,
        urgency,
        tools,
        runtime);
  }

  /** The same, done by this coding agent. */
  public TaskRequest by(Optional<AgentRuntime> agent) {
    return new TaskRequest(
        job,
        prompt,
        params,
        repository,
        base,
        executor,
        mode,
        confinement,
        retention,
        trigger,
        source,
        idempotencyKey,
        requestedBy,
        priority,
        allowedTools,
        agent);
  }

  /** The same as a rehearsal, or for real. */
  public TaskRequest in(Mode other) {
    return new TaskRequest(
        job,
        prompt,
        params,
        repository,
        base,
        executor,
        other,
        confinement,
        retention,
        trigger,
        source,
        idempotencyKey,
        requestedBy,
        priority,
        allowedTools,
        runtime);
  }
}
