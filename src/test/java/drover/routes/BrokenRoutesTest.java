package drover.routes;

import static drover.routes.Convention.AN_ERROR_POLICY;
import static drover.routes.Convention.BEANS_HAVE_ITS_METHODS;
import static drover.routes.Convention.CALLS_LEAD_SOMEWHERE;
import static drover.routes.Convention.CAMEL_KNOWS_ITS_ENDPOINTS;
import static drover.routes.Convention.CAMEL_UNDERSTANDS_ITS_EXPRESSIONS;
import static drover.routes.Convention.DELAYS_HOLD_UP;
import static drover.routes.Convention.EXPLICIT_NOTATION;
import static drover.routes.Convention.ID_IS_THE_DIRECT_NAME;
import static drover.routes.Convention.JOBS_ARE_WHOLE;
import static drover.routes.Convention.NO_SCRIPTS;
import static drover.routes.Convention.NO_SQL;
import static drover.routes.Convention.ONE_DESCRIPTION;
import static drover.routes.Convention.ONLY_ROUTES_AND_TEMPLATES;
import static drover.routes.Convention.PLACEHOLDERS_ARE_CONFIGURED;
import static drover.routes.Convention.REPLAYABLE;
import static drover.routes.Convention.SHORT_EXPRESSIONS;
import static drover.routes.Convention.SOMEBODY_USES_IT;
import static drover.routes.Convention.TEMPLATES_FIT_THEIR_ROUTES;
import static drover.routes.Convention.THE_DSL_SCHEMA_ACCEPTS_IT;
import static drover.routes.Convention.THE_FACTORY_LOADS_IT;
import static drover.routes.Convention.VARIABLES_ARE_SET;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A convention that no route could break would prove nothing. */
class BrokenRoutesTest {
  private static final RouteSet SHIPPED = RouteSet.shipped();

  record Breach(Convention convention, RouteSet routes, String violation) {
    @Override
    public String toString() {
      return convention + ": " + violation;
    }
  }

