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
@interface NeedsRealClaudeCli {

  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      boolean obtainable = RealClaudeCli.isInstalled() || RealClaudeCli.npmIsPresent();
      boolean continuousIntegration = "true".equalsIgnoreCase(System.getenv("CI"));
      return decide(context.getDisplayName(), obtainable, continuousIntegration);
    }

    static ConditionEvaluationResult decide(
        String tests, boolean obtainable, boolean continuousIntegration) {
      if (obtainable) {
        return ConditionEvaluationResult.enabled(
            "the Claude Code CLI is there or can be installed");
      }
      String reason =
          "npm is not on the PATH, so the real Claude Code CLI cannot be installed for " + tests;
      if (continuousIntegration) {
        throw new IllegalStateException(reason + "; with CI=true this is a failure, not a skip");
      }
      System.err.printf(
          "%n!!!! SKIPPED: %s%n!!!! %s. Install Node.js with npm.%n%n", tests, reason);
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
