package drover.schedule;

import drover.config.ScheduleSettings;
import drover.config.ScheduleSettings.Overlap;
import drover.config.Settings;
import drover.ledger.Ledger;
import drover.ledger.ScheduleRecord;
import drover.ledger.Tables;
import drover.run.Causes;
import drover.task.TaskRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedules that are enabled: which of them are due, and what they ask for. */
public final class Schedules implements AutoCloseable {
  static final String SOURCE = "schedule";
  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

  private final Map<String, ScheduleSettings> enabled = new TreeMap<>();
  private final Map<String, Watch> watches = new TreeMap<>();
  private final List<String> clients;
  private final Ledger ledger;
  private final SkipWitness witness;
  private volatile boolean closed;

  public Schedules(Settings settings, Ledger ledger, SkipWitness witness) {
    this.clients = settings.clients();
    this.ledger = ledger;
    this.witness = witness;
    settings.schedules().forEach(this::enable);
  }

  private void enable(String name, ScheduleSettings schedule) {
    if (schedule.enabled()) {
      enabled.put(name, schedule);
      Timetable times = new Timetable(schedule.cron(), schedule.zone());
      watches.put(name, new Watch(times, schedule.catchUp()));
    }
  }

  /**
   * @param look the instant that is looked from: firings until then, that one included, are due
   */
  public List<Due> due(@Body Instant look) {
    if (closed) {
      return List.of();
    }
    Map<String, ScheduleRecord> known = watched(look);
    return known.values().stream()
        .flatMap(
            record ->
                watchOf(record.name()).due(look, record).stream().map(at -> due(record.name(), at)))
        .toList();
  }

  private Due due(String name, Instant at) {
    Stream<Optional<String>> forWhom =
        settingsOf(name).isForClients()
            ? clients.stream().map(Optional::of)
            : Stream.of(Optional.empty());
    List<Firing> firings =
        forWhom
            .map(client -> new Firing(name, at, client))
            .filter(firing -> ledger.read().runs().findByKey(SOURCE, firing.key()).isEmpty())
            .toList();
    return new Due(name, at, firings);
  }

  /** Whether it has to be skipped, because an earlier run of it has not ended. */
  public boolean overlaps(@Body Firing firing) {
    return settingsOf(firing.schedule()).overlap() == Overlap.SKIP
        && ledger.read().openRuns().keys(SOURCE, firing.prefix()).stream()
            .anyMatch(firing::isRivalOf);
  }

  public void skip(@Body Firing firing) {
    LOG.warn(
        "Schedule {} is skipped for {}{}: an earlier run of it has not ended",
        firing.schedule(),
        firing.at(),
        firing.client().map(client -> " and " + client).orElse(""));
    witness.skipped(firing.schedule());
  }

  /** What it asks the factory to do. */
  public TaskRequest request(@Body Firing firing) {
    ScheduleSettings schedule = settingsOf(firing.schedule());
    Map<String, String> params = new HashMap<>(schedule.params());
    firing.client().ifPresent(client -> params.put(ScheduleSettings.CLIENT_PARAMETER, client));
    return TaskRequest.heard(SOURCE, firing.key(), firing.schedule(), schedule.job())
        .saying(schedule.prompt(), params)
        .about(schedule.repository(), Optional.empty());
  }

  /** All of its firings began or were skipped: they are not looked at again. */
  public void settle(Due due) {
    ledger.write(
        tables -> {
          tables.schedules().settle(due.schedule(), due.at());
          return due;
        });
  }

  /** It could not begin, the queue is full for instance: the next look tries again. */
  public void postpone(Due due, Exception failure) {
    LOG.warn(
        "Schedule {} could not begin for {}, and is tried again while it is not too late: {}",
        due.schedule(),
        due.at(),
        Causes.innermost(failure).getMessage());
  }

  /** The ledger cannot be used now, for instance; the next look comes by itself. */
  public void complain(Exception failure) {
    LOG.warn("Schedules cannot be looked at now: {}", Causes.innermost(failure).getMessage());
  }

  /** From now on nothing is due. */
  @Override
  public void close() {
    closed = true;
  }

  /** What the ledger knows of the enabled ones; one that is new or was changed begins now. */
  private Map<String, ScheduleRecord> watched(Instant now) {
    Map<String, ScheduleRecord> known = byName(ledger.read());
    Map<String, ScheduleRecord> wanted = new TreeMap<>();
    enabled.forEach(
        (name, schedule) -> {
          ScheduleRecord fresh =
              new ScheduleRecord(
                  name, schedule.expression(), schedule.timeZone(), now, Optional.empty());
          wanted.put(
              name, Optional.ofNullable(known.get(name)).filter(fresh::isSameAs).orElse(fresh));
        });
    if (!wanted.equals(known)) {
      ledger.write(
          tables -> {
            known.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .forEach(tables.schedules()::forget);
            wanted.values().stream()
                .filter(record -> !known.containsValue(record))
                .forEach(tables.schedules()::watch);
            return wanted;
          });
    }
    return wanted;
  }

  private static Map<String, ScheduleRecord> byName(Tables tables) {
    return tables.schedules().all().stream()
        .collect(Collectors.toMap(ScheduleRecord::name, Function.identity()));
  }

  private ScheduleSettings settingsOf(String schedule) {
    return Objects.requireNonNull(enabled.get(schedule));
  }

  private Watch watchOf(String schedule) {
    return Objects.requireNonNull(watches.get(schedule));
  }
}
