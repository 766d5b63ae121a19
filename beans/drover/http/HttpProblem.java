package drover.http;

import java.time.Duration;
import java.util.Optional;

/** A request that is answered with a problem (RFC 9457) and does nothing else. */
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;
  private final Duration retryAfter;

  private HttpProblem(int status, String title, String detail, Duration retryAfter) {
    super(detail);
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  /**
   * @param detail what is wrong with it and what would be right; 400
   */
  public static HttpProblem badRequest(String detail) {
    return new HttpProblem(400, "Bad request", detail, Duration.ZERO);
  }

  /** Nobody we know sent it; 401. */
  public static HttpProblem unauthorized(String detail) {
    return new HttpProblem(401, "Not authorised", detail, Duration.ZERO);
  }

  /** There is no such thing; 404. */
  public static HttpProblem notFound(String detail) {
    return new HttpProblem(404, "Not found", detail, Duration.ZERO);
  }

  /** There is something else to be done there; 405. */
  public static HttpProblem otherMethod() {
    return new HttpProblem(
        405, "Method not allowed", "this path takes another method", Duration.ZERO);
  }

  /** It contradicts what is there already; 409. */
  public static HttpProblem conflict(String detail) {
    return new HttpProblem(409, "Conflict", detail, Duration.ZERO);
  }

  /** Too much is waiting already; 429. */
  public static HttpProblem tooMuch(String detail, Duration retryAfter) {
    return new HttpProblem(429, "Too many requests", detail, retryAfter);
  }

  /** The secret that would tell who may ask is not configured; 503, never open. */
  public static HttpProblem notConfigured(String detail) {
    return new HttpProblem(503, "Not configured", detail, Duration.ZERO);
  }

  /** It belongs to a capability that this version does not have; 503. */
  public static HttpProblem notBuilt(String detail) {
    return new HttpProblem(503, "Not available", detail, Duration.ZERO);
  }

  /** It would be right later; 503. */
  public static HttpProblem unavailable(String detail, Duration retryAfter) {
    return new HttpProblem(503, "Unavailable", detail, retryAfter);
  }

  /** Something that nobody foresaw; the log says more under that name; 500. */
  public static HttpProblem broken(String name) {
    return new HttpProblem(
        500,
        "Internal error",
        "something broke; the server's log has it under " + name,
        Duration.ZERO);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public Optional<Duration> retryAfter() {
    return Optional.of(retryAfter).filter(wait -> !wait.isZero());
  }
}
