package drover.linear;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drover.json.WireJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table: what happened, where the label is now, and where it was before. */
class LabelTransitionTest {
  private static final String READY = "{'id':'L1','name':'ai-ready'}";
  private static final String OTHER = "{'id':'L2','name':'Bug'}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // action | labels now | ids now     | updatedFrom              | a transition
        "create   | ready      | L1          | none                     | true",
        "create   | both       | L1,L2       | none                     | true",
        "create   | other      | L2          | none                     | false",
        "create   | none       | none        | none                     | false",
        "update   | ready      | L1          | {'labelIds':[]}          | true",
        "update   | both       | L1,L2       | {'labelIds':['L2']}      | true",
        "update   | ready      | L1          | {'labelIds':null}        | true",
        "update   | both       | L1,L2       | {'labelIds':['L1']}      | false",
        "update   | both       | L1,L2       | {'labelIds':['L1','L2']} | false",
        "update   | other      | L2          | {'labelIds':['L1','L2']} | false",
        "update   | none       | none        | {'labelIds':['L1']}      | false",
        "update   | ready      | L1          | {'title':'before'}       | false",
        "update   | ready      | L1          | {}                       | false",
        "update   | ready      | L1          | null                     | false",
        "update   | ready      | L1          | none                     | false",
        "update   | ready      | L1          | {'labelIds':'L2'}        | false",
        "update   | ready      | L2          | {'labelIds':[]}          | false",
        "update   | none       | L1          | {'labelIds':[]}          | false",
        "remove   | ready      | L1          | none                     | false",
        "remove   | ready      | L1          | {'labelIds':[]}          | false",
        "archive  | ready      | L1          | {'labelIds':[]}          | false",
        "none     | ready      | L1          | {'labelIds':[]}          | false"
      })
  void only_a_label_that_was_put_on_just_now_counts(
      String action, String labels, String ids, String before, boolean transition) {
    JsonNode event = event(action, labels, ids, before);
    assertThat(new LabelTransition("ai-ready").whyNot(event).isEmpty())
        .as(event.toString())
        .isEqualTo(transition);
  }

  private static JsonNode event(String action, String labels, String ids, String before) {
    String list =
        switch (labels) {
          case "ready" -> READY;
          case "other" -> OTHER;
          case "both" -> OTHER + "," + READY;
          default -> "";
        };
    String labelIds = ids.equals("none") ? "" : "'" + ids.replace(",", "','") + "'";
    String event =
        (action.equals("none") ? "{" : "{'action':'" + action + "',")
            + "'data':{'labelIds':[%s],'labels':[%s]}".formatted(labelIds, list)
            + (before.equals("none") ? "}" : ",'updatedFrom':" + before + "}");
    return WireJson.foreign(LinearSamples.utf8(event.replace('\'', '"')));
  }
}
