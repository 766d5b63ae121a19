package drover.operate;

import drover.http.HttpProblem;
import drover.json.WireWord;
import drover.ledger.RunState;
import drover.view.RunDocument;
import drover.view.RunDocuments;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;

/** Runs as they are shown; parameters of a query that are empty count as left out. */
public final class RunReading {
  private static final int USUAL = 50;
  private static final int MOST = 1000;
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,4}");
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final NamedRuns runs;
  private final RunDocuments documents;

  public RunReading(NamedRuns runs, RunDocuments documents) {
    this.runs = runs;
    this.documents = documents;
  }

  /**
   * Newest first.
   *
   * @throws HttpProblem 400 that names the parameter
   */
  public List<RunDocument.Summary> list(
      @Header("state") @Nullable String state,
      @Header("job") @Nullable String job,
      @Header("limit") @Nullable String limit) {
    return documents.list(
        given(state).map(RunReading::state), given(job).map(RunReading::job), limit(limit));
  }

  /**
   * @throws HttpProblem 404 when there is none
   */
  public RunDocument one(@Header(NamedRuns.PATH_HEADER) String path) {
    return documents.of(runs.at(path));
  }

  /** A run that something was done with. */
  public RunDocument now(@Body String run) {
    return documents.of(runs.find(run));
  }

  /**
   * How many a list may hold.
   *
   * @throws HttpProblem 400
   */
  public int limit(@Header("limit") @Nullable String said) {
    String text = given(said).orElse(Integer.toString(USUAL));
    int limit = COUNT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST) {
      throw HttpProblem.badRequest("limit is a whole number from 1 to " + MOST);
    }
    return limit;
  }

  private static RunState state(String word) {
    try {
      return WireWord.parse(RunState.class, word);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(
          "state is one of "
              + Arrays.stream(RunState.values())
                  .map(RunState::word)
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String job(String name) {
    if (!JOB.matcher(name).matches()) {
      throw HttpProblem.badRequest("job takes letters, digits, - and _, at most 64");
    }
    return name;
  }

  private static Optional<String> given(@Nullable String said) {
    return Optional.ofNullable(said).filter(text -> !text.isEmpty());
  }
}
