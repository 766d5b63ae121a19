package drover.npm;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that asks the libraries of other services. Without Node.js and npm it is skipped, loudly;
 * in continuous integration ({@code CI=true}) it fails instead.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNode.Condition.class)
public @interface NeedsNode {

  /** Looks at this machine. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean obtainable = NodePackages.areInstalled() || NodePackages.isOnPath("npm");
      if (obtainable && NodePackages.isOnPath("node")) {
        return ConditionEvaluationResult.enabled("the packages are there or can be installed");
      }
      String reason = "Node.js with npm is not on the PATH";
      if ("true".equalsIgnoreCase(System.getenv("CI"))) {
        throw new IllegalStateException(reason + "; with CI=true this is a failure, not a skip");
      }
      System.err.printf("%n!!!! SKIPPED: %s: %s%n%n", context.getDisplayName(), reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
