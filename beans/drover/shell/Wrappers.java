package drover.shell;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Programs that run another one, which stands in their arguments. */
final class Wrappers {
  /**
   * How to get to the inner program.
   *
   * @param valued letters of options whose value is a word of its own
   * @param positions words that come before the inner program
   */
  private record Form(String valued, int positions) {}

  private static final Map<String, Form> FORMS =
      Map.ofEntries(
          Map.entry("sudo", new Form("ugpCTrtDRh", 0)),
          Map.entry("doas", new Form("uC", 0)),
          Map.entry("env", new Form("uC", 0)),
          Map.entry("nohup", new Form("", 0)),
          Map.entry("setsid", new Form("", 0)),
          Map.entry("command", new Form("", 0)),
          Map.entry("builtin", new Form("", 0)),
          Map.entry("exec", new Form("a", 0)),
          Map.entry("time", new Form("fo", 0)),
          Map.entry("nice", new Form("n", 0)),
          Map.entry("ionice", new Form("cnpPu", 0)),
          Map.entry("chrt", new Form("TPD", 1)),
          Map.entry("stdbuf", new Form("ioe", 0)),
          Map.entry("timeout", new Form("ks", 1)),
          Map.entry("chroot", new Form("", 1)),
          Map.entry("unshare", new Form("RwSG", 0)),
          Map.entry("fakeroot", new Form("lsi", 0)),
          Map.entry("busybox", new Form("", 0)),
          Map.entry("toybox", new Form("", 0)),
          Map.entry("strace", new Form("abeEIoOpPsSuUX", 0)),
          Map.entry("ltrace", new Form("abeFnops", 0)),
          Map.entry("watch", new Form("n", 0)),
          Map.entry("xargs", new Form("adEILnPs", 0)),
          Map.entry("parallel", new Form("jaNn", 0)),
          Map.entry("flock", new Form("wE", 1)),
          Map.entry("setpriv", new Form("", 0)),
          Map.entry("prlimit", new Form("", 0)),
          Map.entry("taskset", new Form("", 1)),
          Map.entry("eatmydata", new Form("", 0)),
          Map.entry("xvfb-run", new Form("efnpsw", 0)));

  private Wrappers() {}

  /** The inner program with its arguments. */
  static Optional<List<String>> inner(String program, List<String> arguments) {
    if (program.equals("find")) {
      return ofFind(arguments);
    }
    Form form = FORMS.get(program);
    if (form == null || isQuestion(program, arguments)) {
      return Optional.empty();
    }
    int at = 0;
    int positions = form.positions();
    while (at < arguments.size()) {
      String argument = arguments.get(at);
      if (argument.startsWith("-") && argument.length() > 1) {
        at += isValued(form, argument) ? 2 : 1;
      } else if (argument.matches("[A-Za-z_][A-Za-z0-9_]*=(?s:.*)")) {
        at++;
      } else if (positions > 0) {
        positions--;
        at++;
      } else {
        return Optional.of(arguments.subList(at, arguments.size()));
      }
    }
    return Optional.empty();
  }

  /** {@code command -v rm} asks where it is. */
  private static boolean isQuestion(String program, List<String> arguments) {
    return program.equals("command")
        && !arguments.isEmpty()
        && arguments.getFirst().matches("-p?[vV]");
  }

  private static boolean isValued(Form form, String option) {
    return option.length() == 2 && form.valued().indexOf(option.charAt(1)) >= 0;
  }

  private static Optional<List<String>> ofFind(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).matches("-(exec|ok)(dir)?")) {
        List<String> rest = arguments.subList(i + 1, arguments.size());
        return Optional.of(rest.stream().takeWhile(a -> !a.equals(";")).toList());
      }
    }
    return Optional.empty();
  }
}
