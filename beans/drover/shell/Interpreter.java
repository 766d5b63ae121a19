package drover.shell;

import drover.shell.Script.Assignment;
import drover.shell.Script.Block;
import drover.shell.Script.Command;
import drover.shell.Script.Function;
import drover.shell.Script.Loop;
import drover.shell.Script.Pipeline;
import drover.shell.Script.Redirection;
import drover.shell.Script.Scope;
import drover.shell.Script.Simple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Goes through a script without running it and notes every program that would be called. */
final class Interpreter {
  private static final Set<String> DECLARING =
      Set.of("export", "declare", "local", "readonly", "typeset", "alias");
  private static final int DEEPEST = 24;

  private final List<Call> calls = new ArrayList<>();
  private final Budget budget = new Budget();
  private final List<Trap> traps = new ArrayList<>();
  private int depth;

  /** A text that a shell runs when it ends. */
  private record Trap(String text, Shell shell) {}

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Goes through a text as a shell would; marks in it stay what they are. */
  void run(String text, Shell shell) throws Unreadable {
    run(text, shell, Feed.NOTHING);
    while (!traps.isEmpty()) {
      Trap trap = traps.removeFirst();
      run(trap.text(), trap.shell(), Feed.NOTHING);
    }
  }

  private List<Call> run(String text, Shell shell, Feed feed) throws Unreadable {
    budget.spend(text.length());
    deeper();
    List<Call> made = run(new ScriptReader(Source.of(text)).whole(), shell, feed);
    depth--;
    return made;
  }

  private void deeper() throws Unreadable {
    if (++depth > DEEPEST) {
      throw new Unreadable("it is nested more than " + DEEPEST + " deep");
    }
  }

  /** Gives back the calls of the last pipeline's last command, whose output is the script's. */
  private List<Call> run(Script script, Shell shell, Feed feed) throws Unreadable {
    List<Call> printing = new ArrayList<>();
    for (Pipeline pipeline : script.pipelines()) {
      printing.addAll(run(pipeline, shell, feed));
    }
    return printing;
  }

  private List<Call> run(Pipeline pipeline, Shell shell, Feed first) throws Unreadable {
    boolean alone = pipeline.commands().size() == 1;
    Feed feed = first;
    List<Call> last = List.of();
    for (Command command : pipeline.commands()) {
      last = run(command, alone ? shell : shell.copy(), feed);
      feed = Feed.ofCalls(last, feed);
    }
    return last;
  }

  private List<Call> run(Command command, Shell shell, Feed before) throws Unreadable {
    budget.spend(0);
    Expansion expansion = expansion(shell);
    List<String> files = new ArrayList<>();
    Feed feed = before;
    for (Redirection redirection : command.redirections()) {
      List<String> targets = expansion.texts(redirection.target());
      if (redirection.isText()) {
        feed = Feed.ofText(String.join("\n", targets));
      } else {
        files.addAll(targets);
        feed = redirection.operator().equals("<") ? Feed.ofFile(targets.getFirst()) : feed;
      }
    }
    return switch (command) {
      case Simple simple -> run(simple, shell, feed, files);
      case Function function -> {
        shell.define(function.name(), function.body());
        yield List.of();
      }
      case Block block -> {
        for (Word word : block.read()) {
          expansion.texts(word);
        }
        List<Call> made =
            new ArrayList<>(
                run(block.body(), block.scope() == Scope.OWN ? shell.copy() : shell, feed));
        made.addAll(redirectionsOnly(files, shell, feed));
        yield made;
      }
      case Loop loop -> {
        List<String> values = new ArrayList<>();
        for (Word word : loop.words()) {
          values.addAll(expansion.words(word));
        }
        shell.assign(loop.name(), values);
        List<Call> made = new ArrayList<>(run(loop.body(), shell, feed));
        made.addAll(redirectionsOnly(files, shell, feed));
        yield made;
      }
    };
  }

  private List<Call> redirectionsOnly(List<String> files, Shell shell, Feed feed) {
    return files.isEmpty()
        ? List.of()
        : List.of(note("", "", List.of(), shell, feed, files, List.of()));
  }

  private List<Call> run(Simple simple, Shell shell, Feed feed, List<String> files)
      throws Unreadable {
    Expansion expansion = expansion(shell);
    List<String> assigned = new ArrayList<>();
    for (Assignment assignment : simple.assignments()) {
      List<String> values = new ArrayList<>();
      for (Word value : assignment.values()) {
        values.addAll(expansion.texts(value));
      }
      shell.assign(assignment.name(), values);
      values.forEach(value -> assigned.add(assignment.name() + "=" + value));
    }
    List<String> argv = new ArrayList<>();
    for (Word word : simple.words()) {
      argv.addAll(expansion.words(word));
    }
    if (argv.isEmpty()) {
      return List.of(note("", "", List.of(), shell, feed, files, assigned));
    }
    return invoke(argv, shell, feed, files, assigned);
  }

