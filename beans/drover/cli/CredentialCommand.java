package drover.cli;

import drover.config.Secrets;
import drover.credential.CredentialKind;
import drover.credential.ModelCredential;
import drover.ledger.Ledger;
import drover.runtime.AgentRuntime;
import drover.task.InvalidTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code credential set|remove NAME}, {@code credential list}: what the data directory holds. */
@Command(
    name = "credential",
    description = "Keeps the credential of the model's service in the data directory.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CredentialCommand.Set.class,
      CredentialCommand.Remove.class,
      CredentialCommand.ListAll.class
    })
final class CredentialCommand implements Runnable {
  @Mixin private CommonOptions common = new CommonOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "set, remove or list is missing");
  }

  private static AgentRuntime known(String name) {
    return Stream.of(AgentRuntime.values())
        .filter(runtime -> CredentialKind.of(runtime).stored().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidTask(
                    "there is no credential %s; there are claude and opencode"
                        .formatted(Style.oneLine(name, 40))));
  }

  /** {@code credential set NAME}, the token on standard input. */
  @Command(
      name = "set",
      description = "Reads a token from standard input and keeps it, readable by you alone.",
      sortOptions = false)
  static final class Set implements Callable<Integer> {
    private static final int LONGEST = 4_096;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{20,}");

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "Whose it is: claude or opencode.")
    private String name = "";

    private final Surroundings surroundings;

    Set(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      AgentRuntime runtime = known(name);
      String token = readToken(runtime);
      try (Ledger ledger = surroundings.openLedger()) {
        ModelCredential credential = surroundings.modelCredential(runtime, ledger);
        credential.store(token);
        if (common.json()) {
          surroundings.printJson(credential.found());
        } else {
          surroundings.print("the credential " + name + " is kept; runs that wait for it go on");
        }
      }
      return ExitStatus.DONE;
    }

    private String readToken(AgentRuntime runtime) {
      if (surroundings.columns().isPresent() && !common.json()) {
        String what =
            runtime == AgentRuntime.CLAUDE
                ? "what \"claude setup-token\" printed"
                : "an API key of the provider that drover.opencode.model names";
        surroundings.complain("paste " + what + ", then Enter and Ctrl-D");
      }
      String token;
      try {
        byte[] read = surroundings.in().readNBytes(LONGEST + 1);
        token = new String(read, StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new InvalidTask("the token cannot be read from standard input: " + e.getMessage());
      }
      refuseUnfit(runtime, token);
      return token;
    }

    /** Never shows what it was given. */
    private static void refuseUnfit(AgentRuntime runtime, String token) {
      if (token.isEmpty()) {
        throw new InvalidTask(
            runtime == AgentRuntime.CLAUDE
                ? "standard input is empty: claude setup-token | ./drover credential set claude"
                : "standard input is empty: give it the key");
      }
      if (token.length() > LONGEST || !TOKEN.matcher(token).matches()) {
        throw new InvalidTask(
            "that is no token: it is one word of 20 to %d letters, digits and signs"
                .formatted(LONGEST));
      }
      if (runtime == AgentRuntime.CLAUDE && token.startsWith("sk-ant-api")) {
        throw new InvalidTask(
            "that is an API key: runs are paid by a subscription; make a token with \"claude"
                + " setup-token\"");
      }
    }
  }

  /** {@code credential remove NAME}. */
  @Command(name = "remove", description = "Forgets a kept token.", sortOptions = false)
  static final class Remove implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "Whose it is: claude or opencode.")
    private String name = "";

    private final Surroundings surroundings;

    Remove(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      AgentRuntime runtime = known(name);
      boolean removed = surroundings.storedCredentials().remove(name);
      try (Ledger ledger = surroundings.openLedger()) {
        if (common.json()) {
          surroundings.printJson(surroundings.modelCredential(runtime, ledger).found());
        } else {
          surroundings.print(
              removed ? "the credential " + name + " is forgotten" : "there was none");
        }
      }
      return ExitStatus.DONE;
    }
  }

  /** {@code credential list}. */
  @Command(name = "list", description = "Says where there is a credential, never which.")
  static final class ListAll implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    private final Surroundings surroundings;

    ListAll(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      try (Ledger ledger = surroundings.openLedger()) {
        List<ModelCredential.Found> found =
            Stream.of(AgentRuntime.values())
                .flatMap(runtime -> surroundings.modelCredential(runtime, ledger).found().stream())
                .toList();
        if (common.json()) {
          surroundings.printJson(found);
        } else if (found.isEmpty()) {
          surroundings.print(
              "there is neither %s nor %s"
                  .formatted(Secrets.SUBSCRIPTION_TOKEN, Secrets.OPENCODE_KEY));
        } else {
          found.forEach(
              one -> surroundings.print(one.name() + "  " + one.source() + "  " + one.standing()));
        }
      }
      return ExitStatus.DONE;
    }
  }
}
