package drover.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * An installation whose rehearsal agent behaves as the topic says, in brackets, and charges a
 * hundred millionths of a dollar and one more for each message.
 */
final class ObedientAgent {
  private static final String WRAPPER =
      """
      #!/bin/sh
      case $DROVER_TOPIC in
        *'['*']'*)
          word=${DROVER_TOPIC#*'['}
          DROVER_REHEARSAL_MISBEHAVE=${word%%']'*}
          DROVER_REHEARSAL_RESETS_IN=2
          export DROVER_REHEARSAL_MISBEHAVE DROVER_REHEARSAL_RESETS_IN ;;
      esac
      exec /bin/sh "${0%/*}/scripted" "$@"
      """;

  /** In a real run no variable tells the agent its part: it is in the prompt. */
  private static final String IN_REAL_RUNS =
      """
      #!/bin/sh
      prompt=$(cat)
      case $prompt in
        'You run the publishing pipeline'*) DROVER_PURPOSE=implement ;;
        'You review one change'* | 'Your review could not be used'*) DROVER_PURPOSE=review ;;
        'A reviewer who reads the work'*) DROVER_PURPOSE=fix ;;
        'The work on this branch was checked out'*) DROVER_PURPOSE=repair ;;
        'A person who follows this work'*) DROVER_PURPOSE=heed ;;
        *) echo 'this agent does not know what is asked for' >&2; exit 2 ;;
      esac
      DROVER_JOB=publisher
      DROVER_TOPIC=$(printf '%s\\n' "$prompt" | sed -n '/^Topic /{p;q;}')
      DROVER_CRITERIA='substance accuracy sources structure style'
      DROVER_BASE_SHA=$(git rev-list --max-parents=0 HEAD)
      DROVER_REHEARSAL_PAUSE=0
      export DROVER_PURPOSE DROVER_JOB DROVER_TOPIC DROVER_CRITERIA DROVER_BASE_SHA DROVER_REHEARSAL_PAUSE
      exec /bin/sh "${0%/*}/agent" "$@" <<PROMPT
      $(printf '%.900s' "$prompt")
      PROMPT
      """;

  private ObedientAgent() {}

  /** The agent in the place of the CLI. */
  static Path inRealRuns(Path installation) {
    return installation.resolve("runtime-image/rehearsal/claude");
  }

  /** In a pod there is one file of it, and it behaves. */
  static Path installForPods(Path root, Path target) throws IOException {
    Path agent = install(root, target).resolve("runtime-image/rehearsal/agent");
    Files.move(agent.resolveSibling("scripted"), agent, StandardCopyOption.REPLACE_EXISTING);
    return target;
  }

  /** Copies what a factory reads of an installation. */
  static Path install(Path root, Path target) throws IOException {
    Path image = root.resolve("runtime-image");
    try (Stream<Path> files = Files.walk(image)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve("runtime-image").resolve(image.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    Path agent = target.resolve("runtime-image/rehearsal/agent");
    Files.writeString(agent.resolveSibling("scripted"), charging(Files.readString(agent)));
    Files.writeString(agent, WRAPPER);
    Files.writeString(inRealRuns(target), IN_REAL_RUNS);
    Files.setPosixFilePermissions(inRealRuns(target), PosixFilePermissions.fromString("rwxr-xr-x"));
    return target;
  }

  private static String charging(String script) {
    String free = "models='{}' cost=0\n";
    if (!script.contains(free)) {
      throw new IllegalStateException("the rehearsal agent sets its cost in another way");
    }
    return script.replace(free, free + "  [ \"$turns\" -eq 0 ] || cost=0.$((1000 + turns))\n");
  }
}
