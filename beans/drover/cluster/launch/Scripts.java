package drover.cluster.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The shell programs of the pods, {@code routes/executors/kubernetes}. A program is one argument
 * and every value another one: no value is ever part of a shell line.
 */
public record Scripts(
    String layWorkspace,
    String layCheckout,
    String turn,
    String serve,
    String collect,
    String check,
    String render,
    String receive,
    String push) {

  /**
   * @param texts gives the text of a program by its name
   */
  public static Scripts from(UnaryOperator<String> texts) {
    return new Scripts(
        texts.apply("clone.sh"),
        texts.apply("checkout.sh"),
        texts.apply("turn.sh"),
        texts.apply("serve.sh"),
        texts.apply("collect.sh"),
        texts.apply("check.sh"),
        texts.apply("render.sh"),
        texts.apply("receive.sh"),
        texts.apply("push.sh"));
  }

  static List<String> command(String script) {
    return List.of("/bin/sh", "-c", literal(script));
  }

  /** Kubernetes puts variables in the place of {@code $(NAME)}; here it finds none to replace. */
  static String literal(String text) {
    return text.replaceAll("\\$(?=[($])", "\\$\\$");
  }

  /** What follows the program: the name it goes by, and its arguments. */
  static List<String> arguments(String name, List<String> values) {
    List<String> all = new ArrayList<>();
    all.add(name);
    values.stream().map(Scripts::literal).forEach(all::add);
    return all;
  }
}
