package drover.guard;

import drover.config.Guardrail;
import drover.guard.Verdict.Denied;
import drover.guard.Verdict.Rule;
import drover.shell.Call;
import drover.shell.Reading;
import drover.shell.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Judges tool calls. The second line of defence: the sandbox is the first, and holds also where a
 * command is too clever for these rules. So an ordinary command must pass, and what cannot be
 * understood is denied only when it names something that the rules are about.
 */
public final class Guard {
  /** More than one argument of a program may be; a longer command line belongs into a file. */
  private static final int LONGEST_COMMAND = 131_071;

  private static final Pattern SUSPICIOUS =
      Pattern.compile(
          "\\b(rm|find|xargs|shred|curl|wget|eval|exec|push|base64|shadow|environ|credentials)\\b"
              + "|\\.sock\\b|\\.(ssh|aws|netrc|kube|gnupg)\\b|\\\\x|/dev/tcp");
  private static final Pattern QUOTING = Pattern.compile("[\\\\'\"]");

  private static final Set<String> PATH_FIELDS =
      Set.of("file_path", "path", "notebook_path", "directory", "filename");

  private final Places places;
  private final CredentialRule credentials;
  private final List<CommandRule> rules;

  public Guard(Places places) {
    this(places, Set.of());
  }

  /**
   * @param guardrails what is forbidden beyond that
   */
  public Guard(Places places, Set<Guardrail> guardrails) {
    this.places = places;
    this.credentials = new CredentialRule(places);
    this.rules =
        List.of(
            new RemovalRule(places),
            new ContainerRule(),
            new DownloadRule(),
            new ForcePushRule(),
            new GuardrailRule(guardrails),
            credentials);
  }

  /** Total and pure: every call gets the same verdict every time. */
  public Verdict judge(ToolCall call) {
    Stream<Optional<Denied>> paths =
        call.inputs().entrySet().stream()
            .filter(input -> isPath(call.tool(), input.getKey()))
            .map(input -> credentials.judge(call.directory(), input.getValue()));
    Stream<Optional<Denied>> commands =
        Stream.ofNullable(call.inputs().get("command"))
            .map(command -> judgeCommand(call.directory(), command));
    return Stream.concat(paths, commands)
        .flatMap(Optional::stream)
        .map(Verdict.class::cast)
        .findFirst()
        .orElse(Verdict.ALLOWED);
  }

  /** The pattern of Glob is a path, that of Grep is not. */
  private static boolean isPath(String tool, String field) {
    return PATH_FIELDS.contains(field)
        || (field.equals("pattern") && tool.equals("Glob"))
        || (field.equals("glob") && tool.equals("Grep"));
  }

  private Optional<Denied> judgeCommand(String directory, String command) {
    if (command.length() > LONGEST_COMMAND) {
      return notUnderstood(command, "it is longer than " + LONGEST_COMMAND + " characters");
    }
    Surroundings surroundings =
        new Surroundings(
            directory,
            places.workspace().toString(),
            Map.of("HOME", places.home().toString(), "TMPDIR", "/tmp", "SHELL", "/bin/bash"));
    return switch (Reading.of(command, surroundings)) {
      case Reading.Understood understood -> judgeCalls(understood.calls());
      case Reading.NotUnderstood not -> notUnderstood(command, not.why());
    };
  }

  private Optional<Denied> judgeCalls(List<Call> calls) {
    return rules.stream().flatMap(rule -> rule.judge(calls).stream()).findFirst();
  }

  private static Optional<Denied> notUnderstood(String command, String why) {
    boolean suspicious =
        SUSPICIOUS.matcher(command).find()
            || SUSPICIOUS.matcher(QUOTING.matcher(command).replaceAll("")).find();
    return suspicious
        ? Optional.of(
            new Denied(
                Rule.NOT_UNDERSTOOD,
                "This command cannot be checked: "
                    + why
                    + ". Write it plainly, in several short commands, or put the text into a file"
                    + " with the Write tool."))
        : Optional.empty();
  }
}
