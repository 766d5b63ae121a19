package drover.cluster.step;

import drover.cluster.launch.CheckSpec;
import drover.cluster.launch.Checkout;
import drover.cluster.launch.ClusterRun;
import drover.cluster.launch.CollectSpec;
import drover.cluster.launch.DeliverSpec;
import drover.cluster.launch.EvaluationSpec;
import drover.cluster.launch.PodSettings;
import drover.cluster.launch.Scripts;
import drover.cluster.launch.Source;
import drover.cluster.launch.StepObjects;
import drover.cluster.launch.Storage;
import drover.cluster.launch.TurnObjects;
import drover.cluster.launch.TurnSpec;
import drover.cluster.launch.WorkspaceVolumes;
import drover.config.EvaluationSettings;
import drover.config.JobSettings;
import drover.config.JobSettings.VerifyCommand;
import drover.config.KubernetesSettings;
import drover.config.KubernetesSettings.ReadOnlyWorkspace;
import drover.config.Settings;
import drover.ledger.TurnRecord;
import drover.run.RunExecution;
import drover.turn.Assignment;
import drover.turn.Assignments;
import drover.turn.Texts;
import drover.workspace.Workspace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run would create in a cluster, as far as that is known before it begins: one turn, the
 * checks of its commit, its collection and its delivery. Commits and credentials are placeholders.
 */
public final class Rendering {
  /** Stands where a value is only known later. */
  private static final String NO_COMMIT = "0000000000000000000000000000000000000000";

  private static final String NO_REPOSITORY = "https://github.com/OWNER/REPOSITORY";
  private static final String NO_SESSION = "00000000-0000-4000-8000-000000000000";
  private static final String TOKEN = "DROVER_GIT_TOKEN";

  private final Settings settings;
  private final TurnPlans plans;
  private final ClusterRuns runs;
  private final String redacted;

  /**
   * @param redacted what stands in the place of a credential
   */
  public Rendering(Settings settings, TurnPlans plans, ClusterRuns runs, String redacted) {
    this.settings = settings;
    this.plans = plans;
    this.runs = runs;
    this.redacted = redacted;
  }

  public List<HasMetadata> of(RunExecution run) {
    Scripts scripts = Scripts.from(name -> new Texts().get("executors/kubernetes/" + name));
    KubernetesSettings kubernetes = settings.kubernetesOf(run.task().job());
    ClusterRun cluster = runs.of(run);
    Workspace workspace = workspace(run, cluster, kubernetes);
    Source.Remote source = new Source.Remote(workspace.repository(), Map.of(TOKEN, redacted));
    List<HasMetadata> objects = new ArrayList<>();
    volume(cluster, workspace, kubernetes).ifPresent(objects::add);
    if (evaluatesOnly(run)) {
      evaluation(run, cluster, workspace, source)
          .ifPresent(spec -> objects.addAll(new StepObjects(scripts).of(spec)));
      return objects;
    }
    objects.addAll(new TurnObjects(scripts).of(turn(run, workspace, source)));
    if (!workspace.isReadOnly()) {
      objects.addAll(afterwards(run, cluster, workspace, source, new StepObjects(scripts)));
    }
    return objects;
  }

  private List<HasMetadata> afterwards(
      RunExecution run,
      ClusterRun cluster,
      Workspace workspace,
      Source.Remote source,
      StepObjects steps) {
    KubernetesSettings kubernetes = settings.kubernetesOf(run.task().job());
    PodSettings pod = PodSettings.of(kubernetes);
    Storage storage = TurnPlans.storageOf(workspace);
    Duration deadline = Duration.ofMinutes(kubernetes.pendingMinutes()).plusMinutes(15);
    List<HasMetadata> objects =
        new ArrayList<>(
            steps.of(
                new CollectSpec(
                    cluster,
                    pod,
                    storage,
                    cluster.job("collect", 1, 2),
                    workspace.branch(),
                    NO_COMMIT,
                    kubernetes.collectBytes(),
                    deadline)));
    List<VerifyCommand> checks = settings.job(run.task().job()).orElseThrow().verify();
    Optional<CheckSpec.Pages> pages = PagesInPod.of(settings, run);
    if (!checks.isEmpty() || pages.isPresent()) {
      objects.addAll(
          steps.of(
              new CheckSpec(
                  cluster,
                  pod,
                  storage,
                  cluster.job("verify", 1, 3),
                  new Checkout.Clean(NO_COMMIT, workspace.base(), NO_COMMIT),
                  checks.stream()
                      .map(
                          check ->
                              new CheckSpec.Command(check.command(), settings.verify().timeout()))
                      .toList(),
                  pages)));
    }
    evaluation(run, cluster, workspace, source).ifPresent(spec -> objects.addAll(steps.of(spec)));
    objects.addAll(
        steps.of(
            new DeliverSpec(
                cluster,
                pod,
                storage,
                cluster.job("deliver", 1, 5),
                source,
                workspace.branch(),
                NO_COMMIT,
                "",
                deadline)));
    return objects;
  }

