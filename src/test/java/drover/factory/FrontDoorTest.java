package drover.factory;

import static org.assertj.core.api.Assertions.assertThat;

import drover.config.HttpSettings;
import drover.machine.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said at the port of a server whose routes are not there yet. */
@Timeout(60)
class FrontDoorTest {
  private final FrontDoor door =
      new FrontDoor(
          new HttpSettings(
              "127.0.0.1", 0, 0, 1000, Duration.ofMinutes(1), Duration.ofMinutes(1), 2),
          Clock.system());
  private final DefaultCamelContext camel = new DefaultCamelContext();

  @BeforeEach
  void start() throws Exception {
    camel.addService(door, true, true);
    camel.start();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void whoever_comes_while_the_server_starts_is_asked_to_come_again() throws Exception {
    HttpResponse<String> answer = post("/webhook");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.body()).contains("the server starts: try again");
  }

  @Test
  void once_it_is_open_a_path_that_nobody_serves_is_not_found() throws Exception {
    door.open();

    assertThat(post("/webhook").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.getPort() + path))
              .version(HttpClient.Version.HTTP_1_1)
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
