package drover.notify;

import drover.config.NotifySettings;
import drover.notify.Message.Link;
import drover.notify.News.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts news into words. */
final class Wording {
  private static final int LONGEST_TITLE = 150;
  private static final int LONGEST_LINE = 600;
  private static final int LONGEST_PROMPT = 100;

  private final Links links;

  Wording(NotifySettings settings) {
    this.links = new Links(settings);
  }

  Message of(News news) {
    List<String> lines = new ArrayList<>();
    switch (news.event()) {
      case STARTED -> started(news, lines);
      case HEARTBEAT -> {
        add(lines, "step: %s", news.fact(Fact.STAGE));
        add(lines, "last seen: %s", news.fact(Fact.ACTIVITY));
        add(lines, "spent: %s USD", news.fact(Fact.COST));
      }
      case REVIEW -> add(lines, "scores: %s", news.fact(Fact.SCORES));
      case QUESTION -> {
        add(lines, "%s", Optional.of(news.text()));
        lines.add("answer with: ./drover answer %s TEXT".formatted(news.run()));
      }
      case COMPLETED -> completed(news, lines);
      case FAILED, FROZEN -> failed(news, lines);
      case BLOCKED -> blocked(news, lines);
      default -> add(lines, "%s", Optional.of(news.text()));
    }
    if (!news.run().isEmpty()) {
      lines.add("run " + news.run());
    }
    return new Message(
        Plain.line(links.withoutLinks(title(news)), LONGEST_TITLE),
        lines.stream().map(line -> Plain.line(links.withoutLinks(line), LONGEST_LINE)).toList(),
        link(news));
  }

  private static void started(News news, List<String> lines) {
    add(lines, "in: %s", news.fact(Fact.REPOSITORY));
    add(lines, "branch: %s", news.fact(Fact.BRANCH));
    add(lines, "task: %s", news.fact(Fact.PROMPT).map(text -> Plain.line(text, LONGEST_PROMPT)));
  }

  private static void completed(News news, List<String> lines) {
    add(lines, "%s", Optional.of(news.text()));
    add(lines, "branch: %s", news.fact(Fact.BRANCH));
    add(lines, "cost: %s USD", news.fact(Fact.COST));
  }

  private static void failed(News news, List<String> lines) {
    add(lines, "stage: %s", news.fact(Fact.STAGE));
    add(lines, "error: %s", Optional.of(news.text()));
    add(lines, "branch kept: %s", news.fact(Fact.BRANCH));
    add(lines, "cost: %s USD", news.fact(Fact.COST));
    lines.add("look with: ./drover logs " + news.run());
  }

  private static void blocked(News news, List<String> lines) {
    add(lines, "stage: %s", news.fact(Fact.STAGE));
    add(lines, "%s", Optional.of(news.text()));
    add(lines, "cost: %s USD", news.fact(Fact.COST));
    lines.add("look with: ./drover show " + news.run());
    if (news.fact(Fact.MAY_BE_APPROVED).isPresent()) {
      lines.add("let it pass with: ./drover approve " + news.run());
    }
  }

  private static String title(News news) {
    String what =
        switch (news.event()) {
          case TEST -> "test";
          case DIGEST -> news.job() + " digest";
          default -> news.label() + ": " + phrase(news);
        };
    return news.rehearsal() ? "[rehearsal] " + what : what;
  }

  private static String phrase(News news) {
    return switch (news.event()) {
      case HEARTBEAT ->
          "at work for %s min".formatted(news.fact(Fact.WORKED_MINUTES).orElse("some"));
      case TOOL -> "calls " + news.fact(Fact.TOOL).orElse("a tool");
      case REVIEW ->
          "review %s %s"
              .formatted(
                  news.fact(Fact.ROUND).orElse("1"),
                  news.fact(Fact.PASSED).isPresent() ? "passed" : "not passed");
      case WAITING ->
          "waits for %s%s"
              .formatted(
                  news.fact(Fact.WAITING_FOR).orElse("something"),
                  news.fact(Fact.UNTIL).map(until -> " until " + until).orElse(""));
      case QUESTION -> "needs an answer";
      case STUCK -> "seems to be stuck";
      case BLOCKED ->
          "blocked%s".formatted(news.fact(Fact.GATE).map(gate -> " at " + gate).orElse(""));
      case FROZEN -> "FROZEN: pushed, red, and left as it is";
      default -> news.event().word();
    };
  }

  private Optional<Link> link(News news) {
    Optional<Link> logs = links.logs(news.run()).map(url -> new Link("logs", url));
    Optional<Link> pull =
        news.fact(Fact.PULL_REQUEST)
            .flatMap(links::allowed)
            .map(url -> new Link("pull request", url));
    return switch (news.event()) {
      case TEST, DIGEST -> Optional.empty();
      case COMPLETED -> pull.or(() -> logs);
      default -> logs.or(() -> pull);
    };
  }

  private static void add(List<String> lines, String format, Optional<String> value) {
    value.filter(text -> !text.isBlank()).ifPresent(text -> lines.add(format.formatted(text)));
  }
}
