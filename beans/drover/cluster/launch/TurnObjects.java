package drover.cluster.launch;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The objects of one invocation of an agent: first its Job, then what its pod waits for: the
 * prompt, the source and the credentials, which are to belong to the Job (see {@link Ownership}).
 */
public final class TurnObjects {
  /** Where a pod finds the files of its turn, and the prompt in pieces. */
  public static final String FILES = "/run/drover/turn";

  /** Where it looks for a message of the factory, as the hook of the image does. */
  private static final String CONTROL = "/run/drover/control";

  private static final String MESSAGE = "wrap-up.json";
  private static final String MESSAGES = "control";
  private static final String SETTINGS = "turn";
  private static final String WORK = "work";

  private final Scripts scripts;

  public TurnObjects(Scripts scripts) {
    this.scripts = scripts;
  }

  public List<HasMetadata> of(TurnSpec spec) {
    List<ConfigMap> settings = settings(spec);
    List<HasMetadata> objects = new ArrayList<>();
    objects.add(job(spec, settings));
    objects.addAll(settings);
    cloning(spec).flatMap(Cloning::source).ifPresent(objects::add);
    Map<String, String> secrets = new TreeMap<>(spec.secrets());
    cloning(spec).ifPresent(cloning -> secrets.putAll(cloning.secrets()));
    sidecars(spec).forEach(sidecar -> secrets.putAll(sidecar.secrets()));
    if (!secrets.isEmpty()) {
      objects.add(secret(spec.run(), "turn", spec.name(), secrets));
    }
    return objects;
  }

  private Job job(TurnSpec spec, List<ConfigMap> settings) {
    Pods pods = new Pods(spec.pod(), spec.storage());
    PodSpecBuilder pod =
        pods.pod()
            .addToVolumes(pods.sharedMemory(), projection(settings), messages(spec.name()))
            .addAllToVolumes(extraVolumes(spec, pods));
    List<Container> before = new ArrayList<>(List.of(before(spec, pods)));
    if (!spec.servers().isEmpty()) {
      // who shares its processes with an agent of the same user shows it their variables
      pod.withShareProcessNamespace(false);
      sidecars(spec).forEach(one -> pod.addAllToVolumes(one.volumes(pods)));
      sidecars(spec).forEach(one -> before.add(one.container(pods, scripts)));
    }
    JobShape shape =
        new JobShape(spec.run(), spec.name(), "turn", spec.deadline(), spec.pod().ttl());
    return shape.around(
        Pods.with(pod, before, agent(spec, pods)),
        Map.of(ClusterRun.INVOCATION, spec.turn() + "-" + spec.invocation()),
        settings.stream().map(ConfigMap::getData).toList());
  }

  private Container agent(TurnSpec spec, Pods pods) {
    Map<String, String> environment = new TreeMap<>(spec.environment());
    environment.put("HOME", Pods.HOME);
    ContainerBuilder agent =
        pods.container("agent")
            .withCommand(Scripts.command(scripts.turn()))
            .withArgs(Scripts.arguments("turn", spec.argv()))
            .withWorkingDir(Pods.WORKSPACE)
            .addAllToEnv(Pods.plain(environment))
            .addAllToEnv(Pods.fromSecret(spec.name(), spec.secrets().keySet()))
            .addToVolumeMounts(
                pods.folder(spec.home(), Pods.HOME),
                Pods.mount("shm", "/dev/shm"),
                Pods.readOnly(Pods.mount(SETTINGS, FILES)),
                Pods.readOnly(Pods.mount(MESSAGES, CONTROL)))
            .addAllToVolumeMounts(sidecars(spec).map(Sidecar::door).toList());
    return switch (spec.checkout()) {
      case Checkout.Workspace workspace ->
          agent
              .addToVolumeMounts(
                  workspace.branch().isEmpty()
                      ? Pods.readOnly(pods.folder(pods.within("repo"), Pods.WORKSPACE))
                      : pods.folder(pods.within("repo"), Pods.WORKSPACE))
              .build();
      case Checkout.Clean clean ->
          agent.addToVolumeMounts(Pods.mount(WORK, Pods.WORKSPACE), pods.borrowedObjects()).build();
    };
  }

