package drover.shell;

import java.util.List;

/** What came of reading a command line. */
public sealed interface Reading {
  /** Every program that it would run, in the order of the text. */
  record Understood(List<Call> calls) implements Reading {}

  /**
   * @param why as the second half of a sentence
   */
  record NotUnderstood(String why) implements Reading {}

  static Reading of(String commandLine, Surroundings surroundings) {
    if (commandLine.chars().anyMatch(Marks::isMark)) {
      return new NotUnderstood("it holds control characters");
    }
    try {
      Interpreter interpreter = new Interpreter();
      interpreter.run(commandLine, Shell.in(surroundings));
      return new Understood(interpreter.calls());
    } catch (Unreadable e) {
      return new NotUnderstood(e.why());
    }
  }
}
