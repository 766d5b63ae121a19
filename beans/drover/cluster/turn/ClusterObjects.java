package drover.cluster.turn;

import drover.cluster.launch.Ownership;
import drover.effect.Unavailable;
import drover.run.Causes;
import drover.run.RunEnded;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;

/** What is to be in the cluster: how it is handed over, and whether what is there is ours. */
public final class ClusterObjects {
  private static final int FORBIDDEN = 403;
  private static final int TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_OF_SERVERS_FAULT = 500;

  private final KubernetesClient client;

  public ClusterObjects(KubernetesClient client) {
    this.client = client;
  }

  public boolean isJob(@Body HasMetadata object) {
    return object instanceof Job;
  }

  public boolean isSecret(@Body HasMetadata object) {
    return object instanceof Secret;
  }

  /** The whole object, for an endpoint that knows nothing of its kind. */
  public String json(@Body HasMetadata object) {
    return Serialization.asJson(object);
  }

  /**
   * Makes an object whose endpoint would lose a part of it: that of ConfigMaps takes neither an
   * owner nor binary data.
   */
  public HasMetadata create(@Body HasMetadata object) {
    return client.resource(object).create();
  }

  /** What a Job has is deleted with it. */
  public List<HasMetadata> belongings(
      @Variable("objects") List<HasMetadata> objects, @Variable("job") Job job) {
    return objects.stream().skip(1).map(object -> Ownership.by(job, object)).toList();
  }

  /**
   * What the cluster has under the name of what was to be made.
   *
   * @throws RunEnded when it is somebody else's
   * @throws Unavailable when the cluster does not say so, for now
   */
  public HasMetadata requireOurs(@Variable("wanted") HasMetadata wanted) {
    HasMetadata found =
        find(wanted)
            .orElseThrow(
                () ->
                    Unavailable.now(
                        "kubernetes", "%s was made and is not there".formatted(named(wanted))));
    if (!Ownership.isOurs(wanted, found)) {
      throw RunEnded.failed(
          "failed",
          "name-taken: %s in namespace %s belongs to %s; delete it, or give the run another namespace"
              .formatted(named(found), found.getMetadata().getNamespace(), ownerOf(found)));
    }
    return found;
  }

  private Optional<HasMetadata> find(HasMetadata wanted) {
    try {
      return Optional.ofNullable(client.resource(wanted).get());
    } catch (KubernetesClientException e) {
      if (isWorthAnotherTry(e)) {
        throw Unavailable.now(
            "kubernetes", "%s cannot be looked at: %s".formatted(named(wanted), messageOf(e)));
      }
      throw e;
    }
  }

  /** Whether the same may be accepted when it is asked for again. */
  public boolean isWorthAnotherTry(Exception failure) {
    return client(failure)
        .map(KubernetesClientException::getCode)
        .filter(
            code ->
                code <= 0 // nobody answered
                    || code == TIMEOUT
                    || code == TOO_MANY_REQUESTS
                    || code >= FIRST_OF_SERVERS_FAULT)
        .isPresent();
  }

  /**
   * The cluster did not make it, however often it was asked.
   *
   * @throws RunEnded when it says no
   * @throws Unavailable when it cannot, for now
   */
  public void refused(HasMetadata wanted, Exception failure) {
    String told = messageOf(failure);
    if (isWorthAnotherTry(failure)) {
      throw Unavailable.now("kubernetes", "%s cannot be made: %s".formatted(named(wanted), told));
    }
    String mend =
        codeOf(failure) == FORBIDDEN
            ? "; see whether a quota is used up, or ./drover doctor for a missing right"
            : "";
    throw RunEnded.failed(
        "failed", "cluster-refused: %s was refused: %s%s".formatted(named(wanted), told, mend));
  }

  private static int codeOf(Exception failure) {
    return client(failure).map(KubernetesClientException::getCode).orElse(0);
  }

  private static String messageOf(Exception failure) {
    return client(failure)
        .map(
            known ->
                known.getStatus() == null || known.getStatus().getMessage() == null
                    ? known.getMessage() + causeOf(known)
                    : known.getStatus().getMessage())
        .orElse(failure.toString());
  }

  private static String causeOf(Exception failure) {
    Throwable innermost = Causes.innermost(failure);
    return innermost == failure ? "" : " (" + innermost.getMessage() + ")";
  }

  private static Optional<KubernetesClientException> client(Exception failure) {
    try {
      return Optional.of(Causes.find(failure, KubernetesClientException.class));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // something else broke
    }
  }

  private static String named(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }

  private static String ownerOf(HasMetadata found) {
    return Optional.ofNullable(found.getMetadata().getAnnotations())
        .map(all -> all.get(drover.cluster.launch.ClusterRun.RUN))
        .map(run -> "run " + run + ", or to another invocation of it")
        .orElse("somebody else: it names no run");
  }
}
