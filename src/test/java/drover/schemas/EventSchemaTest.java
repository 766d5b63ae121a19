package drover.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events that a rehearsal does not show, and what no event may be. */
class EventSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step     | {'text':'verify','name':'verify','ordinal':1,'state':'running'}",
        "step     | {'text':'ok','name':'verify','ordinal':1,'state':'finished','pleases':false}",
        "state    | {'text':'queued','state':'queued'}",
        "state    | {'text':'attempt 2 begins with step 4','state':'queued','attempt':2}",
        "state    | {'text':'cancelled','state':'cancelled','outcome':'cancelled'}",
        "spend    | {'text':'this turn cost 0.0123 USD','usd':0.0123,'turn':1}",
        "limit    | {'text':'trying again: 1 of 10'}",
        "limit    | {'text':'at 92 %','status':'allowed_warning','window':'five_hour'}",
        "limit    | {'text':'stopped','limit':'run-cost','most':0.5,'actual':0.6,'overshoot':0.1}",
        "state    | {'text':'w','state':'waiting','waitingFor':'credential'}",
        "notice   | {'text':'refused to the agent: Bash'}",
      })
  void each_type_has_its_details(String type, String data) {
    assertThat(Schemas.problems("event", event(type, data))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rumour   | {'text':'a type that is not in the list'}",
        "notice   | {}",
        "notice   | {'text':'more than words','tool':'Bash'}",
        "tool     | {'text':'which one is not said'}",
        "state    | {'text':'no such state','state':'done'}",
        "state    | {'text':'no such outcome','state':'failed','outcome':'unlucky'}",
        "spend    | {'text':'money is a number','usd':'0.01','turn':1}",
        "review   | {'text':'more than all','round':1,'scores':{'style':6},'passed':true}",
        "verify   | {'text':'without the check'}",
      })
  void anything_else_is_refused(String type, String data) {
    assertThat(Schemas.problems("event", event(type, data))).isNotEmpty();
  }

  private static String event(String type, String data) {
    return "{'run':'raaaaaaaaaaaaaaaa','seq':1,'at':'2026-01-02T03:04:05.678Z','type':'%s','data':%s}"
        .formatted(type, data)
        .replace('\'', '"');
  }
}
