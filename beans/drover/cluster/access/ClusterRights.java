package drover.cluster.access;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the factory does in a cluster, and whether it may: the cluster itself is asked. */
public final class ClusterRights {
  /** Everything that is done there, and no more: {@code GROUP RESOURCE[/SUBRESOURCE]: VERBS}. */
  private static final List<Right> NEEDED =
      Stream.of(
              rights("agents.kyle.pericak.com", "agenttasks", "", "get list watch create"),
              rights("agents.kyle.pericak.com", "agenttasks", "status", "update"),
              rights("batch", "jobs", "", "get list watch create delete"),
              rights("", "pods", "", "get list watch delete"),
              rights("", "pods", "log", "get"),
              rights("", "persistentvolumeclaims", "", "get list create delete"),
              rights("", "configmaps", "", "get create"),
              rights("", "secrets", "", "get create delete"),
              rights("coordination.k8s.io", "leases", "", "get list create update delete"))
          .flatMap(List::stream)
          .toList();

  /**
   * @param group of the API; empty: the core
   * @param subresource empty: none
   */
  public record Right(String group, String resource, String subresource, String verb) {
    /** As kubectl and a Role name it. */
    public String inWords() {
      String name = subresource.isEmpty() ? resource : resource + "/" + subresource;
      return verb + " " + (group.isEmpty() ? name : name + "." + group);
    }
  }

  private final ClusterAccess access;

  public ClusterRights(ClusterAccess access) {
    this.access = access;
  }

  public static List<Right> needed() {
    return NEEDED;
  }

  /**
   * Those that the cluster does not grant in the namespace of runs.
   *
   * @throws NoCluster when none is named, or it does not answer
   */
  public List<Right> missing() {
    try {
      return NEEDED.stream().filter(right -> !isGranted(right)).toList();
    } catch (KubernetesClientException e) {
      throw new NoCluster("the cluster does not answer: " + e.getMessage());
    }
  }

  private boolean isGranted(Right right) {
    SelfSubjectAccessReview question =
        new SelfSubjectAccessReviewBuilder()
            .withNewSpec()
            .withNewResourceAttributes()
            .withNamespace(access.namespace())
            .withGroup(right.group())
            .withResource(right.resource())
            .withSubresource(right.subresource())
            .withVerb(right.verb())
            .endResourceAttributes()
            .endSpec()
            .build();
    SelfSubjectAccessReview answer =
        access.client().authorization().v1().selfSubjectAccessReview().create(question);
    return answer.getStatus() != null && Boolean.TRUE.equals(answer.getStatus().getAllowed());
  }

  private static List<Right> rights(
      String group, String resource, String subresource, String verbs) {
    return Arrays.stream(verbs.split(" "))
        .map(verb -> new Right(group, resource, subresource, verb))
        .toList();
  }
}
