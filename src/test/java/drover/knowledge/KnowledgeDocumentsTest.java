package drover.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drover.task.TaskRequest;
import drover.trigger.Damage;
import drover.trigger.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeDocumentsTest {
  private final KnowledgeDocuments documents = new KnowledgeDocuments();

  @Test
  void a_document_updates_the_skills_of_its_client() {
    TaskRequest request = read("{'domain':'Acme.com','document':'Prices rise.'}");
    assertThat(request)
        .isEqualTo(
            TaskRequest.heard(
                    "knowledge-base", request.idempotencyKey(), "knowledge-base", "onboard-client")
                .saying(
                    Optional.empty(),
                    Map.of(
                        "domain", "acme.com",
                        "mode", "update-skills",
                        "document", "Prices rise.")));
  }

  @Test
  void the_same_document_of_the_same_client_is_the_same_update() {
    TaskRequest first = read("{'domain':'acme.com','document':'Prices rise.'}");
    assertThat(read("{'document':'Prices rise.','domain':'ACME.com','by':'x'}")).isEqualTo(first);
    assertThat(read("{'domain':'acme.com','document':'Prices fall.'}").idempotencyKey())
        .isNotEqualTo(first.idempotencyKey());
    assertThat(read("{'domain':'acme.de','document':'Prices rise.'}").idempotencyKey())
        .isNotEqualTo(first.idempotencyKey());
  }

  @Test
  void a_key_of_the_senders_own_says_what_is_the_same() {
    byte[] body = json("{'domain':'acme.com','document':'Prices rise.'}");
    assertThat(documents.read("monday", body).idempotencyKey()).isEqualTo("monday");
    assertThat(Verdict.of(() -> documents.read("", body))).isEqualTo("400");
    assertThat(Verdict.of(() -> documents.read("a\nb", body))).isEqualTo("400");
    assertThat(Verdict.of(() -> documents.read("k".repeat(256), body))).isEqualTo("400");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'document':'x'} | domain",
        "{'domain':7,'document':'x'} | domain",
        "{'domain':'acme','document':'x'} | domain",
        "{'domain':'https://acme.com','document':'x'} | domain",
        "{'domain':'acme.com'} | document",
        "{'domain':'acme.com','document':''} | document",
        "{'domain':'acme.com','document':' \\n'} | document",
        "{'domain':'acme.com','document':{}} | document"
      })
  void a_missing_or_wrong_field_is_named_with_what_it_should_be(String body, String field) {
    assertThatThrownBy(() -> read(body))
        .hasMessageStartingWith("the field %s is missing or wrong; it is ".formatted(field));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'domain':'acme.com','domain':'evil.com','document':'x'}",
        "{'domain':'acme.com','document':'x','document':'y'}"
      })
  void a_field_given_twice_is_refused(String body) {
    assertThatThrownBy(() -> read(body)).hasMessageContaining("a field twice");
  }

  @Property
  void whatever_comes_is_read_or_refused(@ForAll("damaged") byte[] body) {
    assertThat(Verdict.of(() -> documents.read(null, body))).isIn("400", "onboard-client");
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    List<byte[]> payloads = List.of(json("{'domain':'acme.com','document':'Prices rise.'}"));
    return Arbitraries.oneOf(
        Damage.to(payloads), Damage.inValuesOf(payloads), Arbitraries.bytes().array(byte[].class));
  }

  private TaskRequest read(String body) {
    return documents.read(null, json(body));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
