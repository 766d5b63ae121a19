package drover.sandbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that confines programs for real. Where this machine cannot, it is skipped and says why; in
 * CI it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsSandbox.Condition.class)
public @interface NeedsSandbox {
  /** Looks at this machine. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (System.getenv("CI") != null
          || SandboxBench.availability() instanceof Availability.Available) {
        return ConditionEvaluationResult.enabled("programs can be confined, or have to be");
      }
      String why = SandboxBench.availability().toString();
      System.err.println("SKIPPED " + context.getDisplayName() + ": no sandbox here: " + why);
      return ConditionEvaluationResult.disabled(why);
    }
  }
}