  static final List<Breach> BREACHES =
      List.of(
          of(
              THE_DSL_SCHEMA_ACCEPTS_IT,
              step("too: {uri: 'direct:follow'}"),
              "'too' is not defined"),
          of(THE_DSL_SCHEMA_ACCEPTS_IT, step("to: {url: 'direct:follow'}"), "'uri' not found"),
          of(
              CAMEL_KNOWS_ITS_ENDPOINTS,
              step("to: {uri: 'dirct:follow'}"),
              "there is no component dirct"),
          of(
              CAMEL_KNOWS_ITS_ENDPOINTS,
              step("to: {uri: 'direct:follow', parameters: {timeuot: 5}}"),
              "timeuot"),
          of(
              CAMEL_KNOWS_ITS_ENDPOINTS,
              step("to: {uri: 'direct:follow', parameters: {timeout: soon}}"),
              "timeout"),
          of(CAMEL_UNDERSTANDS_ITS_EXPRESSIONS, when("${body} === 'x'"), "${body} === 'x'"),
          of(CAMEL_UNDERSTANDS_ITS_EXPRESSIONS, body("${bdy}"), "${bdy}"),
          of(
              CAMEL_UNDERSTANDS_ITS_EXPRESSIONS,
              step("bean: {ref: runs, method: 'release(${variabel.run})'}"),
              "${variabel.run}"),
          of(ONLY_ROUTES_AND_TEMPLATES, file("- onException: {}"), "no onException"),
          of(EXPLICIT_NOTATION, step("to: 'direct:follow'"), "write uri: below to"),
          of(EXPLICIT_NOTATION, step("setBody: {simple: '${body}'}"), "simple below setBody"),
          of(EXPLICIT_NOTATION, step("setBody: {expression: {simple: x}}"), "simple: x is compact"),
          of(EXPLICIT_NOTATION, step("split: {method: {ref: runs}}"), "method below split"),
          of(EXPLICIT_NOTATION, step("to: {uri: 'direct:follow?timeout=5'}"), "has a query string"),
          of(
              DELAYS_HOLD_UP,
              step("delay: {expression: {constant: {expression: 5}}}"),
              "holds nothing up"),
          of(
              NO_SCRIPTS,
              step("setBody: {expression: {groovy: {expression: '1 + 1'}}}"),
              "groovy: a program belongs in a bean"),
          of(NO_SCRIPTS, step("script: {expression: {js: {expression: x}}}"), "js: a program"),
          of(NO_SQL, body("select id from runs where id = 1"), "select id from runs"),
          of(NO_SQL, step("to: {uri: 'sql:classpath:claim.sql'}"), "sql:classpath:claim.sql"),
          of(SHORT_EXPRESSIONS, body("${body} ".repeat(30)), "an expression of 240 characters"),
          of(
              REPLAYABLE,
              SHIPPED.changed("steps/turn.yaml", "${body}", "${date:now}"),
              "decides by more than step results: ${date:now}"),
          of(
              REPLAYABLE,
              SHIPPED.changed("jobs/agent.yaml", "- to:", "- wireTap:"),
              "wireTap: a replay may take another order"),
          of(ID_IS_THE_DIRECT_NAME, id("Do_it", "direct:Do_it"), "an id is kebab-case"),
          of(ID_IS_THE_DIRECT_NAME, id("do-it", "direct:do-that"), "not with direct:do-it"),
          of(ID_IS_THE_DIRECT_NAME, id("follow", "direct:follow"), "has the same id"),
          of(
              ONE_DESCRIPTION,
              SHIPPED.changed("steps/deliver.yaml", "    description:", "    note:"),
              "routes/steps/deliver.yaml: route do-deliver: has no description"),
          of(
              ONE_DESCRIPTION,
              step("to: {uri: 'direct:follow', description: again}"),
              "describes itself again: again"),
          of(
              ONE_DESCRIPTION,
              SHIPPED.changed("steps/checkpointed.yaml", "    description:", "    note:"),
              "template checkpointed has no description"),
          of(
              AN_ERROR_POLICY,
              SHIPPED.changed("steps/deliver.yaml", "errorHandler:", "errorHandlers:"),
              "routes/steps/deliver.yaml: route do-deliver: has no errorHandler"),
          of(
              AN_ERROR_POLICY,
              SHIPPED.changed("steps/checkpointed.yaml", "errorHandler:", "errorHandlers:"),
              "route step-turn: has no errorHandler"),
          of(CALLS_LEAD_SOMEWHERE, step("to: {uri: 'direct:folow'}"), "direct:folow leads to no"),
          of(
              CALLS_LEAD_SOMEWHERE,
              SHIPPED.changed("steps/checkpointed.yaml", "value: deliver", "value: delivery"),
              "route step-deliver: direct:do-delivery leads to no route"),
          of(SOMEBODY_USES_IT, step("stop: {}"), "route broken: nobody calls it"),
          of(
              SOMEBODY_USES_IT,
              SHIPPED.changed("steps/report.yaml", "direct:step-report", "direct:do-report"),
              "route step-report: nobody calls it"),
          of(
              TEMPLATES_FIT_THEIR_ROUTES,
              SHIPPED.changed("steps/checkpointed.yaml", "Ref: checkpointed", "Ref: check"),
              "there is no template check"),
          of(
              TEMPLATES_FIT_THEIR_ROUTES,
              SHIPPED.changed(
                  "steps/checkpointed.yaml",
                  "- name: step\n    route:",
                  "- name: work\n    route:"),
              "gives [step] to a template that takes [work]"),
          of(
              TEMPLATES_FIT_THEIR_ROUTES,
              SHIPPED.changed(
                  "steps/checkpointed.yaml",
                  "- name: step\n    route:",
                  "- name: step\n      - name: most\n    route:"),
              "template checkpointed does not use most"),
          of(
              PLACEHOLDERS_ARE_CONFIGURED,
              body("{{drover.review.round}}"),
              "{{drover.review.round}} is neither"),
          of(PLACEHOLDERS_ARE_CONFIGURED, body("{{step}}"), "{{step}} is neither"),
          of(THE_FACTORY_LOADS_IT, file("[]"), "routes/broken.yaml: the factory does not load it"),
          of(
              THE_FACTORY_LOADS_IT,
              SHIPPED.without("follow.yaml"),
              "routes/follow.yaml: the factory loads it and it is not there"),
          of(BEANS_HAVE_ITS_METHODS, step("bean: {ref: run, method: claim}"), "no bean \"run\""),
          of(
              BEANS_HAVE_ITS_METHODS,
              step("bean: {ref: runs, method: claimed}"),
              "0 public methods \"claimed\""),
          of(
              BEANS_HAVE_ITS_METHODS,
              step("bean: {ref: runs, method: 'release()'}"),
              "runs.release takes 1 arguments, not 0"),
          of(
              BEANS_HAVE_ITS_METHODS,
              step("bean: {ref: endings, method: fail}"),
              "endings.fail has 3 parameters"),
          of(VARIABLES_ARE_SET, when("${variable.turns} == 1"), "no route sets the variable turns"),
          of(
              VARIABLES_ARE_SET,
              when("${variable.turn.success} == true"),
              "turn.success: TurnResult has no success"),
          of(
              VARIABLES_ARE_SET,
              SHIPPED.changed("steps/turn.yaml", "name: assignment", "name: orders"),
              "no route sets the variable assignment"),
          of(
              VARIABLES_ARE_SET,
              SHIPPED.changed("executors/local.yaml", "method: start", "method: end"),
              "wants a LiveTurn"),
          of(
              JOBS_ARE_WHOLE,
              SHIPPED.with("jobs/new.yaml", "[]"),
              "routes/jobs/new.yaml: the job has no block drover.jobs.new"),
          of(
              JOBS_ARE_WHOLE,
              SHIPPED.with("jobs/new.yaml", "[]"),
              "routes/jobs/new.yaml: the job has no when in dispatch"),
          of(JOBS_ARE_WHOLE, SHIPPED.without("jobs/agent.yaml"), "the job has no route file"),
          of(JOBS_ARE_WHOLE, SHIPPED.without("jobs/agent.rubric.md"), "no agent.rubric.md"),
          of(JOBS_ARE_WHOLE, SHIPPED.without("jobs/agent.prompt.md"), "no agent.prompt.md"));

