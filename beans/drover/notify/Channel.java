package drover.notify;

import java.util.List;
import java.util.Optional;

/**
 * A way to people that is in use.
 *
 * @param kind which route takes its messages there
 * @param secret name of the secret that opens it
 * @param url base address of its service, without a slash at the end; empty: none
 * @param to whom, in the words of its service; empty: nobody in particular
 * @param events words of {@link NewsEvent}
 * @param jobs of which it is told; empty: of all
 */
public record Channel(
    String name,
    String kind,
    Optional<String> secret,
    String url,
    String to,
    List<String> events,
    List<String> jobs,
    boolean rehearsals) {}
