package drover.cli;

import drover.cli.DoctorCommand.Finding;
import drover.cluster.access.ClusterAccess;
import drover.cluster.access.ClusterRights;
import drover.cluster.access.NoCluster;
import drover.config.KubernetesSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code doctor} says of the cluster that runs may go to. */
final class ClusterFinding {
  private static final String NAME = "cluster";

  private ClusterFinding() {}

  static Finding of(Map<String, String> environment, KubernetesSettings settings) {
    try (ClusterAccess access = new ClusterAccess(environment, settings)) {
      if (!access.isConfigured()) {
        return new Finding(
            NAME,
            "absent",
            "none is named",
            "for --executor kubernetes set KUBECONFIG, or run the factory in the cluster");
      }
      List<ClusterRights.Right> missing = new ClusterRights(access).missing();
      if (missing.isEmpty()) {
        return new Finding(NAME, "ok", access.inWords(), "");
      }
      String verbs =
          missing.stream().map(ClusterRights.Right::inWords).collect(Collectors.joining(", "));
      return new Finding(
          NAME,
          "absent",
          "%s: may not %s".formatted(access.inWords(), verbs),
          "for --executor kubernetes grant it with a Role, as k8s/base/rbac.yaml does");
    } catch (NoCluster e) {
      return new Finding(
          NAME, "absent", String.valueOf(e.getMessage()), "see whether kubectl get jobs works");
    }
  }
}
