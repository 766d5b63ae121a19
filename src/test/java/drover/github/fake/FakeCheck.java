package drover.github.fake;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Something that CI says of a commit. Its answers are given one after the other: {@code queued} and
 * {@code in_progress} until {@link #goOn}, a conclusion until it is asked to run again.
 */
public final class FakeCheck {
  /** What it is to GitHub. */
  public enum Kind {
    /** A job of GitHub Actions. */
    JOB,
    /** A check run of another App. */
    CHECK,
    STATUS,
    DEPLOYMENT
  }

  /** An annotation of a check run. */
  public record Note(String path, int line, String message) {}

  public final Kind kind;
  public final String commit;
  public final String name;
  public final List<Note> notes = new ArrayList<>();
  public String title = "";
  public String summary = "";
  public String log = "";

  /** How often it was asked to run again. */
  public int reruns;

  final long id;
  final long workflow;
  long run;
  private final Deque<String> answers;

  FakeCheck(Kind kind, String commit, String name, long id, long workflow, List<String> answers) {
    this.kind = kind;
    this.commit = commit;
    this.name = name;
    this.id = id;
    this.run = id;
    this.workflow = workflow;
    this.answers = new ArrayDeque<>(answers);
  }

  synchronized String answer() {
    return answers.getFirst();
  }

  synchronized boolean isOver() {
    return !List.of("queued", "in_progress", "pending").contains(answers.getFirst());
  }

  /** What it says now gives way to what it says next; the last answer stays. */
  public synchronized void goOn() {
    if (answers.size() > 1) {
      answers.removeFirst();
    }
  }

  /** Time passes: what was going on comes to its end. */
  public synchronized void end() {
    while (!isOver() && answers.size() > 1) {
      answers.removeFirst();
    }
  }

  /** A job that runs again is another check run, and the same job. */
  synchronized void runAgain(long asCheckRun) {
    reruns++;
    run = asCheckRun;
    goOn();
  }
}
