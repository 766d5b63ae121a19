package drover.run;

import java.util.Map;

/** A result of a step for tests. */
record Done(String what) implements StepResult {
  static final Map<String, Class<? extends StepResult>> STEPS =
      Map.of(
          "workspace", Done.class,
          "turn", Done.class,
          "verify", Done.class,
          "review", Done.class,
          "deliver", Done.class);

  @Override
  public String summary() {
    return what;
  }
}
