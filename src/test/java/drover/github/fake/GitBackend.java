package drover.github.fake;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Repositories over smart HTTP, by git itself; who asks is known by a token as password. */
final class GitBackend {
  private static final Pattern PATH =
      Pattern.compile("/([^/]+/[^/]+?)(?:\\.git)?(/info/refs|/git-upload-pack|/git-receive-pack)");

  /** What is sent back, whole. */
  record GitAnswer(int status, Map<String, String> headers, byte[] body) {
    static GitAnswer refusal(int status, String message) {
      return new GitAnswer(
          status,
          Map.of("Content-Type", "text/plain", "WWW-Authenticate", "Basic realm=\"GitHub\""),
          message.getBytes(StandardCharsets.UTF_8));
    }
  }

  private final List<FakeRepository> repositories;
  private final FakeCredentials credentials;

  GitBackend(List<FakeRepository> repositories, FakeCredentials credentials) {
    this.repositories = repositories;
    this.credentials = credentials;
  }

  GitAnswer answer(HttpExchange exchange, byte[] body) throws IOException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      return GitAnswer.refusal(404, "Not Found");
    }
    Optional<FakeRepository> moved =
        repositories.stream().filter(one -> one.wasCalled(path.group(1))).findFirst();
    if (moved.isPresent()) {
      String target =
          "/%s.git%s?%s"
              .formatted(
                  moved.get().fullName(), path.group(2), exchange.getRequestURI().getRawQuery());
      return new GitAnswer(301, Map.of("Location", target), new byte[0]);
    }
    Optional<FakeRepository> here =
        repositories.stream()
            .filter(one -> one.fullName().equalsIgnoreCase(path.group(1)))
            .findFirst();
    Optional<String> password = password(exchange.getRequestHeaders());
    if (password.isEmpty()) {
      return GitAnswer.refusal(401, "authentication required");
    }
    Optional<FakeToken> token = credentials.token(password.get());
    if (token.isEmpty()) {
      return GitAnswer.refusal(401, "Invalid username or token.");
    }
    boolean writes = (exchange.getRequestURI() + "").contains("git-receive-pack");
    return here.filter(token.get()::sees)
        .map(repository -> allowed(exchange, body, path.group(2), repository, token.get(), writes))
        .orElseGet(() -> GitAnswer.refusal(404, "Repository not found."));
  }

  private GitAnswer allowed(
      HttpExchange exchange,
      byte[] body,
      String service,
      FakeRepository repository,
      FakeToken token,
      boolean writes) {
    if (writes && repository.isArchived()) {
      return GitAnswer.refusal(403, "This repository was archived so it is read-only.");
    }
    if (writes ? !token.mayWrite("contents") : !token.mayRead("contents")) {
      return GitAnswer.refusal(
          403,
          "Permission to %s.git denied to %s.".formatted(repository.fullName(), token.login()));
    }
    try {
      return run(exchange, body, service, repository, token);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Optional<String> password(Headers headers) {
    return Optional.ofNullable(headers.getFirst("Authorization"))
        .filter(value -> value.startsWith("Basic "))
        .map(
            value ->
                new String(Base64.getDecoder().decode(value.substring(6)), StandardCharsets.UTF_8))
        .filter(value -> value.startsWith("x-access-token:"))
        .map(value -> value.substring("x-access-token:".length()));
  }

  private static GitAnswer run(
      HttpExchange exchange,
      byte[] body,
      String service,
      FakeRepository repository,
      FakeToken token)
      throws IOException {
    ProcessBuilder backend = new ProcessBuilder("git", "http-backend");
    Headers headers = exchange.getRequestHeaders();
    Map<String, String> environment = backend.environment();
    environment.put("GIT_PROJECT_ROOT", repository.git().getParent().toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
    environment.put("PATH_INFO", "/" + repository.git().getFileName() + service);
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("REMOTE_USER", token.login());
    put(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
    put(environment, "CONTENT_TYPE", headers.getFirst("Content-Type"));
    put(environment, "HTTP_CONTENT_ENCODING", headers.getFirst("Content-Encoding"));
    put(environment, "GIT_PROTOCOL", headers.getFirst("Git-Protocol"));
    environment.put("CONTENT_LENGTH", "" + body.length);
    backend.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = backend.start();
    Thread.startVirtualThread(() -> feed(process, body));
    return parse(process.getInputStream().readAllBytes());
  }

  private static void feed(Process process, byte[] body) {
    try (var input = process.getOutputStream()) {
      new ByteArrayInputStream(body).transferTo(input);
    } catch (IOException e) {
      process.destroy(); // it did not want to read that
    }
  }

  private static void put(Map<String, String> environment, String name, String value) {
    environment.put(name, Optional.ofNullable(value).orElse(""));
  }

  /** Header lines, an empty line, the body (RFC 3875). */
  private static GitAnswer parse(byte[] output) throws IOException {
    InputStream rest = new ByteArrayInputStream(output);
    Map<String, String> headers = new java.util.TreeMap<>();
    int status = 200;
    for (String line = line(rest); !line.isEmpty(); line = line(rest)) {
      String[] parts = line.split(": ", 2);
      if (parts[0].equals("Status")) {
        status = Integer.parseInt(parts[1].substring(0, 3));
      } else {
        headers.put(parts[0], parts[1]);
      }
    }
    return new GitAnswer(status, headers, rest.readAllBytes());
  }

  private static String line(InputStream input) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n' && next >= 0; next = input.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.UTF_8).strip();
  }
}
