package drover.shell;

import java.util.List;

/**
 * What a shell would run one after another, as it is written.
 *
 * @param pipelines in the order of the text; which of {@code &&}, {@code ||}, {@code ;} or {@code
 *     &} joins them is not kept, because every one of them may run
 */
record Script(List<Pipeline> pipelines) {
  Script {
    pipelines = List.copyOf(pipelines);
  }

  /** Commands that run side by side, each reading what the one before it prints. */
  record Pipeline(List<Command> commands) {
    Pipeline {
      commands = List.copyOf(commands);
    }
  }

  sealed interface Command {
    List<Redirection> redirections();
  }

  /** Assignments, then a program and its arguments; either may be missing. */
  record Simple(List<Assignment> assignments, List<Word> words, List<Redirection> redirections)
      implements Command {}

  /** A part of its own, such as {@code if}, {@code while}, {@code { }}. */
  record Block(List<Word> read, Script body, Scope scope, List<Redirection> redirections)
      implements Command {}

  /** {@code for name in words; do body; done}. */
  record Loop(String name, List<Word> words, Script body, List<Redirection> redirections)
      implements Command {}

  /** {@code name() body}: runs nothing yet. */
  record Function(String name, Command body) implements Command {
    @Override
    public List<Redirection> redirections() {
      return List.of();
    }
  }

  /** Whether what a block changes (directory, variables) is changed for what follows it. */
  enum Scope {
    SHARED,
    OWN
  }

  /** {@code name=value}; an array has several values. */
  record Assignment(String name, List<Word> values) {}

  /**
   * @param operator such as {@code >}, {@code <<} or {@code <<<}
   * @param target a file, or the text of a here-document or here-string
   */
  record Redirection(String operator, Word target) {
    boolean isText() {
      return operator.startsWith("<<");
    }
  }
}
