package drover.dispatch;

import drover.ledger.OpenRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The order in which runs begin. What has begun goes on first. Then the higher priority, to which
 * waiting adds a step now and then, up to the highest that is asked for; among equals the sources
 * take turns, within a source its repositories, and within a repository the oldest is first.
 */
final class FairOrder {
  private static final int REMEMBERED = 10_000;

  private final Duration ageing;
  private final Map<String, Long> lastTurns = new HashMap<>();
  private long turn;

  /**
   * @param ageing waiting time that is worth one step of priority
   */
  FairOrder(Duration ageing) {
    this.ageing = ageing;
  }

  /** A run began: its source and its repository had their turn. */
  synchronized void began(OpenRun run) {
    turn++;
    lastTurns.put(source(run), turn);
    lastTurns.put(repository(run), turn);
    if (lastTurns.size() > REMEMBERED) {
      lastTurns.values().removeIf(last -> last < turn - REMEMBERED / 4);
    }
  }

  synchronized List<OpenRun> of(List<OpenRun> runs, Instant now) {
    List<OpenRun> order =
        new ArrayList<>(
            runs.stream()
                .filter(OpenRun::hasBegun)
                .sorted(Comparator.comparing(OpenRun::createdAt).thenComparing(OpenRun::id))
                .toList());
    List<OpenRun> queued = runs.stream().filter(run -> !run.hasBegun()).toList();
    int highest = queued.stream().mapToInt(OpenRun::priority).max().orElse(0);
    Map<Integer, List<OpenRun>> levels = new TreeMap<>(Collections.reverseOrder());
    queued.forEach(
        run -> levels.computeIfAbsent(level(run, highest, now), l -> new ArrayList<>()).add(run));
    levels.values().forEach(equals -> order.addAll(takingTurns(equals)));
    return order;
  }

  private int level(OpenRun run, int highest, Instant now) {
    long steps = Duration.between(run.createdAt(), now).dividedBy(ageing);
    return (int) Math.min(highest, run.priority() + Math.max(0, steps));
  }

  private List<OpenRun> takingTurns(List<OpenRun> equals) {
    Map<String, Long> turns = new HashMap<>(lastTurns);
    Map<String, Map<String, Deque<OpenRun>>> waiting = new LinkedHashMap<>();
    equals.stream()
        .sorted(Comparator.comparing(OpenRun::createdAt).thenComparing(OpenRun::id))
        .forEach(
            run ->
                waiting
                    .computeIfAbsent(source(run), s -> new LinkedHashMap<>())
                    .computeIfAbsent(repository(run), r -> new ArrayDeque<>())
                    .add(run));
    Rota<Rota<Deque<OpenRun>>> sources = new Rota<>(turns);
    waiting.forEach(
        (source, repositories) -> {
          Rota<Deque<OpenRun>> rota = new Rota<>(turns);
          repositories.forEach(rota::add);
          sources.add(source, rota);
        });
    List<OpenRun> order = new ArrayList<>();
    long later = turn;
    while (!sources.isEmpty()) {
      later++;
      Rota.Place<Rota<Deque<OpenRun>>> source = sources.next();
      Rota.Place<Deque<OpenRun>> repository = source.who().next();
      order.add(repository.who().remove());
      if (!repository.who().isEmpty()) {
        source.who().back(repository, later);
      }
      if (!source.who().isEmpty()) {
        sources.back(source, later);
      }
    }
    return order;
  }

  private static String source(OpenRun run) {
    return "source " + run.source();
  }

  private static String repository(OpenRun run) {
    return "repository " + run.source() + " " + run.repository().orElse(run.job());
  }

  /** Who had a turn longest ago is next; among those who never had one, who came first. */
  private static final class Rota<T> {
    private final Map<String, Long> turns;
    private final PriorityQueue<Place<T>> places =
        new PriorityQueue<>(
            Comparator.comparingLong((Place<T> place) -> place.lastTurn())
                .thenComparingLong(Place::arrival));
    private long arrivals;

    Rota(Map<String, Long> turns) {
      this.turns = turns;
    }

    record Place<T>(T who, long lastTurn, long arrival) {}

    void add(String name, T who) {
      places.add(new Place<>(who, turns.getOrDefault(name, 0L), arrivals++));
    }

    void back(Place<T> place, long lastTurn) {
      places.add(new Place<>(place.who(), lastTurn, place.arrival()));
    }

    Place<T> next() {
      return places.remove();
    }

    boolean isEmpty() {
      return places.isEmpty();
    }
  }
}
