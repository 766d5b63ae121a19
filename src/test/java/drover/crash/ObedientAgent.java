package drover.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

  private ObedientAgent() {}

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
