package drover.machine;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Runs only where these programs are on the PATH. Elsewhere the tests are skipped, loudly; in
 * continuous integration ({@code CI=true}) they fail instead, so that no green build hides them.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrograms.Condition.class)
public @interface NeedsPrograms {
  String[] value();

  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<String> missing =
          AnnotationSupport.findAnnotation(context.getElement(), NeedsPrograms.class).stream()
              .flatMap(needed -> Stream.of(needed.value()))
              .filter(program -> !isPresent(program))
              .toList();
      ConditionEvaluationResult decision =
          decide(missing, "true".equalsIgnoreCase(System.getenv("CI")));
      if (decision.isDisabled()) {
        System.err.printf(
            "%n!!!! SKIPPED: %s%n!!!! %s.%n%n",
            context.getDisplayName(), decision.getReason().orElseThrow());
      }
      return decision;
    }

    static ConditionEvaluationResult decide(List<String> missing, boolean continuousIntegration) {
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("all programs are there");
      }
      String reason = "not on the PATH: " + String.join(", ", missing);
      if (continuousIntegration) {
        throw new IllegalStateException(reason + "; with CI=true this is a failure, not a skip");
      }
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean isPresent(String program) {
      return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
  }
}
