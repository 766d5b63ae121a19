package drover.factory;

import drover.cache.PackageCaches;
import drover.config.Secrets;
import drover.config.Settings;
import drover.credential.ModelCredentials;
import drover.egress.Egress;
import drover.egress.WaysOut;
import drover.executor.AgentRooms;
import drover.executor.AgentStarter;
import drover.executor.LiveOutputs;
import drover.executor.LocalExecutor;
import drover.ledger.Ledger;
import drover.limit.Limits;
import drover.machine.Clock;
import drover.machine.CommandRunner;
import drover.machine.Network;
import drover.machine.ProcessLauncher;
import drover.mcp.McpPrograms;
import drover.mcp.McpServers;
import drover.redact.Redactor;
import drover.report.Artifacts;
import drover.run.Journal;
import drover.run.SpendWitness;
import drover.runtime.AgentRuntime;
import drover.sandbox.Bubblewrap;
import drover.sandbox.ContainerEngine;
import drover.sandbox.SandboxCheck;
import drover.sandbox.Sandboxes;
import drover.turn.AgentCommands;
import drover.turn.AgentHome;
import drover.turn.ClaudeCommand;
import drover.turn.OpencodeCommand;
import drover.turn.RehearsalCommand;
import drover.verify.Accuracy;
import drover.verify.CheckRunner;
import drover.verify.Evaluation;
import drover.verify.RenderCheck;
import drover.verify.Toolchain;
import drover.verify.Verification;
import drover.workspace.NothingKept;
import drover.workspace.Workspaces;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The parts that run agents, and the checks of what they wrote, on this machine. */
final class AgentParts implements AutoCloseable {
  private final Site site;
  private final Settings settings;
  private final Journal journal;
  private final Clock clock;
  private final CommandRunner commands;
  private final Path runtimeImage;
  private final Redactor redactor;
  private final Sandboxes sandboxes;
  private final Egress egress;
  private final WaysOut waysOut;
  private final PackageCaches caches;
  private final LiveOutputs outputs = new LiveOutputs();
  private final ContainerEngine containers;
  private final LocalExecutor localExecutor;
  private final LocalExecutor dockerExecutor;

  AgentParts(
      Site site,
      Settings settings,
      Ledger ledger,
      Journal journal,
      Clock clock,
      ProcessLauncher launcher,
      CommandRunner commands,
      Limits limits,
      Redactor redactor,
      ModelCredentials credentials,
      SpendWitness witness) {
    this.site = site;
    this.settings = settings;
    this.journal = journal;
    this.clock = clock;
    this.commands = commands;
    this.redactor = redactor;
    this.runtimeImage = site.installation().resolve("runtime-image");
    this.containers = containers(site, settings, commands);
    this.sandboxes = makeSandboxes();
    this.egress = new Egress(settings, Network.system(), journal::tell);
    this.waysOut = new WaysOut(egress, settings);
    this.caches =
        new PackageCaches(
            settings.caches(),
            new NothingKept(settings.retention().keepNothingOf()),
            ledger,
            clock,
            site.dataDirectory());
    this.localExecutor =
        new LocalExecutor(
            ledger,
            clock,
            Prices.of(settings),
            limits,
            redactor,
            starter(launcher, credentials, site.environment()),
            witness);
    this.dockerExecutor =
        new LocalExecutor(
            ledger,
            clock,
            Prices.of(settings),
            limits,
            redactor,
            starter(launcher, credentials, ofImages(site.environment())),
            witness);
  }

  static ContainerEngine containers(Site site, Settings settings, CommandRunner commands) {
    return new ContainerEngine(
        settings.docker(),
        settings.sandbox(),
        site.installation().resolve("runtime-image/sandbox"),
        commands,
        site.environment());
  }

  /** In an image programs are found by its own search path, and certificates in its own places. */
  private static Map<String, String> ofImages(Map<String, String> environment) {
    Map<String, String> left = new HashMap<>(environment);
    left.keySet().removeAll(Set.of("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"));
    return left;
  }

  ContainerEngine containers() {
    return containers;
  }

  /** The same turns, in containers. */
  LocalExecutor dockerExecutor() {
    return dockerExecutor;
  }

  Sandboxes sandboxes() {
    return sandboxes;
  }

  LocalExecutor localExecutor() {
    return localExecutor;
  }

  LiveOutputs outputs() {
    return outputs;
  }

  Verification verification(Workspaces workspaces) {
    CheckRunner runner = checkRunner();
    RenderCheck renderCheck = new RenderCheck(settings.verify(), runner, site.environment());
    return new Verification(settings, workspaces, runner, renderCheck, caches, journal);
  }

  Toolchain toolchain(Workspaces workspaces) {
    return new Toolchain(settings, workspaces, checkRunner());
  }

  Evaluation evaluation(Workspaces workspaces, Artifacts artifacts) {
    return new Evaluation(
        settings, workspaces, checkRunner(), new Accuracy(settings, artifacts, journal));
  }

  private CheckRunner checkRunner() {
    return new CheckRunner(sandboxes, waysOut, commands, clock, settings, site.environment());
  }

  @Override
  public void close() {
    egress.close();
  }

  private McpServers mcpServers() {
    Secrets secrets = new Secrets(site.environment(), redactor);
    return new McpServers(new McpPrograms(settings, secrets::find), site.environment(), journal);
  }

  private Sandboxes makeSandboxes() {
    Bubblewrap bubblewrap =
        new Bubblewrap(settings.sandbox(), runtimeImage.resolve("sandbox"), site.environment());
    SandboxCheck check = new SandboxCheck(bubblewrap, commands, site.environment());
    return new Sandboxes(bubblewrap, containers, check::look, journal);
  }

  private AgentStarter starter(
      ProcessLauncher launcher, ModelCredentials credentials, Map<String, String> environment) {
    AgentHome homes = new AgentHome(runtimeImage.resolve("agents"));
    return new AgentStarter(
        launcher,
        commands,
        clock,
        settings.turn(),
        new AgentRooms(
            sandboxes,
            waysOut,
            homes,
            mcpServers(),
            caches,
            runtimeImage,
            settings.sandbox(),
            clock,
            journal,
            task -> Set.copyOf(settings.policyOf(task.job(), task.params()).guardrails())),
        agents(homes, credentials, environment),
        outputs);
  }

  private AgentCommands agents(
      AgentHome homes, ModelCredentials credentials, Map<String, String> environment) {
    return new AgentCommands(
        new ClaudeCommand(settings.claude(), credentials.of(AgentRuntime.CLAUDE), environment),
        new OpencodeCommand(
            settings.opencode(), credentials.of(AgentRuntime.OPENCODE), homes, environment),
        new RehearsalCommand(runtimeImage.resolve("rehearsal/agent"), environment));
  }
}
