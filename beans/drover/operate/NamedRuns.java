package drover.operate;

import drover.http.HttpProblem;
import drover.ledger.Ledger;
import drover.ledger.OpenRun;
import drover.ledger.RunRecord;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Header;

/** Finds the run that a request names by its id, or by enough of its beginning. */
public final class NamedRuns {
  private static final Pattern ID = Pattern.compile("r[a-z2-7]{3,16}");

  private static final Pattern PATH = Pattern.compile("/api/runs/([^/]+)(/[a-z]+)?");

  /** The header in which beans find the path. */
  static final String PATH_HEADER = "CamelHttpPath";

  private final Ledger ledger;

  public NamedRuns(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * @throws HttpProblem 404 when there is none, 400 when there are several
   */
  public RunRecord find(String id) {
    List<RunRecord> found =
        ID.matcher(id).matches() ? ledger.read().runs().findByPrefix(id) : List.of();
    if (found.isEmpty()) {
      throw HttpProblem.notFound("there is no such run: GET /api/runs lists them");
    }
    if (found.size() > 1) {
      throw HttpProblem.badRequest(
          "%s is the beginning of several ids, such as %s and %s: say more of it"
              .formatted(id, found.get(0).id(), found.get(1).id()));
    }
    return found.getFirst();
  }

  /**
   * The run of a path such as {@code /api/runs/r2c5/cancel}. The whole path is Camel's own to set;
   * the part of it that a template names could be given by anybody, as a header of that name.
   *
   * @throws HttpProblem as above
   */
  RunRecord at(String path) {
    Matcher parts = PATH.matcher(path);
    return find(parts.matches() ? parts.group(1) : "");
  }

  /** The same, as the gates look at it. */
  public OpenRun open(@Header("run") String id) {
    return ledger.read().openRuns().find(find(id).id()).orElseThrow();
  }
}
