package drover.claude;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What the model says when a prompt comes up, step by step.
 *
 * <p>The step is chosen by the number of answers since that prompt. So a repeated request gets the
 * same answer, and in a resumed session the newest prompt that a script knows decides.
 */
public final class ConversationScript {
  private final Predicate<String> prompt;
  private final boolean onlyOpeningPrompt;
  private final List<List<ScriptedStep>> takes = new ArrayList<>();
  private final Map<String, Integer> takeOfTurn = new HashMap<>();
  private Predicate<ReceivedRequest> request = any -> true;

  private ConversationScript(Predicate<String> prompt, boolean onlyOpeningPrompt) {
    this.prompt = prompt;
    this.onlyOpeningPrompt = onlyOpeningPrompt;
  }

  static ConversationScript forPrompt(Predicate<String> prompt) {
    return new ConversationScript(prompt, false);
  }

  /** Without words of a prompt to go by, the whole session is one run through the steps. */
  static ConversationScript forRequest(Predicate<ReceivedRequest> request) {
    return new ConversationScript(any -> true, true).where(request);
  }

  /** Narrows the script to some requests: a model, a system prompt, a tool on offer. */
  public ConversationScript where(Predicate<ReceivedRequest> condition) {
    request = request.and(condition);
    return this;
  }

  public ConversationScript then(ScriptedStep... steps) {
    takes.add(List.of(steps));
    return this;
  }

  /** The next turn that matches plays these steps instead; the last take serves all later turns. */
  public ConversationScript thenNextTime(ScriptedStep... steps) {
    return then(steps);
  }

  /** Which of the user's prompts this script answers, if any: the newest one that it knows. */
  OptionalInt promptAnsweredIn(ReceivedRequest received) {
    if (takes.isEmpty() || !request.test(received)) {
      return OptionalInt.empty();
    }
    List<ReceivedRequest.Prompt> prompts = received.prompts();
    int newest = onlyOpeningPrompt ? Math.min(1, prompts.size()) : prompts.size();
    for (int i = newest - 1; i >= 0; i--) {
      if (prompt.test(prompts.get(i).text())) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /**
   * @throws IllegalStateException when the turn goes on after the last step
   */
  synchronized ScriptedStep stepFor(ReceivedRequest received, int promptIndex) {
    String turn = received.session() + " prompt " + promptIndex;
    int turnsSoFar = takeOfTurn.size();
    int take = takeOfTurn.computeIfAbsent(turn, any -> Math.min(turnsSoFar, takes.size() - 1));
    List<ScriptedStep> steps = takes.get(take);
    ReceivedRequest.Prompt matched = received.prompts().get(promptIndex);
    if (matched.answersSince() >= steps.size()) {
      throw new IllegalStateException(
          "The script ended after %d step(s), but the turn goes on. Its prompt: %s"
              .formatted(steps.size(), matched.text()));
    }
    return steps.get(matched.answersSince());
  }
}