  /** Makes the working directory, with a credential that the agent never sees. */
  private Container before(TurnSpec spec, Pods pods) {
    return switch (spec.checkout()) {
      case Checkout.Workspace workspace -> cloning(spec, workspace).container(pods, scripts);
      case Checkout.Clean clean ->
          pods.small("checkout")
              .withCommand(Scripts.command(scripts.layCheckout()))
              .withArgs(
                  Scripts.arguments(
                      "checkout",
                      List.of(
                          pods.prefix(),
                          clean.commit(),
                          clean.base(),
                          clean.baseCommit(),
                          spec.home())))
              .addToVolumeMounts(pods.whole(), Pods.mount(WORK, Pods.WORKSPACE))
              .build();
    };
  }

  private static List<Volume> extraVolumes(TurnSpec spec, Pods pods) {
    return switch (spec.checkout()) {
      case Checkout.Workspace workspace -> cloning(spec, workspace).volumes();
      case Checkout.Clean clean -> List.of(pods.work(WORK));
    };
  }

  /** A ConfigMap holds a megabyte; a prompt may need two of them. */
  private static List<ConfigMap> settings(TurnSpec spec) {
    List<String> pieces = Pieces.of(spec.prompt());
    return IntStream.range(0, pieces.size())
        .mapToObj(
            at -> {
              Map<String, String> data = new LinkedHashMap<>();
              data.put("prompt.%03d".formatted(at), pieces.get(at));
              if (at == 0) {
                data.putAll(new TreeMap<>(spec.files()));
              }
              return new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName(spec.name() + (at == 0 ? "" : "-" + at))
                  .withNamespace(spec.run().namespace())
                  .withLabels(spec.run().labels("turn"))
                  .withAnnotations(Map.of(ClusterRun.RUN, spec.run().id()))
                  .endMetadata()
                  .withImmutable(true)
                  .withData(data)
                  .build();
            })
        .toList();
  }

  /**
   * The message of the factory to a running turn, which its pod has been waiting for.
   *
   * @param job of the turn, as the cluster has it
   */
  public static ConfigMap wrapUp(Job job, String message) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(nameOfMessage(job.getMetadata().getName()))
        .withNamespace(job.getMetadata().getNamespace())
        .withLabels(job.getMetadata().getLabels())
        .withAnnotations(
            Map.of(ClusterRun.RUN, job.getMetadata().getAnnotations().get(ClusterRun.RUN)))
        .endMetadata()
        .withData(Map.of(MESSAGE, message))
        .build();
  }

  private static String nameOfMessage(String job) {
    return job + "-wrap-up";
  }

  /** Nothing is there at first. */
  private static Volume messages(String job) {
    return new VolumeBuilder()
        .withName(MESSAGES)
        .withNewConfigMap()
        .withName(nameOfMessage(job))
        .withOptional(true)
        .endConfigMap()
        .build();
  }

  private static Volume projection(List<ConfigMap> settings) {
    List<VolumeProjection> sources =
        settings.stream()
            .map(
                one ->
                    new VolumeProjectionBuilder()
                        .withNewConfigMap()
                        .withName(one.getMetadata().getName())
                        .endConfigMap()
                        .build())
            .toList();
    return new VolumeBuilder()
        .withName(SETTINGS)
        .withNewProjected()
        .withSources(sources)
        .endProjected()
        .build();
  }

  static Secret secret(ClusterRun run, String part, String name, Map<String, String> values) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(run.namespace())
        .withLabels(run.labels(part))
        .withAnnotations(Map.of(ClusterRun.RUN, run.id()))
        .endMetadata()
        .withType("Opaque")
        .withImmutable(true)
        .withStringData(new TreeMap<>(values))
        .build();
  }

  /** Whether a container is that of an MCP server. */
  public static boolean isServer(Container container) {
    return container.getName().startsWith(ServerSpec.PREFIX);
  }

  private static Stream<Sidecar> sidecars(TurnSpec spec) {
    return spec.servers().stream().map(server -> new Sidecar(server, spec.name()));
  }

  private static Optional<Cloning> cloning(TurnSpec spec) {
    return spec.checkout() instanceof Checkout.Workspace workspace
        ? Optional.of(cloning(spec, workspace))
        : Optional.empty();
  }

  private static Cloning cloning(TurnSpec spec, Checkout.Workspace workspace) {
    return new Cloning(spec.run(), "turn", spec.name(), workspace, spec.home());
  }
}
