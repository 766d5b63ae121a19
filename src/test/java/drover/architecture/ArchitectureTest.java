package drover.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;

/** Which package may know which, and who may touch the world. */
@AnalyzeClasses(packages = "drover", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("drover.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobody_knows_the_command_line =
      outside("drover.cli..").should().dependOnClassesThat().resideInAPackage("drover.cli..");

  @ArchTest
  static final ArchRule beans_do_not_know_the_factory =
      outside("drover.cli..", "drover.factory..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("drover.factory..");

  @ArchTest
  static final ArchRule only_who_shows_runs_knows_the_views =
      outside("drover.cli..", "drover.factory..", "drover.operate..", "drover.view..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("drover.view..");

  @ArchTest static final ArchRule follow_stands_alone = knowsOnly("drover.follow..");
  @ArchTest static final ArchRule the_machine_stands_alone = knowsOnly("drover.machine..");
  @ArchTest static final ArchRule json_stands_alone = knowsOnly("drover.json..");
  @ArchTest static final ArchRule redaction_stands_alone = knowsOnly("drover.redact..");

  @ArchTest
  static final ArchRule the_ledger_knows_only_the_machine =
      knowsOnly("drover.ledger..", "drover.machine..", "drover.json..");

  @ArchTest
  static final ArchRule the_configuration_knows_only_redaction =
      knowsOnly("drover.config..", "drover.redact..", "drover.json..", "drover.runtime..");

  @ArchTest
  static final ArchRule a_task_knows_only_how_it_is_written =
      knowsOnly("drover.task..", "drover.json..", "drover.ledger..", "drover.runtime..");

  @ArchTest
  static final ArchRule only_the_machine_asks_for_the_time =
      outside("drover.machine..").should(callMethodWhere(asksForTheTime()));

  @ArchTest
  static final ArchRule only_the_machine_starts_processes =
      outside("drover.machine..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ProcessBuilder.class)
          .orShould(callMethodWhere(names(Runtime.class, "exec")));

  @ArchTest
  static final ArchRule the_clock_is_chosen_where_the_parts_are_made =
      outside("drover.machine..", "drover.factory..", "drover.cli..")
          .should(callMethodWhere(names(drover.machine.Clock.class, "system")));

  @ArchTest
  static final ArchRule only_the_ledger_knows_a_database =
      outside("drover.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..",
              "javax.sql..",
              "org.springframework..",
              "org.sqlite..",
              "org.flywaydb..",
              "com.zaxxer.hikari..");

  @ArchTest
  static final ArchRule only_the_command_line_talks_to_terminal_and_environment =
      outside("drover.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..")
          .orShould()
          .accessTargetWhere(
              names(System.class, "in", "out", "err", "exit", "getenv", "getProperty"));

  @ArchTest
  static final ArchRule beans_know_of_camel_only_what_fills_their_parameters =
      classes()
          .that()
          .resideOutsideOfPackage("drover.factory..")
          .should()
          .onlyDependOnClassesThat(
              not(resideInAPackage("org.apache.camel.."))
                  .or(
                      belongToAnyOf(
                          Body.class, Variable.class, Header.class, ExchangeProperty.class)));

  @ArchTest
  static final ArchRule a_name_says_what_the_class_does =
      noClasses()
          .should()
          .haveSimpleNameContaining("Util")
          .orShould()
          .haveSimpleNameContaining("Manager")
          .orShould()
          .haveSimpleNameContaining("Helper");

  @ArchTest
  static final ArchRule no_call_passes_a_bare_true_or_false =
      noCodeUnits().that(areWrittenByHand()).should().haveRawParameterTypes(oneIsBoolean());

  private static GivenClassesConjunction outside(String... packages) {
    return noClasses().that().resideOutsideOfPackages(packages);
  }

  private static ClassesShouldConjunction knowsOnly(String one, String... others) {
    return classes()
        .that()
        .resideInAPackage(one)
        .should()
        .onlyDependOnClassesThat(
            resideInAPackage(one)
                .or(resideInAnyPackage(others))
                .or(not(resideInAPackage("drover.."))));
  }

  private static DescribedPredicate<JavaAccess<?>> asksForTheTime() {
    return names(System.class, "currentTimeMillis", "nanoTime")
        .or(names(Thread.class, "sleep"))
        .or(names(java.util.concurrent.TimeUnit.class, "sleep"))
        .or(names(java.time.Clock.class, "system", "systemUTC", "systemDefaultZone"))
        .or(
            DescribedPredicate.describe(
                "now() of java.time",
                access ->
                    access.getTargetOwner().getPackageName().equals("java.time")
                        && access.getName().equals("now")));
  }

  private static DescribedPredicate<JavaAccess<?>> names(Class<?> owner, String... names) {
    Set<String> any = Set.of(names);
    return DescribedPredicate.describe(
        owner.getSimpleName() + " " + any,
        access -> access.getTargetOwner().isEquivalentTo(owner) && any.contains(access.getName()));
  }

  /** The constructor of a record names its booleans; what a library calls is as it wants it. */
  private static DescribedPredicate<JavaCodeUnit> areWrittenByHand() {
    return DescribedPredicate.describe(
        "are written by hand",
        unit ->
            !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                && !(unit instanceof JavaConstructor && unit.getOwner().isRecord())
                && !isOfALibrary(unit));
  }

  private static boolean isOfALibrary(JavaCodeUnit unit) {
    int parameters = unit.getRawParameterTypes().size();
    return unit.getOwner().getAllRawInterfaces().stream()
        .filter(type -> !type.getPackageName().startsWith("drover"))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(
            method ->
                method.getName().equals(unit.getName())
                    && method.getRawParameterTypes().size() == parameters);
  }

  private static DescribedPredicate<java.util.List<com.tngtech.archunit.core.domain.JavaClass>>
      oneIsBoolean() {
    return DescribedPredicate.describe(
        "with a boolean",
        types -> types.stream().anyMatch(type -> type.isEquivalentTo(boolean.class)));
  }
}
