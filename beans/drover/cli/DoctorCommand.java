package drover.cli;

import drover.config.Configuration;
import drover.config.ConfigurationException;
import drover.config.OpencodeSettings;
import drover.config.Settings;
import drover.credential.ModelCredential;
import drover.ledger.Ledger;
import drover.ledger.LedgerException;
import drover.machine.CommandResult;
import drover.machine.CommandRunner;
import drover.machine.ForkingLauncher;
import drover.runtime.AgentRuntime;
import drover.sandbox.Availability.Available;
import drover.sandbox.Availability.Unavailable;
import drover.sandbox.Bubblewrap;
import drover.sandbox.SandboxCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what this machine has and lacks, and how to mend it. */
@Command(name = "doctor", description = "Checks this machine and says how to mend what is missing.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  private final Surroundings surroundings;
  private final CommandRunner commands;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.commands = new CommandRunner(new ForkingLauncher(), surroundings.clock());
  }

  /**
   * One thing that was looked at.
   *
   * @param state {@code ok}; {@code missing}: nothing works without it; {@code absent}: only what
   *     the mend names needs it
   * @param mend what to do, empty where nothing
   */
  record Finding(String name, String state, String detail, String mend) {}

  /** The whole document. */
  record Report(boolean healthy, List<Finding> findings) {}

  @Override
  public Integer call() {
    Configuration configuration = surroundings.configuration();
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("java", "ok", Runtime.version().toString(), ""));
    findings.add(
        program("git", "missing", "install git 2.31 or later", List.of("git", "--version")));
    findings.add(ledger());
    String claude = configuration.settings().claude().command();
    findings.add(
        program(
            "agent",
            "absent",
            "for real runs install Claude Code, or set drover.claude.command",
            List.of(claude, "--version")));
    findings.add(credential(AgentRuntime.CLAUDE));
    if (usesOpencode(configuration.settings())) {
      findings.add(opencode(configuration.settings().opencode()));
      findings.add(credential(AgentRuntime.OPENCODE));
    }
    findings.addAll(surroundings.services(configuration.settings()).all());
    findings.add(
        program(
            "browser",
            "absent",
            "for the render check install chromium, or set drover.verify.browser",
            List.of(configuration.settings().verify().browser(), "--version")));
    findings.add(sandbox(configuration));
    findings.add(ContainerFinding.of(surroundings.site(), configuration.settings(), commands));
    findings.add(
        ClusterFinding.of(
            surroundings.site().environment(), configuration.settings().kubernetes()));
    return tell(findings);
  }

  private Finding opencode(OpencodeSettings settings) {
    return program(
        "opencode",
        "absent",
        "for jobs with the runtime opencode install it, or set drover.opencode.command",
        List.of(settings.command(), "--version"));
  }

  private static boolean usesOpencode(Settings settings) {
    return settings.review().runtime() == AgentRuntime.OPENCODE
        || settings.jobs().values().stream()
            .anyMatch(job -> job.runtime().filter(AgentRuntime.OPENCODE::equals).isPresent());
  }

  private int tell(List<Finding> findings) {
    boolean healthy = findings.stream().noneMatch(finding -> finding.state().equals("missing"));
    if (common.json()) {
      surroundings.printJson(new Report(healthy, findings));
    } else {
      findings.forEach(this::line);
    }
    return healthy ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private void line(Finding finding) {
    Style style = surroundings.style();
    String mend = finding.mend().isEmpty() ? "" : "; " + finding.mend();
    String pad = " ".repeat(Math.max(1, 8 - finding.state().length()));
    surroundings.print(
        String.format("%-11s", finding.name())
            + style.state(finding.state())
            + pad
            + finding.detail()
            + mend);
  }

  private Finding program(String name, String stateWithout, String mend, List<String> argv) {
    try {
      CommandResult result = commands.run(argv, Path.of("/"), surroundings.site().environment());
      String said =
          result.output().lines().filter(DoctorCommand::namesVersion).findFirst().orElse("");
      return result.succeeded()
          ? new Finding(name, "ok", Style.oneLine(said, 80), "")
          : new Finding(name, stateWithout, argv.getFirst() + " does not work", mend);
    } catch (IOException e) {
      return new Finding(name, stateWithout, argv.getFirst() + " is not there", mend);
    }
  }

  /** Some programs are started by scripts that complain first. */
  private static boolean namesVersion(String line) {
    return line.matches(".*\\d+\\.\\d+.*");
  }

  private Finding sandbox(Configuration configuration) {
    Map<String, String> environment = surroundings.site().environment();
    Path tools = surroundings.site().installation().resolve("runtime-image/sandbox");
    Bubblewrap bubblewrap = new Bubblewrap(configuration.settings().sandbox(), tools, environment);
    return switch (new SandboxCheck(bubblewrap, commands, environment).look()) {
      case Available works -> new Finding("sandbox", "ok", "bubblewrap confines agents", "");
      case Unavailable missing ->
          new Finding(
              "sandbox",
              "absent",
              missing.why(),
              "for real runs: %s; or %s".formatted(missing.mend(), missing.instead()));
    };
  }

  private Finding credential(AgentRuntime runtime) {
    String name = runtime == AgentRuntime.CLAUDE ? "credential" : runtime.word() + "-credential";
    try (Ledger ledger = surroundings.openLedger()) {
      return credential(name, surroundings.modelCredential(runtime, ledger), notPassedOn());
    } catch (LedgerException e) {
      return new Finding(name, "absent", "the ledger cannot say", "mend the ledger first");
    } catch (ConfigurationException e) {
      return new Finding(name, "absent", String.valueOf(e.getMessage()), "");
    }
  }

  private String notPassedOn() {
    List<String> conflicting =
        Stream.of("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL")
            .filter(surroundings.site().environment()::containsKey)
            .toList();
    return conflicting.isEmpty() ? "" : ", " + String.join(" and ", conflicting) + " not passed on";
  }

  private static Finding credential(String name, ModelCredential credential, String ignored) {
    List<ModelCredential.Found> found = credential.found();
    if (found.isEmpty()) {
      return new Finding(
          name,
          "absent",
          credential.kind().secret() + " is not set and none is stored" + ignored,
          "for real runs " + credential.renewal());
    }
    String detail =
        found.stream()
            .map(one -> "%s: %s".formatted(one.source(), one.standing()))
            .collect(Collectors.joining(", "));
    return found.stream().anyMatch(one -> one.standing().equals("usable"))
        ? new Finding(name, "ok", detail + ignored, "")
        : new Finding(name, "absent", detail + ignored, credential.renewal());
  }

  private Finding ledger() {
    try (Ledger ledger = surroundings.openLedger()) {
      int runs = ledger.read().runs().count();
      int instances = ledger.read().instances().all().size();
      return new Finding(
          "ledger",
          "ok",
          "%s, schema %d, runs: %d, instances: %d"
              .formatted(ledger.name(), Ledger.SCHEMA, runs, instances),
          "");
    } catch (LedgerException | ConfigurationException e) {
      return new Finding("ledger", "missing", String.valueOf(e.getMessage()), "");
    }
  }
}
