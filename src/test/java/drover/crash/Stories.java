package drover.crash;

import drover.crash.Fate.Kind;
import drover.crash.Scenario.Company;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws stories from seeds. Consecutive seeds walk through all points for their first crash, in
 * strides that spread any two hundred of them evenly; all the rest is random.
 */
final class Stories {
  private static final int COMMITS_OF_A_RUN = 116; // of the publisher; others have about as many
  private static final List<String> STEPS =
      List.of(
          "workspace:1",
          "turn:1",
          "verify:1",
          "review:1",
          "turn:2",
          "verify:2",
          "review:2",
          "deliver:1");
  private static final int EVENTS_OF_TURNS = 36;

  /** Seeds from this one on deliver to GitHub. */
  static final long ON_GITHUB = 1_000_000;

  /** Seeds from this one on are carried out in a cluster. */
  static final long IN_CLUSTER = 2_000_000;

  private static final int CHANGES_OF_A_RUN = 20; // that it asks of its cluster

  private static final int REQUESTS_OF_A_RUN = 28; // where nothing goes wrong
  private static final int REQUESTS_OF_ANOTHER_DELIVERY = 14;
  private static final List<String> KINDS_ON_GITHUB =
      List.of("github-before", "github-done", "github-answered");
  private static final int POINTS_ON_GITHUB = KINDS_ON_GITHUB.size() * REQUESTS_OF_A_RUN;
  private static final List<String> POINTS = points();

  /** About the golden section of the points, and no divisor in common with their number. */
  private static final int STRIDE = 175;

  private static final int STRIDE_ON_GITHUB = 37; // as STRIDE

  private Stories() {}

  static Story of(long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    if (seed >= IN_CLUSTER) {
      return inCluster(seed, random);
    }
    if (seed >= ON_GITHUB) {
      return onGithub(seed, random);
    }
    return random.nextInt(6) == 0 ? endless(seed, random) : usual(seed, random);
  }

  private static Story usual(long seed, Random random) {
    int count = random.nextInt(3) < 2 ? 1 : 2 + random.nextInt(3);
    String point = POINTS.get((int) Math.floorMod(seed * STRIDE, POINTS.size()));
    List<StoryRun> runs =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> new StoryRun(number, oneThatReaches(point, random)))
            .toList();
    List<Fate> fates = new ArrayList<>();
    fates.add(new Fate(kind(random), point));
    if (random.nextInt(3) == 0) {
      fates.add(new Fate(Kind.KILL, POINTS.get(random.nextInt(POINTS.size()))));
    }
    return new Story(seed, runs, fates);
  }

  /** Half of them break off at a request to the cluster, the others anywhere. */
  private static Story inCluster(long seed, Random random) {
    List<Scenario> all = Scenarios.inCompany(Company.IN_CLUSTER);
    int number = (int) (seed - IN_CLUSTER);
    List<Fate> fates = new ArrayList<>(List.of(new Fate(kind(random), pointInCluster(number))));
    if (random.nextInt(2) == 0) {
      fates.add(new Fate(Kind.KILL, pointInCluster(random.nextInt(1 << 16))));
    }
    return new Story(
        seed, List.of(new StoryRun(1, all.get(number / 2 % all.size()).name())), fates);
  }

  private static String pointInCluster(int number) {
    if (number % 2 == 1) {
      return POINTS.get(Math.floorMod(number * STRIDE, POINTS.size()));
    }
    int change = number / 2 * 7 % (2 * CHANGES_OF_A_RUN);
    return (change % 2 == 0 ? "cluster-before:" : "cluster-done:") + (1 + change / 2);
  }

  /** Consecutive seeds meet every scenario with every point. */
  private static Story onGithub(long seed, Random random) {
    List<Scenario> all = Scenarios.inCompany(Company.ON_GITHUB);
    int number = (int) (seed - ON_GITHUB);
    Scenario scenario = all.get((number + number / POINTS_ON_GITHUB) % all.size());
    boolean isToldMore = scenario.ends() == Scenario.Ends.TOLD;
    String first =
        pointOnGithub(number * STRIDE_ON_GITHUB, isToldMore ? REQUESTS_OF_ANOTHER_DELIVERY : 0);
    List<Fate> fates = new ArrayList<>(List.of(new Fate(kind(random), first)));
    while (fates.size() < 3 && random.nextInt(3) > 0) {
      fates.add(new Fate(Kind.KILL, pointOnGithub(random.nextInt(POINTS_ON_GITHUB), 0)));
    }
    return new Story(seed, List.of(new StoryRun(1, scenario.name())), fates);
  }

  /**
   * @param later by how many requests
   */
  private static String pointOnGithub(int index, int later) {
    String kind = KINDS_ON_GITHUB.get(index % KINDS_ON_GITHUB.size());
    return kind + ":" + (1 + later + index / KINDS_ON_GITHUB.size() % REQUESTS_OF_A_RUN);
  }

  /** An agent that does not end by itself is alive for certain when its factory is killed. */
  private static Story endless(long seed, Random random) {
    Scenario scenario = Scenarios.named(oneOf(Company.ALONE, random));
    Kind kind = kind(random);
    int event = scenario.behaviour().startsWith("hang") ? 1 : 1 + random.nextInt(20);
    List<Fate> fates = new ArrayList<>(List.of(new Fate(kind, "turn-middle:" + event)));
    if (random.nextInt(3) == 0) {
      fates.add(new Fate(Kind.KILL, POINTS.get(random.nextInt(POINTS.size()))));
    }
    return new Story(seed, List.of(new StoryRun(1, scenario.name())), fates);
  }

  private static Kind kind(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Kind.CANCEL;
      case 1 -> Kind.KILL_THEN_CANCEL;
      case 2 -> Kind.INTERRUPT;
      default -> Kind.KILL;
    };
  }

  /** A run that ends early does not come to what happens late. */
  private static String oneThatReaches(String point, Random random) {
    int ordinal = Integer.parseInt(point.substring(point.lastIndexOf(':') + 1));
    boolean late = point.startsWith("step-") ? ordinal > 1 : ordinal > 25;
    return late || point.endsWith("deliver:1")
        ? oneOf(
            Scenarios.inCompany(Company.ANY).stream().filter(Scenario::isDelivered).toList(),
            random)
        : oneOf(Company.ANY, random);
  }

  private static String oneOf(Company company, Random random) {
    return oneOf(Scenarios.inCompany(company), random);
  }

  private static String oneOf(List<Scenario> some, Random random) {
    return some.get(random.nextInt(some.size())).name();
  }

  private static List<String> points() {
    List<String> points = new ArrayList<>();
    for (int i = 1; i <= COMMITS_OF_A_RUN; i++) {
      points.add("commit-before:" + i);
      points.add("commit-after:" + i);
    }
    STEPS.forEach(step -> points.add("step-begin:" + step));
    STEPS.forEach(step -> points.add("step-end:" + step));
    for (int i = 1; i <= EVENTS_OF_TURNS; i++) {
      points.add("turn-middle:" + i);
    }
    return List.copyOf(points);
  }
}
