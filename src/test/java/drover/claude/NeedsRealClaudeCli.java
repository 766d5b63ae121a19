package drover.claude;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs only where the real CLI is or can be installed. Elsewhere the tests are skipped, loudly; in
 * continuous integration ({@code CI=true}) they fail instead, so that no green build hides them.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsRealClaudeCli.Condition.class)
public @interface NeedsRealClaudeCli {

  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean obtainable = RealClaudeCli.isInstalled() || RealClaudeCli.npmIsPresent();
      boolean continuousIntegration = "true".equalsIgnoreCase(System.getenv("CI"));
      ConditionEvaluationResult decision = decide(obtainable, continuousIntegration);
      if (decision.isDisabled()) {
        System.err.printf(
            "%n!!!! SKIPPED: %s%n!!!! %s. Install Node.js with npm to run it.%n%n",
            context.getDisplayName(), decision.getReason().orElseThrow());
      }
      return decision;
    }

    static ConditionEvaluationResult decide(boolean obtainable, boolean continuousIntegration) {
      if (obtainable) {
        return ConditionEvaluationResult.enabled("the CLI is there or can be installed");
      }
      String reason = "npm is not on the PATH, so the real Claude Code CLI cannot be installed";
      if (continuousIntegration) {
        throw new IllegalStateException(reason + "; with CI=true this is a failure, not a skip");
      }
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