  /** As its route decides it: there is no turn, and nothing comes out of the workspace. */
  private static boolean evaluatesOnly(RunExecution run) {
    return run.getMode().equals("eval-only");
  }

  private Optional<EvaluationSpec> evaluation(
      RunExecution run, ClusterRun cluster, Workspace workspace, Source source) {
    return settings
        .job(run.task().job())
        .flatMap(JobSettings::evaluation)
        .flatMap(EvaluationSettings::command)
        .map(
            command ->
                ClusterEvaluation.specOf(
                    settings,
                    run,
                    cluster,
                    cluster.job("evaluate", 1, 4),
                    workspace,
                    NO_COMMIT,
                    () -> source));
  }

  private TurnSpec turn(RunExecution run, Workspace workspace, Source source) {
    Assignments assignments = new Assignments(settings, new Texts());
    Assignment assignment =
        workspace.isReadOnly()
            ? assignments.look(run, workspace)
            : assignments.implement(run, workspace);
    TurnRecord record =
        new TurnRecord(
            run.id(),
            1,
            1,
            1,
            1,
            assignment.purpose().word(),
            "kubernetes",
            Optional.empty(),
            NO_SESSION,
            "",
            0,
            Optional.empty(),
            Optional.empty(),
            run.createdAt(),
            Optional.empty());
    return plans.plan(
        run, workspace, assignment, record, source, new StartOfTurn(NO_COMMIT, "1.0"));
  }

  private Workspace workspace(RunExecution run, ClusterRun cluster, KubernetesSettings kubernetes) {
    boolean isReadOnly = run.isReadOnly() || evaluatesOnly(run);
    String branch =
        isReadOnly
            ? ""
            : "agent/%s-%d".formatted(run.task().agent(), run.createdAt().getEpochSecond());
    return new Workspace(
        run.task().repository().orElse(NO_REPOSITORY),
        "/workspace",
        run.directory().toString(),
        branch,
        run.task().base().orElse("main"),
        NO_COMMIT,
        List.of(),
        Optional.of(volumeOf(isReadOnly ? Optional.of(kubernetes) : Optional.empty(), cluster)));
  }

  private static Workspace.Volume volumeOf(
      Optional<KubernetesSettings> readOnly, ClusterRun cluster) {
    return readOnly
        .map(
            kubernetes ->
                kubernetes.readOnlyWorkspace() == ReadOnlyWorkspace.EMPTY_DIR
                    ? new Workspace.Volume("", "")
                    : new Workspace.Volume(
                        kubernetes.sharedVolume(), "checkouts/REPOSITORY/" + NO_COMMIT))
        .orElseGet(() -> new Workspace.Volume(cluster.volume(), ""));
  }

  private static Optional<HasMetadata> volume(
      ClusterRun run, Workspace workspace, KubernetesSettings kubernetes) {
    Optional<String> storageClass =
        Optional.of(kubernetes.workspaceClass()).filter(name -> !name.isEmpty());
    String claim = workspace.volume().orElseThrow().claim();
    if (claim.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        workspace.isReadOnly()
            ? WorkspaceVolumes.shared(
                run.namespace(), claim, kubernetes.workspaceSize(), storageClass)
            : WorkspaceVolumes.of(run, kubernetes.workspaceSize(), storageClass));
  }
}
