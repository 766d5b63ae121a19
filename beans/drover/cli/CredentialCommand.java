package drover.cli;

import drover.config.Secrets;
import drover.credential.ModelCredential;
import drover.credential.StoredCredentials;
import drover.ledger.Ledger;
import drover.task.InvalidTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code credential set|remove claude}, {@code credential list}: what the data directory holds. */
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

  private static void requireKnown(String name) {
    if (!name.equals(StoredCredentials.CLAUDE)) {
      throw new InvalidTask(
          "there is no credential %s; there is claude".formatted(Style.oneLine(name, 40)));
    }
  }

  /** {@code credential set claude}, the token on standard input. */
  @Command(
      name = "set",
      description = "Reads a token from standard input and keeps it, readable by you alone.",
      sortOptions = false)
  static final class Set implements Callable<Integer> {
    private static final int LONGEST = 4_096;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{20,}");

    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "Whose token it is: claude.")
    private String name = "";

    private final Surroundings surroundings;

    Set(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      requireKnown(name);
      String token = readToken();
      try (Ledger ledger = Ledger.open(surroundings.site().dataDirectory())) {
        ModelCredential credential = surroundings.modelCredential(ledger);
        credential.store(token);
        if (common.json()) {
          surroundings.printJson(credential.found());
        } else {
          surroundings.print("the credential claude is kept; runs that wait for it go on");
        }
      }
      return ExitStatus.DONE;
    }

    private String readToken() {
      if (surroundings.columns().isPresent() && !common.json()) {
        surroundings.complain("paste what \"claude setup-token\" printed, then Enter and Ctrl-D");
      }
      String token;
      try {
        byte[] read = surroundings.in().readNBytes(LONGEST + 1);
        token = new String(read, StandardCharsets.UTF_8).strip();
      } catch (IOException e) {
        throw new InvalidTask("the token cannot be read from standard input: " + e.getMessage());
      }
      refuseUnfit(token);
      return token;
    }

    /** Never shows what it was given. */
    private static void refuseUnfit(String token) {
      if (token.isEmpty()) {
        throw new InvalidTask(
            "standard input is empty: claude setup-token | ./drover credential set claude");
      }
      if (token.length() > LONGEST || !TOKEN.matcher(token).matches()) {
        throw new InvalidTask(
            "that is no token: it is one word of 20 to %d letters, digits and signs"
                .formatted(LONGEST));
      }
      if (token.startsWith("sk-ant-api")) {
        throw new InvalidTask(
            "that is an API key: runs are paid by a subscription; make a token with \"claude"
                + " setup-token\"");
      }
    }
  }

  /** {@code credential remove claude}. */
  @Command(name = "remove", description = "Forgets a kept token.", sortOptions = false)
  static final class Remove implements Callable<Integer> {
    @Mixin private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "Whose token it is: claude.")
    private String name = "";

    private final Surroundings surroundings;

    Remove(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      requireKnown(name);
      boolean removed = surroundings.storedCredentials().remove(name);
      try (Ledger ledger = Ledger.open(surroundings.site().dataDirectory())) {
        if (common.json()) {
          surroundings.printJson(surroundings.modelCredential(ledger).found());
        } else {
          surroundings.print(removed ? "the credential claude is forgotten" : "there was none");
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
      try (Ledger ledger = Ledger.open(surroundings.site().dataDirectory())) {
        List<ModelCredential.Found> found = surroundings.modelCredential(ledger).found();
        if (common.json()) {
          surroundings.printJson(found);
        } else if (found.isEmpty()) {
          surroundings.print("there is no " + Secrets.SUBSCRIPTION_TOKEN);
        } else {
          found.forEach(
              one -> surroundings.print("claude  " + one.source() + "  " + one.standing()));
        }
      }
      return ExitStatus.DONE;
    }
  }
}
