package drover.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * A route that reads {@code ${body.name}} must find one method for it, and the same in every JVM.
 */
class RecordsInRoutesTest {

  @Test
  void no_record_has_a_getter_beside_the_accessor_of_its_component() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("drover");
    List<String> ambiguous =
        classes.stream()
            .filter(JavaClass::isRecord)
            .flatMap(
                record ->
                    record.getFields().stream()
                        .filter(field -> record.tryGetMethod(getter(field.getName())).isPresent())
                        .map(field -> record.getName() + "." + getter(field.getName())))
            .toList();
    assertThat(ambiguous).isEmpty();
  }

  private static String getter(String component) {
    return "get" + component.substring(0, 1).toUpperCase(Locale.ROOT) + component.substring(1);
  }
}
