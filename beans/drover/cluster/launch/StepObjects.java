package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of the steps beside a turn: first the Job, then what belongs to it. None of these
 * pods runs a git command in a repository that an agent could write.
 */
public final class StepObjects {
  private static final String WORK = "work";
  private static final String INCOMING = "incoming";
  private static final Duration GRACE = Duration.ofMinutes(15);

  private final Scripts scripts;

  public StepObjects(Scripts scripts) {
    this.scripts = scripts;
  }

  /** Each check is a container of its own, so that its exit status is the cluster's word. */
  public List<HasMetadata> of(CheckSpec spec) {
    Pods pods = new Pods(spec.pod(), spec.storage());
    List<Container> containers = new ArrayList<>();
    containers.add(
        pods.small("checkout")
            .withCommand(Scripts.command(scripts.layCheckout()))
            .withArgs(
                Scripts.arguments(
                    "checkout",
                    List.of(
                        pods.prefix(),
                        spec.checkout().commit(),
                        spec.checkout().base(),
                        spec.checkout().baseCommit(),
                        "")))
            .addToVolumeMounts(Pods.readOnly(pods.whole()), Pods.mount(WORK, Pods.WORKSPACE))
            .build());
    Duration all = GRACE;
    for (CheckSpec.Command command : spec.commands()) {
      containers.add(check(pods, containers.size(), command));
      all = all.plus(command.limit());
    }
    PodSpecBuilder pod = pods.pod().addToVolumes(pods.work(WORK), pods.sharedMemory());
    Container last = containers.removeLast();
    return List.of(
        shape(spec.run(), spec.name(), "verify", all, spec.pod())
            .around(Pods.with(pod, containers, last), Map.of(), ""));
  }

  /** No credential, and nothing but the volume, which it cannot write. */
  public List<HasMetadata> of(CollectSpec spec) {
    Pods pods = new Pods(spec.pod(), spec.storage());
    Container collect =
        pods.small("collect")
            .withCommand(Scripts.command(scripts.collect()))
            .withArgs(
                Scripts.arguments(
                    "collect",
                    List.of(
                        pods.prefix(),
                        spec.branch(),
                        spec.baseCommit(),
                        Long.toString(spec.mostBytes()))))
            .addToVolumeMounts(Pods.readOnly(pods.whole()))
            .build();
    return List.of(
        shape(spec.run(), spec.name(), "collect", spec.deadline(), spec.pod())
            .around(Pods.with(pods.pod(), List.of(), collect), Map.of(), ""));
  }

  /** Who has the token does not see the volume, and who sees the volume has no token. */
  public List<HasMetadata> of(DeliverSpec spec) {
    Pods pods = new Pods(spec.pod(), spec.storage());
    Container receive =
        pods.small("receive")
            .withCommand(Scripts.command(scripts.receive()))
            .withArgs(Scripts.arguments("receive", List.of(pods.prefix(), spec.commit())))
            .addToVolumeMounts(Pods.readOnly(pods.whole()), Pods.mount(INCOMING, "/incoming"))
            .build();
    Map<String, String> secrets = new TreeMap<>(spec.remote().environment());
    Container push =
        pods.small("push")
            .withCommand(Scripts.command(scripts.push()))
            .withArgs(
                Scripts.arguments(
                    "push",
                    List.of(spec.remote().url(), spec.branch(), spec.commit(), spec.expected())))
            .addAllToEnv(Pods.fromSecret(spec.name(), secrets.keySet()))
            .addToVolumeMounts(Pods.readOnly(Pods.mount(INCOMING, "/incoming")))
            .build();
    Job job =
        shape(spec.run(), spec.name(), "deliver", spec.deadline(), spec.pod())
            .around(
                Pods.with(pods.pod().addToVolumes(pods.work(INCOMING)), List.of(receive), push),
                Map.of(),
                "");
    return secrets.isEmpty()
        ? List.of(job)
        : List.of(job, TurnObjects.secret(spec.run(), "deliver", spec.name(), secrets));
  }

  private Container check(Pods pods, int number, CheckSpec.Command command) {
    return pods.container("check-" + number)
        .withCommand(Scripts.command(scripts.check()))
        .withArgs(
            Scripts.arguments(
                "check", List.of(Long.toString(command.limit().toSeconds()), command.line())))
        .withWorkingDir(Pods.WORKSPACE)
        .addAllToEnv(
            Pods.plain(
                Map.of(
                    "CI", "true",
                    "HOME", "/nonexistent",
                    "TMPDIR", "/tmp",
                    "GIT_CONFIG_NOSYSTEM", "1",
                    "GIT_SSH_COMMAND", "/bin/false")))
        .addToVolumeMounts(
            Pods.mount(WORK, Pods.WORKSPACE), pods.borrowedObjects(), Pods.mount("shm", "/dev/shm"))
        .build();
  }

  private static JobShape shape(
      ClusterRun run, String name, String part, Duration deadline, PodSettings pod) {
    return new JobShape(run, name, part, deadline, pod.ttl());
  }
}
