package drover.crash;

import drover.github.fake.Fault;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What goes wrong at GitHub in a scenario, whoever asks.
 *
 * @param request method, path and query that it meets
 * @param times how often
 */
record Trouble(Pattern request, int times, Fault.Moment moment, Fault fault) {
  private static final String PUSH = "POST .*/git-receive-pack";
  private static final String OPEN = "POST .*/pulls";
  private static final String LABEL = "POST .*/labels";
  private static final String LOOK = "GET .*/pulls\\?.*";
  private static final String ANNOUNCE = "GET .*/info/refs\\?service=git-receive-pack";

  static List<Trouble> of(Scenario scenario) {
    return switch (scenario.name()) {
      case "github", "github-told" -> List.of();
      case "github-lost-answers" ->
          List.of(
              after(PUSH, Fault.UNAVAILABLE),
              after(OPEN, Fault.CUT),
              after(LABEL, Fault.MALFORMED));
      case "github-cut-push" ->
          List.of(
              after(PUSH, Fault.CUT), after(OPEN, Fault.UNAVAILABLE), before(LABEL, 1, Fault.CUT));
      case "github-limited" ->
          List.of(
              before(PUSH, 1, Fault.SECONDARY_LIMIT),
              before(OPEN, 1, Fault.SECONDARY_LIMIT),
              before(LABEL, 1, Fault.SECONDARY_LIMIT));
      case "github-away" ->
          List.of(before(PUSH, 2, Fault.BAD_GATEWAY), before(LOOK, 2, Fault.UNAVAILABLE));
      case "github-refused-push" -> List.of(before(ANNOUNCE, 1, Fault.FORBIDDEN));
      case "github-refused-request" -> List.of(before(OPEN, 1, Fault.FORBIDDEN));
      default -> throw new IllegalArgumentException("nothing is said about " + scenario.name());
    };
  }

  boolean meets(String asked) {
    return request.matcher(asked).matches();
  }

  private static Trouble after(String request, Fault fault) {
    return new Trouble(Pattern.compile(request), 1, Fault.Moment.AFTER, fault);
  }

  private static Trouble before(String request, int times, Fault fault) {
    return new Trouble(Pattern.compile(request), times, Fault.Moment.BEFORE, fault);
  }
}
