package drover.effect;

import drover.run.RunExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Variable;

/** A service that takes letters, and may fail before or after it took one. */
public final class Mailbox {
  final List<String> letters = new ArrayList<>();
  final List<String> asked = new ArrayList<>();
  final Deque<RuntimeException> beforeFind = new ArrayDeque<>();
  final Deque<RuntimeException> beforeSend = new ArrayDeque<>();
  final Deque<RuntimeException> afterSend = new ArrayDeque<>();
  String text = "hello";

  /** What a letter says. */
  record Letter(String text) {}

  public Intent intent(@Variable("run") RunExecution run) {
    return Intent.of("letter", "letter:" + run.id(), new Letter(text));
  }

  public Optional<Receipt> find(@Variable("intent") Intent intent) {
    asked.add("find");
    fail(beforeFind);
    return letters.contains(textOf(intent))
        ? Optional.of(new Receipt("https://mail.example/1", "it was there"))
        : Optional.empty();
  }

  public Receipt send(@Variable("intent") Intent intent) {
    asked.add("send");
    fail(beforeSend);
    letters.add(textOf(intent));
    fail(afterSend);
    return new Receipt("https://mail.example/1", "taken");
  }

  private static String textOf(Intent intent) {
    return intent.requestAs(Letter.class).text();
  }

  private static void fail(Deque<RuntimeException> failures) {
    if (!failures.isEmpty()) {
      throw failures.pop();
    }
  }
}
