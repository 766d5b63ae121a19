package drover.notify;

import drover.config.NotifySettings;
import drover.config.OutageSettings;
import drover.effect.Receipt;
import drover.effect.Refused;
import drover.effect.Unavailable;
import drover.json.Json;
import drover.ledger.DeliveriesTable;
import drover.ledger.DeliveryRecord;
import drover.ledger.DeliveryState;
import drover.ledger.Ledger;
import drover.ledger.NoticeRecord;
import drover.machine.Clock;
import drover.redact.Redactor;
import drover.run.Causes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of each channel, in their order, and how far each has come. */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int MOST_AT_ONCE = 200;
  private static final int LONGEST_ANSWER = 300;

  /** Longer than any service is waited for. */
  private static final Duration SPEAKING = Duration.ofSeconds(45);

  /** What a service asks for beyond that is not believed. */
  private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

  private static final Duration TOOL_IS_FRESH = Duration.ofSeconds(15);
  private static final Duration KEPT_AFTERWARDS = Duration.ofDays(7);

  private final Ledger ledger;
  private final Clock clock;
  private final Redactor redactor;
  private final NotifySettings settings;
  private final OutageSettings outages;
  private final String instance;
  private final NewsWitness witness;
  private final Wording wording;

  /**
   * @param outages waits between two tries
   * @param instance who speaks
   */
  public Outbox(
      Ledger ledger,
      Clock clock,
      Redactor redactor,
      NotifySettings settings,
      OutageSettings outages,
      String instance,
      NewsWitness witness) {
    this.ledger = ledger;
    this.clock = clock;
    this.redactor = redactor;
    this.settings = settings;
    this.outages = outages;
    this.instance = instance;
    this.witness = witness;
    this.wording = new Wording(settings);
  }

  /** News of which it is not decided yet who is told, oldest first. */
  public List<NoticeRecord> unaddressed() {
    return ledger.read().notices().unaddressed(MOST_AT_ONCE);
  }

  /** Without what has become known as a secret since it was written. */
  public News read(@Body NoticeRecord notice) {
    return Json.read(redactor.redact(notice.news()), News.class);
  }

  /** The channel is to be told. */
  public void address(@Variable("notice") NoticeRecord notice, @Body Channel channel) {
    ledger.write(
        tables -> {
          tables.deliveries().add(channel.name(), notice);
          return channel;
        });
  }

  /** All are found that are to be told. */
  public void addressed(@Variable("notice") NoticeRecord notice) {
    ledger.write(
        tables -> {
          tables.notices().addressed(notice.id(), clock.now());
          return notice;
        });
  }

  /** Names of channels that have something to say now. */
  public List<String> waiting() {
    return ledger.read().deliveries().waiting(clock.now());
  }

  /** Whether a look would find something to say. */
  public boolean hasSomethingDue() {
    return !unaddressed().isEmpty() || !waiting().isEmpty();
  }

  /**
   * The next message of a channel, marked as sent: from now on it may be there. None where another
   * instance speaks on it, or nothing is due; one that is not due keeps those behind it waiting.
   */
  public List<Letter> next(@Variable("channel") Channel channel) {
    Instant now = clock.now();
    return ledger
        .write(
            tables -> {
              DeliveriesTable table = tables.deliveries();
              if (!table.speak(channel.name(), instance, SPEAKING)) {
                return Optional.<Letter>empty();
              }
              drop(table, channel, now);
              Optional<Letter> next =
                  table
                      .first(channel.name())
                      .filter(first -> !first.nextAt().orElse(Instant.MIN).isAfter(now))
                      .map(first -> letter(channel, first));
              next.ifPresent(letter -> table.sent(channel.name(), letter.delivery().notice().id()));
              return next;
            })
        .stream()
        .toList();
  }

  /** A message that is kept nowhere: somebody tries the channel. */
  public Letter trial(Channel channel, String who) {
    News news =
        new News(
            NewsEvent.TEST,
            "",
            "",
            "",
            "",
            false,
            clock.now(),
            "a test message, sent by " + who + ": this channel works",
            Map.of());
    NoticeRecord notice =
        new NoticeRecord(
            "test/" + clock.now(), "", 0, news.event().word(), Json.write(news), clock.now());
    return letter(
        channel,
        new DeliveryRecord(channel.name(), notice, DeliveryState.DUE, 0, Optional.empty(), ""));
  }

  private Letter letter(Channel channel, DeliveryRecord delivery) {
    News news = read(delivery.notice());
    return new Letter(
        channel, delivery, news, wording.of(news), delivery.state() == DeliveryState.SENT);
  }

  /** The service has taken it. */
  public void delivered(@Variable("letter") Letter letter, @Body Receipt receipt) {
    settle(letter, DeliveryState.DELIVERED, receipt.said());
  }

  /** The service does not take this one; the next one's turn has come. */
  public void refuse(Letter letter, Exception failure) {
    String sentence = Causes.find(failure, Refused.class).sentence();
    LOG.warn(
        "{} does not take the message \"{}\": {}",
        letter.channel().name(),
        letter.message().title(),
        redactor.redact(sentence));
    settle(letter, DeliveryState.REFUSED, sentence);
  }

  /** The service was not reached, or does not want it now: it is tried again, before any other. */
  public void postpone(Letter letter, Exception failure) {
    Unavailable outage = Causes.find(failure, Unavailable.class);
    putOff(letter, outage.reason(), outage.retryAfter(), DeliveryState.DUE);
  }

  /** Nobody knows what became of it. */
  public void doubt(Letter letter, Exception failure) {
    if (letter.news().event().isPerishable()) {
      settle(letter, DeliveryState.DROPPED, reason(failure));
    } else {
      putOff(letter, reason(failure), Optional.empty(), DeliveryState.SENT);
    }
  }

  /** Others may speak at once; to be called when nobody speaks here any more. */
  public void leave() {
    ledger.write(
        tables -> {
          tables.deliveries().leave(instance);
          return instance;
        });
  }

  /** What is dealt with by every channel for some days is forgotten. */
  public void sweep() {
    Instant before = clock.now().minus(KEPT_AFTERWARDS);
    if (ledger.read().notices().hasOlder(before)) {
      ledger.write(
          tables -> {
            tables.notices().sweep(before);
            return before;
          });
    }
  }

  /** The ledger cannot be used now, for instance; the next look comes by itself. */
  public void complain(Exception failure) {
    LOG.warn("Nobody can be told anything now: {}", redactor.redact(reason(failure)));
  }

  private static String reason(Exception failure) {
    Throwable cause = Causes.innermost(failure);
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }

  /** What is of no use any more does not keep the rest waiting. */
  private void drop(DeliveriesTable table, Channel channel, Instant now) {
    String heartbeat = NewsEvent.HEARTBEAT.word();
    int dropped =
        table.dropBefore(channel.name(), NewsEvent.TOOL.word(), now.minus(TOOL_IS_FRESH), now)
            + table.dropBefore(channel.name(), heartbeat, now.minus(settings.heartbeat()), now)
            + table.dropOvertaken(channel.name(), heartbeat, now);
    for (NewsEvent event : NewsEvent.values()) {
      if (!event.isPage() && !event.isPerishable()) {
        dropped += table.dropBefore(channel.name(), event.word(), now.minus(settings.keep()), now);
      }
    }
    for (int i = 0; i < dropped; i++) {
      witness.settled(channel.name(), DeliveryState.DROPPED);
    }
  }

  private void putOff(Letter letter, String reason, Optional<Duration> asked, DeliveryState state) {
    String said = Plain.line(redactor.redact(reason), LONGEST_ANSWER);
    int attempts = letter.delivery().attempts() + 1;
    Duration wait = wait(attempts, asked.orElse(Duration.ZERO));
    LOG.warn(
        "{} was not told \"{}\" (try {}, the next one in {} s): {}",
        letter.channel().name(),
        letter.message().title(),
        attempts,
        wait.toSeconds(),
        said);
    ledger.write(
        tables -> {
          tables
              .deliveries()
              .postpone(
                  letter.channel().name(),
                  letter.delivery().notice().id(),
                  state,
                  clock.now().plus(wait),
                  said);
          return letter;
        });
    witness.settled(letter.channel().name(), state);
  }

  private Duration wait(int attempts, Duration asked) {
    Duration wait = outages.first();
    for (int before = 1; before < attempts && wait.compareTo(outages.longest()) < 0; before++) {
      wait = wait.multipliedBy(2);
    }
    Duration own = wait.compareTo(outages.longest()) < 0 ? wait : outages.longest();
    Duration believed = asked.compareTo(LONGEST_ASKED_FOR) < 0 ? asked : LONGEST_ASKED_FOR;
    return own.compareTo(believed) < 0 ? believed : own;
  }

  private void settle(Letter letter, DeliveryState state, String said) {
    String clean = Plain.line(redactor.redact(said), LONGEST_ANSWER);
    ledger.write(
        tables -> {
          tables
              .deliveries()
              .settle(
                  letter.channel().name(),
                  letter.delivery().notice().id(),
                  state,
                  clock.now(),
                  clean);
          return letter;
        });
    witness.settled(letter.channel().name(), state);
  }
}
