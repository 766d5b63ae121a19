package drover.crash;

import drover.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets one run happen in a process that ends in peace and leaves the archive of its classes. */
record ClassArchive(Build build) {

  void make(Grounds grounds) throws IOException {
    if (Files.exists(build.archive()) && isNewer(build.archive(), build.product())) {
      return;
    }
    Files.deleteIfExists(build.archive());
    Path directory = Files.createDirectories(grounds.directory());
    OperatorsRepository.make(build.root(), grounds.repository());
    Story story = new Story(0, List.of(new StoryRun(1, "publisher")), List.of());
    Path plan = directory.resolve("plan.json");
    Files.writeString(
        plan,
        Json.write(
            new Life(
                story,
                grounds.directory(),
                grounds.installation(),
                Optional.empty(),
                Optional.empty(),
                0)));
    List<String> command =
        new ArrayList<>(build.java(directory, PeacefulLife.class, plan.toString()));
    command.replaceAll(
        argument ->
            argument.startsWith("-XX:SharedArchiveFile=")
                ? "-XX:ArchiveClassesAtExit=" + build.archive()
                : argument);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("archive.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(Files.readString(directory.resolve("archive.log")));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isNewer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }
}
