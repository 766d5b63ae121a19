package drover.trigger;

import drover.http.HttpProblem;
import drover.json.MalformedJson;
import drover.task.TaskRequest;
import java.util.function.Supplier;

/** What a door did with a request, in one comparable word. */
public final class Verdict {
  private Verdict() {}

  /** The job that would start, {@code rung}, {@code ignored}, or the status of the refusal. */
  public static String of(Supplier<?> door) {
    try {
      return switch (door.get()) {
        case Outcome.Starts starts -> starts.request().job();
        case Outcome.Ignored ignored -> "ignored";
        case Outcome.Rings rings -> "rung";
        case TaskRequest request -> request.job();
        case Object passed -> "passed";
      };
    } catch (MalformedJson malformed) {
      return "400";
    } catch (HttpProblem problem) {
      return Integer.toString(problem.status());
    }
  }

  public static boolean isRefusal(String verdict) {
    return verdict.matches("4\\d\\d|503");
  }

  public static TaskRequest request(Outcome outcome) {
    return ((Outcome.Starts) outcome).request();
  }

  public static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ignored ignored -> ignored.reason();
      case Outcome.Rings rings -> rings.reason();
      case Outcome.Starts starts -> throw new AssertionError(starts + " starts something");
    };
  }
}
