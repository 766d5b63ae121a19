package drover.github;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.GithubSettings;
import drover.task.TaskRequest;
import drover.trigger.Damage;
import drover.trigger.Outcome;
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

class GithubEventsTest {
  private static final String REPOSITORY =
      "'repository':{'full_name':'Acme/Site','clone_url':'https://github.com/Acme/Site.git'}";
  private static final String SENDER = "'sender':{'login':'octocat'}";

  private final GithubEvents events =
      GithubSamples.events(new GithubSettings("https://api.github.com", List.of("acme/site")));

  @Test
  void a_dispatch_asks_for_the_job_that_its_payload_names() {
    TaskRequest request =
        Verdict.request(
            dispatch(
                "{'job':'publisher','prompt':'Write','branch':'main','params':{'tone':'dry'}}"));
    assertThat(request)
        .isEqualTo(
            TaskRequest.heard("github", "d-1", "octocat", "publisher")
                .saying(Optional.of("Write"), Map.of("tone", "dry"))
                .about(Optional.of("https://github.com/Acme/Site.git"), Optional.of("main")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "{}", "{'job':null}", "{'job':''}", "{'prompt':'Write'}"})
  void a_dispatch_whose_payload_names_no_job_asks_for_that_of_its_type(String payload) {
    assertThat(Verdict.request(dispatch(payload)).job()).isEqualTo("refresh");
  }

  @Test
  void another_repository_in_the_payload_changes_nothing() {
    TaskRequest request =
        Verdict.request(
            dispatch("{'repo':'https://evil.example/x.git','clone_url':'file:///etc'}"));
    assertThat(request.repository()).contains("https://github.com/Acme/Site.git");
  }

  @Test
  void a_dispatch_from_a_repository_that_is_not_allowed_says_so_and_starts_nothing() {
    String event =
        "{'action':'refresh','repository':{'full_name':'acme/other','clone_url':'https://github.com/acme/other.git'}}";
    assertThat(Verdict.reason(read("repository_dispatch", event)))
        .isEqualTo(
            "repository_dispatch starts nothing: acme/other is not on drover.github.allowlist");
  }

  @Test
  void with_an_empty_allowlist_nothing_is_allowed() {
    GithubEvents closed =
        GithubSamples.events(new GithubSettings("https://api.github.com", List.of()));
    byte[] body = json("{'action':'refresh'," + REPOSITORY + "}");
    assertThat(Verdict.of(() -> closed.read("repository_dispatch", "d-1", body)))
        .isEqualTo("ignored");
  }

  @ParameterizedTest
  @CsvSource({
    "Acme/Site, http://github.com/Acme/Site.git",
    "Acme/Site, file:///Acme/Site.git",
    "Acme/Site, https://user:pass@github.com/Acme/Site.git",
    "Acme/Site, https://github.com/other/Acme/Site.git",
    "Acme/Site, https://github.com/Acme/Other.git",
    "Acme/Site, --upload-pack=x https://github.com/Acme/Site.git",
    "Acme/Site, https://github.com/Acme/Site",
    "Acme/Site, ''",
    "acme, https://github.com/acme.git",
    "'', https://github.com/.git"
  })
  void a_repository_has_one_name_and_is_cloned_from_where_it_says(String name, String url) {
    String event =
        "{'action':'x','repository':{'full_name':'%s','clone_url':'%s'}}".formatted(name, url);
    assertThat(Verdict.reason(read("repository_dispatch", event)))
        .startsWith("repository_dispatch starts nothing: it names no repository");
  }

  @Test
  void a_repository_of_an_enterprise_server_is_cloned_from_there() {
    String event =
        "{'action':'x','repository':{'full_name':'acme/site','clone_url':'https://git.acme.test:8443/acme/site.git'}}";
    assertThat(Verdict.request(read("repository_dispatch", event)).repository())
        .contains("https://git.acme.test:8443/acme/site.git");
  }

  @ParameterizedTest
  @CsvSource({
    "workflow_run, completed, implement-issue",
    "check_suite, completed, implement-issue"
  })
  void an_event_that_the_poll_hears_of_says_so(String event, String action, String job) {
    String body = "{'action':'%s',%s}".formatted(action, REPOSITORY);
    assertThat(Verdict.reason(read(event, body)))
        .isEqualTo(
            "%s.%s of Acme/Site starts nothing by itself: runs of %s are begun by the poll of GitHub"
                .formatted(event, action, job));
  }

  @Test
  void a_label_on_an_issue_rings_for_the_poll() {
    String body = "{'action':'labeled','issue':{'number':12},%s}".formatted(REPOSITORY);
    assertThat(read("issues", body))
        .isEqualTo(
            new Outcome.Rings(
                "issues.labeled of Acme/Site#12 starts nothing by itself: the poll of GitHub looks now, where it is on"));
  }

  @Test
  void a_request_that_does_not_say_what_it_is_or_which_is_refused() {
    byte[] body = json("{}");
    assertThat(Verdict.of(() -> events.read(null, "d-1", body))).isEqualTo("400");
    assertThat(Verdict.of(() -> events.read("ping", null, body))).isEqualTo("400");
    assertThat(Verdict.of(() -> events.read("ping", "", body))).isEqualTo("400");
    assertThat(Verdict.of(() -> events.read("ping", "a\r\nb", body))).isEqualTo("400");
    assertThat(Verdict.of(() -> events.read("ping", "d".repeat(101), body))).isEqualTo("400");
  }

  @Test
  void a_delivery_told_again_is_the_same_request() {
    String payload = "{'job':'publisher','prompt':'Write'}";
    assertThat(dispatch(payload)).isEqualTo(dispatch(payload));
  }

  @Property(tries = 2000)
  void whatever_comes_is_read_ignored_or_refused(@ForAll("damaged") byte[] body) {
    String verdict = Verdict.of(() -> events.read("repository_dispatch", "d-1", body));
    if (!verdict.equals("400") && !verdict.equals("ignored")) {
      TaskRequest request = Verdict.request(events.read("repository_dispatch", "d-1", body));
      // a host that was damaged is another host: which one it is, only the signature vouches for
      assertThat(request.repository().orElseThrow()).matches("https://[^/]+/Acme/Site\\.git");
    }
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    List<byte[]> payloads =
        List.of(
            json(
                "{'action':'refresh','client_payload':{'job':'agent','prompt':'Write','params':{'agent':'x'},'branch':'main','priority':3},"
                    + REPOSITORY
                    + ","
                    + SENDER
                    + "}"));
    return Arbitraries.oneOf(
        Damage.to(payloads), Damage.inValuesOf(payloads), Arbitraries.bytes().array(byte[].class));
  }

  private Outcome dispatch(String payload) {
    return read(
        "repository_dispatch",
        "{'action':'refresh','client_payload':%s,%s,%s}".formatted(payload, REPOSITORY, SENDER));
  }

  private Outcome read(String event, String body) {
    return events.read(event, "d-1", json(body));
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
