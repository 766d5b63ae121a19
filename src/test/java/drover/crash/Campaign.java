package drover.crash;

import drover.crash.KilledJvm.Came;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Lets the stories of some seeds happen side by side, life after life, and looks what is left. */
final class Campaign {
  private final Build build;
  private final Path directory;
  private final Path installation;
  private final Path installationForPods;
  private final Path template;

  /**
   * @param directory for everything that is made; its stories stay where they went wrong
   */
  Campaign(Build build, Path directory) throws IOException {
    this.build = build;
    this.directory = directory;
    this.installation =
        ObedientAgent.install(build.root(), directory.resolve("installation-of-the-harness"));
    this.installationForPods =
        ObedientAgent.installForPods(build.root(), directory.resolve("installation-for-pods"));
    this.template = OperatorsRepository.make(build.root(), directory.resolve("template"));
  }

  /** The class archive that makes every further start cheaper. */
  void warmUp() throws IOException {
    new ClassArchive(build).make(grounds(0));
    FileTrees.delete(grounds(0).directory());
  }

  /** What happened to each of some consecutive seeds. */
  List<Told> tell(long firstSeed, int count) throws IOException {
    return tell(LongStream.range(firstSeed, firstSeed + count).mapToObj(Stories::of).toList());
  }

  List<Told> tell(List<Story> stories) throws IOException {
    Path scratch = Files.createDirectories(directory.resolve("jvm-" + stories.getFirst().seed()));
    KilledJvm jvm = new KilledJvm(build, scratch);
    Map<Long, Told> told = new HashMap<>();
    Map<Long, Outside> sides = new HashMap<>();
    for (Story story : stories) {
      told.put(story.seed(), begin(story, sides));
    }
    List<Told> open = new ArrayList<>(told.values());
    while (!open.isEmpty()) {
      Lives plan = new Lives(open.stream().map(Told::nextLife).toList());
      Map<Long, Came> came = jvm.live(plan, sides);
      open.forEach(each -> each.lived(came.get(each.story().seed())));
      open.removeIf(Told::isOver);
    }
    told.values().forEach(each -> each.judge(scratch.resolve("tmp")));
    sides.values().forEach(Outside::close);
    told.values().stream().filter(Told::isRight).forEach(each -> each.forget());
    if (told.values().stream().allMatch(Told::isRight)) {
      FileTrees.delete(scratch);
    }
    return stories.stream().map(story -> told.get(story.seed())).toList();
  }

  private Told begin(Story story, Map<Long, Outside> sides) throws IOException {
    Grounds grounds = grounds(story.seed());
    if (story.isInCluster()) {
      OperatorsRepository.copy(template, grounds.repository());
      ClusterSide side = new ClusterSide(grounds.directory().resolve("cluster"));
      sides.put(story.seed(), side);
      return new Told(
          story,
          new Grounds(
              grounds.directory(),
              installationForPods,
              Optional.empty(),
              Optional.of(side.kubeconfig())),
          Optional.of(side));
    }
    if (!story.isOnGithub()) {
      OperatorsRepository.copy(template, grounds.repository());
      return new Told(story, grounds, Optional.empty());
    }
    GithubSide side = new GithubSide(grounds.directory().resolve("github"), template, story);
    sides.put(story.seed(), side);
    return new Told(
        story,
        new Grounds(grounds.directory(), installation, Optional.of(side.place()), Optional.empty()),
        Optional.of(side));
  }

  private Grounds grounds(long seed) {
    return new Grounds(
        directory.resolve("seed-" + seed), installation, Optional.empty(), Optional.empty());
  }
}