  @ParameterizedTest
  @FieldSource("BREACHES")
  void a_breach_is_told_by_file_and_cause(Breach breach) {
    assertThat(breach.convention().violations(breach.routes()))
        .anySatisfy(
            violation -> assertThat(violation).startsWith("routes/").contains(breach.violation()));
  }

  @Test
  void every_convention_can_be_broken() {
    assertThat(BREACHES.stream().map(Breach::convention).distinct().sorted())
        .containsExactly(Convention.values());
  }

  private static Breach of(Convention convention, RouteSet routes, String violation) {
    return new Breach(convention, routes, violation);
  }

  private static RouteSet file(String text) {
    return SHIPPED.with("broken.yaml", text);
  }

  private static RouteSet id(String id, String from) {
    return file(
        """
        - route:
            id: %s
            description: A route to be refused
            errorHandler:
              noErrorHandler: {}
            from:
              uri: %s
              steps:
                - stop: {}
        """
            .formatted(id, from));
  }

  private static RouteSet step(String step) {
    return file(
        """
        - route:
            id: broken
            description: A route to be refused
            errorHandler:
              noErrorHandler: {}
            from:
              uri: direct:broken
              steps:
                - %s
        """
            .formatted(step));
  }

  private static RouteSet body(String simple) {
    return step("setBody: {expression: {simple: {expression: \"%s\"}}}".formatted(simple));
  }

  private static RouteSet when(String predicate) {
    return step(
        "filter: {expression: {simple: {expression: \"%s\"}}, steps: [{stop: {}}]}"
            .formatted(predicate));
  }
}
