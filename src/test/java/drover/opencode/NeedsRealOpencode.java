package drover.opencode;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs only where the real opencode is or can be installed. Elsewhere the tests are skipped,
 * loudly; in continuous integration ({@code CI=true}) they fail where npm is missing.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsRealOpencode.Condition.class)
public @interface NeedsRealOpencode {

  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (!RealOpencode.isThereForThisMachine()) {
        return skipped(context, "the pinned opencode is for Linux on x64 only");
      }
      if (RealOpencode.isObtainable()) {
        return ConditionEvaluationResult.enabled("opencode is there or can be installed");
      }
      String reason = "npm is not on the PATH, so the real opencode cannot be installed";
      if ("true".equalsIgnoreCase(System.getenv("CI"))) {
        throw new IllegalStateException(reason + "; with CI=true this is a failure, not a skip");
      }
      return skipped(context, reason);
    }

    private static ConditionEvaluationResult skipped(ExtensionContext context, String reason) {
      System.err.printf("%n!!!! SKIPPED: %s%n!!!! %s.%n%n", context.getDisplayName(), reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