  private List<Call> invoke(
      List<String> argv, Shell shell, Feed feed, List<String> files, List<String> assigned)
      throws Unreadable {
    String program = Paths.name(argv.getFirst());
    List<String> arguments = argv.subList(1, argv.size());
    budget.spend(arguments.size());
    List<Call> made = new ArrayList<>();
    made.add(note(program, argv.getFirst(), arguments, shell, feed, files, assigned));
    if (DECLARING.contains(program)) {
      arguments.forEach(shell::assign);
    }
    deeper();
    switch (program) {
      case "cd", "pushd" -> shell.goTo(arguments);
      case "read", "mapfile", "readarray" ->
          arguments.forEach(
              name -> shell.assign(name, List.of(feed.text().orElse("" + markOf(feed)))));
      case "eval" -> made.addAll(run(String.join(" ", arguments), shell, feed));
      case "alias" -> {
        for (String alias : arguments) {
          made.addAll(run(alias.substring(alias.indexOf('=') + 1), shell.copy(), feed));
        }
      }
      case "trap" -> {
        if (arguments.size() > 1 && !arguments.getFirst().startsWith("-")) {
          traps.add(new Trap(arguments.getFirst(), shell));
        }
      }
      default -> made.addAll(runInside(program, arguments, shell, feed));
    }
    depth--;
    return made;
  }

  private static char markOf(Feed feed) {
    return feed.mark() == '-' ? Marks.UNKNOWN : feed.mark();
  }

  /** What a shell or a wrapper runs; a shell without arguments runs its input. */
  private List<Call> runInside(String program, List<String> arguments, Shell shell, Feed feed)
      throws Unreadable {
    Optional<Command> function = shell.function(program);
    if (function.isPresent()) {
      shell.assignArguments(arguments);
      return run(function.get(), shell, feed);
    }
    if (Interpreters.isShell(program) || program.equals("su") || program.equals("script")) {
      Optional<List<String>> given = Interpreters.commandLine(arguments);
      if (given.isPresent() && !given.get().isEmpty()) {
        Shell inner = shell.copy();
        inner.assignArguments(given.get().stream().skip(2).toList());
        return run(given.get().getFirst(), inner, feed);
      }
      Optional<String> input = feed.text().filter(text -> Interpreters.isShell(program));
      return input.isPresent() && arguments.stream().allMatch(a -> a.startsWith("-"))
          ? run(input.get(), shell.copy(), Feed.NOTHING)
          : List.of();
    }
    if (program.equals("env")
        && arguments.size() > 1
        && arguments.getFirst().matches("-S|--split-string")) {
      return run(String.join(" ", arguments.subList(1, arguments.size())), shell.copy(), feed);
    }
    Optional<List<String>> inner = Wrappers.inner(program, arguments);
    return inner.isPresent() && !inner.get().isEmpty()
        ? invoke(inner.get(), shell, feed, List.of(), List.of())
        : List.of();
  }

  private Call note(
      String program,
      String path,
      List<String> arguments,
      Shell shell,
      Feed feed,
      List<String> files,
      List<String> assigned) {
    Optional<String> prints =
        Printing.of(program, arguments, feed, shell.directory(), shell.surroundings().root());
    Call call =
        new Call(
            program,
            path,
            List.copyOf(arguments),
            shell.directory(),
            feed,
            List.copyOf(files),
            List.copyOf(assigned),
            prints);
    calls.add(call);
    return call;
  }

  private Expansion expansion(Shell shell) {
    return new Expansion(shell, script -> printedBy(script, shell), budget);
  }

  private String printedBy(Script script, Shell shell) throws Unreadable {
    deeper();
    List<Call> printing = run(script, shell.copy(), Feed.NOTHING);
    depth--;
    if (printing.size() == 1 && printing.getFirst().prints().isPresent()) {
      return printing.getFirst().prints().get();
    }
    String marks =
        printing.stream()
            .map(call -> String.valueOf(Origins.of(List.of(call), call.feed())))
            .collect(Collectors.joining());
    return String.valueOf(printing.isEmpty() ? Marks.UNKNOWN : Origins.worst(marks));
  }
}
