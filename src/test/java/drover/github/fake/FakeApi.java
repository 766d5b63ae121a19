package drover.github.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may ask what, and which part of the API answers. */
final class FakeApi {
  private static final Pattern REPOSITORY = Pattern.compile("/repos/([^/]+/[^/]+)(/.*)?");
  private static final Pattern BY_ID = Pattern.compile("/repositories/(\\d+)(/.*)?");
  private static final Pattern TOKENS =
      Pattern.compile("/app/installations/(\\d+)(/access_tokens)?");

  private final List<FakeRepository> repositories;
  private final FakeCredentials credentials;
  private final Bodies bodies;
  private final RepositoryApi perRepository;
  private final String base;

  FakeApi(
      List<FakeRepository> repositories, FakeCredentials credentials, Bodies bodies, String base) {
    this.repositories = repositories;
    this.credentials = credentials;
    this.bodies = bodies;
    this.perRepository = new RepositoryApi(bodies, base);
    this.base = base;
  }

  /** The same request with the name of its repository, wherever it was found by its id. */
  FakeRequest canonical(FakeRequest request) {
    Matcher byId = BY_ID.matcher(request.path());
    if (!byId.matches()) {
      return request;
    }
    String rest = Optional.ofNullable(byId.group(2)).orElse("");
    return repositories.stream()
        .filter(one -> one.id() == Long.parseLong(byId.group(1)))
        .findFirst()
        .map(one -> request.at("/repos/" + one.fullName() + rest))
        .orElse(request);
  }

  FakeAnswer answer(FakeRequest request) {
    String bearer = request.header("authorization").replaceFirst("(?i)^(bearer|token) ", "");
    if (request.path().startsWith("/app")) {
      return credentials
          .refuse(bearer)
          .map(why -> FakeAnswer.refusal(401, why))
          .orElseGet(() -> app(request));
    }
    return credentials
        .token(bearer)
        .map(token -> person(request, token).orElseGet(() -> repository(request, token)))
        .orElseGet(() -> FakeAnswer.refusal(401, "Bad credentials"));
  }

  private FakeAnswer app(FakeRequest request) {
    Matcher installation = TOKENS.matcher(request.path());
    if (!installation.matches()) {
      return FakeAnswer.of(200, bodies.app());
    }
    if (!installation.group(1).equals("" + FakeCredentials.INSTALLATION)) {
      return FakeAnswer.refusal(404, "Not Found");
    }
    return installation.group(2) == null
        ? FakeAnswer.of(200, bodies.installation())
        : makeToken(request.body());
  }

  private FakeAnswer makeToken(JsonNode asked) {
    if (credentials.isSuspended()) {
      return FakeAnswer.refusal(403, "This installation has been suspended");
    }
    Map<String, String> permissions = new TreeMap<>();
    asked
        .path("permissions")
        .properties()
        .forEach(one -> permissions.put(one.getKey(), one.getValue().asText()));
    if (!credentials.granted().keySet().containsAll(permissions.keySet())) {
      return FakeAnswer.refusal(
          422, "The permissions requested are not granted to this installation.");
    }
    List<Long> ids = new ArrayList<>();
    for (JsonNode name : asked.path("repositories")) {
      repositories.stream()
          .filter(
              one ->
                  one.shortName().equalsIgnoreCase(name.asText())
                      || one.wasCalled(one.owner() + "/" + name.asText()))
          .forEach(one -> ids.add(one.id()));
    }
    if (ids.size() != asked.path("repositories").size()) {
      return FakeAnswer.refusal(
          422,
          "There is at least one repository that does not exist or is not accessible to the parent installation.");
    }
    return FakeAnswer.of(
        201,
        bodies.token(
            credentials.issue(
                "drover[bot]",
                Set.copyOf(ids),
                permissions,
                credentials.clock().now().plus(Duration.ofHours(1)))));
  }

  /** Who somebody is; an App is asked for as an App, not with the token of an installation. */
  private Optional<FakeAnswer> person(FakeRequest request, FakeToken token) {
    if (request.path().equals("/user")) {
      return Optional.of(
          token.login().endsWith("[bot]")
              ? FakeAnswer.refusal(403, "Resource not accessible by integration")
              : FakeAnswer.of(200, bodies.self(token.login())));
    }
    return request.path().startsWith("/users/")
        ? Optional.of(FakeAnswer.of(200, bodies.user(request.path().substring(7))))
        : Optional.empty();
  }

  private FakeAnswer repository(FakeRequest request, FakeToken token) {
    Matcher asked = REPOSITORY.matcher(request.path());
    if (!asked.matches()) {
      return FakeAnswer.refusal(404, "Not Found");
    }
    String rest = Optional.ofNullable(asked.group(2)).orElse("");
    Optional<FakeRepository> here =
        repositories.stream()
            .filter(one -> one.fullName().equalsIgnoreCase(asked.group(1)))
            .findFirst();
    if (here.isEmpty()) {
      return repositories.stream()
          .filter(one -> one.wasCalled(asked.group(1)))
          .findFirst()
          .map(one -> moved(request, one, rest))
          .orElseGet(() -> FakeAnswer.refusal(404, "Not Found"));
    }
    return token.sees(here.get())
        ? perRepository.answer(request, rest, here.get(), token)
        : FakeAnswer.refusal(404, "Not Found");
  }

  /** 301 for what only reads, 307 for what writes, as recorded. */
  private FakeAnswer moved(FakeRequest request, FakeRepository to, String rest) {
    String location = base + "/repositories/" + to.id() + rest;
    int status = request.method().equals("GET") ? 301 : 307;
    FakeAnswer answer = FakeAnswer.refusal(status, "Moved Permanently").with("Location", location);
    ((ObjectNode) answer.body()).put("url", location);
    return answer;
  }
}
