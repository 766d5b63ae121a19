package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    containers.add(checkout(pods, spec.checkout()));
    Duration all = GRACE;
    for (CheckSpec.Command command : spec.commands()) {
      containers.add(check(pods, "check-" + containers.size(), command, List.of()));
      all = all.plus(command.limit());
    }
    if (spec.pages().isPresent()) {
      CheckSpec.Pages pages = spec.pages().get();
      containers.add(render(pods, spec.checkout(), pages));
      all = all.plus(pages.limit().multipliedBy(pages.most()));
    }
    PodSpecBuilder pod = pods.pod().addToVolumes(pods.work(WORK), pods.sharedMemory());
    Container last = containers.removeLast();
    return List.of(
        shape(spec.run(), spec.name(), "verify", all, spec.pod())
            .around(Pods.with(pod, containers, last), Map.of(), ""));
  }

  /** Like a check; where no turn has laid the workspace, its first container does so. */
  public List<HasMetadata> of(EvaluationSpec spec) {
    String part = "evaluate";
    Pods pods = new Pods(spec.pod(), spec.storage());
    Optional<Cloning> cloning =
        spec.workspace()
            .map(wanted -> new Cloning(spec.run(), part, spec.name(), wanted, spec.home()));
    List<Container> before = new ArrayList<>();
    cloning.ifPresent(first -> before.add(first.container(pods, scripts)));
    before.add(checkout(pods, spec.checkout()));
    PodSpecBuilder pod =
        pods.pod()
            .addToVolumes(pods.work(WORK), pods.sharedMemory())
            .addAllToVolumes(cloning.map(Cloning::volumes).orElse(List.of()));
    Container evaluate = check(pods, part, spec.command(), List.of(spec.argument()));
    Duration all = GRACE.plus(spec.command().limit());
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(
        shape(spec.run(), spec.name(), part, all, spec.pod())
            .around(Pods.with(pod, before, evaluate), Map.of(), ""));
    cloning.flatMap(Cloning::source).ifPresent(objects::add);
    cloning
        .map(Cloning::secrets)
        .filter(secrets -> !secrets.isEmpty())
        .map(secrets -> TurnObjects.secret(spec.run(), part, spec.name(), secrets))
        .ifPresent(objects::add);
    return objects;
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

  private Container checkout(Pods pods, Checkout.Clean wanted) {
    return pods.small("checkout")
        .withCommand(Scripts.command(scripts.layCheckout()))
        .withArgs(
            Scripts.arguments(
                "checkout",
                List.of(pods.prefix(), wanted.commit(), wanted.base(), wanted.baseCommit(), "")))
        .addToVolumeMounts(Pods.readOnly(pods.whole()), Pods.mount(WORK, Pods.WORKSPACE))
        .build();
  }

  private Container check(
      Pods pods, String name, CheckSpec.Command command, List<String> arguments) {
    List<String> all =
        new ArrayList<>(List.of(Long.toString(command.limit().toSeconds()), command.line()));
    all.addAll(arguments);
    return confined(pods, name, "/nonexistent")
        .withCommand(Scripts.command(scripts.check()))
        .withArgs(Scripts.arguments("check", all))
        .build();
  }

  private Container render(Pods pods, Checkout.Clean checkout, CheckSpec.Pages pages) {
    List<String> all =
        new ArrayList<>(
            List.of(
                Long.toString(pages.limit().toSeconds()),
                pages.browser(),
                Integer.toString(pages.most()),
                Integer.toString(pages.mostBytes()),
                pods.borrowedObjects().getMountPath(),
                checkout.baseCommit(),
                checkout.commit()));
    all.addAll(pages.patterns());
    return confined(pods, "render", "/tmp")
        .withCommand(Scripts.command(scripts.render()))
        .withArgs(Scripts.arguments("render", all))
        .build();
  }

  /** On the checkout, with nothing worth stealing. */
  private static ContainerBuilder confined(Pods pods, String name, String home) {
    return pods.container(name)
        .withWorkingDir(Pods.WORKSPACE)
        .addAllToEnv(
            Pods.plain(
                Map.of(
                    "CI", "true",
                    "HOME", home,
                    "TMPDIR", "/tmp",
                    "GIT_CONFIG_NOSYSTEM", "1",
                    "GIT_SSH_COMMAND", "/bin/false")))
        .addToVolumeMounts(
            Pods.mount(WORK, Pods.WORKSPACE),
            pods.borrowedObjects(),
            Pods.mount("shm", "/dev/shm"));
  }

  private static JobShape shape(
      ClusterRun run, String name, String part, Duration deadline, PodSettings pod) {
    return new JobShape(run, name, part, deadline, pod.ttl());
  }
}
