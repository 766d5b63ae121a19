package drover.task;

import java.util.Map;
import java.util.Optional;

/**
 * What somebody asked for, not looked at yet.
 *
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
    String requestedBy) {}
