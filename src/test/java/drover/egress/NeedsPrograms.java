package drover.egress;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skipped, for all to see, where a program is missing; with {@code CI=true} that is a failure. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrograms.Condition.class)
@interface NeedsPrograms {
  /** Their names on the {@code PATH}. */
  String[] value();

  final class Condition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<String> missing =
          context
              .getElement()
              .map(element -> element.getAnnotation(NeedsPrograms.class))
              .map(needs -> Arrays.stream(needs.value()).filter(Condition::isMissing).toList())
              .orElse(List.of());
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("everything is there");
      }
      String reason = "SKIPPED: " + context.getDisplayName() + " needs " + missing;
      if ("true".equalsIgnoreCase(System.getenv("CI"))) {
        throw new IllegalStateException(reason + "; with CI=true this is a failure, not a skip");
      }
      System.err.println(reason);
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean isMissing(String program) {
      return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
          .noneMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
  }
}
