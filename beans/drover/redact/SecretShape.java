package drover.redact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Credentials known by their look; the group {@code secret} of a pattern is what gets replaced.
 *
 * <p>Every quantifier is possessive or bounded, and a failed attempt is never repeated over the
 * same long run of characters: time stays linear in the text.
 */
enum SecretShape {
  ANTHROPIC_KEY("sk-ant-", "(?<secret>sk-ant-[\\w-]{12,}+)"),
  LANGFUSE_KEY("sk-lf-", "(?<secret>sk-lf-[\\da-f-]{36})"),
  GITHUB_TOKEN("gh", "(?<secret>gh[pousr]_\\w{20,}+)"),
  GITHUB_FINE_GRAINED_TOKEN("github_pat_", "(?<secret>github_pat_\\w{20,}+)"),
  GITLAB_TOKEN("glpat-", "(?<secret>glpat-[\\w-]{16,}+)"),
  SLACK_TOKEN("xox", "(?<secret>xox[a-z]-[\\w-]{10,}+)"),
  SLACK_APP_TOKEN("xapp-", "(?<secret>xapp-[\\w-]{10,}+)"),
  SLACK_WEBHOOK(
      "hooks.slack.com/",
      "hooks\\.slack\\.com/(?:services|workflows|triggers)/(?<secret>[\\w/-]{16,}+)"),
  DISCORD_WEBHOOK("/api/webhooks/", "/api/webhooks/\\d{1,30}+/(?<secret>[\\w-]{16,}+)"),
  LINEAR_KEY("lin_", "(?<secret>lin_(?:api|oauth)_\\w{16,}+)"),
  SUPABASE_TOKEN("sbp_", "(?<secret>sbp_\\w{20,}+)"),
  /**
   * The second alternative swallows a run that is no token, so that no later opening starts in it.
   */
  JSON_WEB_TOKEN(
      "eyJ", "(?<secret>eyJ[\\w-]*+\\.eyJ[\\w-]{8,}+\\.[\\w-]{8,}+(?:\\.[\\w-]++)*+)|eyJ[\\w-]*+"),
  PRIVATE_KEY("PRIVATE KEY", Pem.PRIVATE_KEY),
  BEARER("", "(?i)authorization[\\s\"'\\\\:=]{1,20}+bearer\\s{1,4}+(?<secret>[\\w.~+/=-]{8,}+)"),
  BASIC(
      "",
      "(?i)authorization[\\s\"'\\\\:=]{1,20}+(?:basic|token)\\s{1,4}+(?<secret>[\\w.~+/=-]{16,}+)"),
  URL_CREDENTIALS("://", "://(?<secret>[^\\s/?#@:\"'<>\\\\]*+:[^\\s/?#@\"'<>\\\\]++)@");

  private static final String GROUP = "secret";

  private final String opening;
  private final Pattern pattern;

  SecretShape(String opening, String pattern) {
    this.opening = opening;
    this.pattern = Pattern.compile(pattern);
  }

  String redact(String text) {
    if (!text.contains(opening)) {
      return text;
    }
    Matcher matcher = pattern.matcher(text);
    StringBuilder redacted = new StringBuilder();
    int copied = 0;
    while (matcher.find()) {
      if (matcher.start(GROUP) >= 0) {
        redacted.append(text, copied, matcher.start(GROUP)).append(Redactor.MARK);
        copied = matcher.end(GROUP);
      }
    }
    return copied == 0 ? text : redacted.append(text, copied, text.length()).toString();
  }

  /**
   * Pieces of the pattern for a private key block, cut short or whole, as it is or JSON-escaped.
   */
  private static final class Pem {
    private static final String BREAK = "(?:\\s|\\\\++[nr])";
    private static final String CHARACTER = "(?:[A-Za-z0-9+/=]|\\\\/)";
    private static final String HEADERS =
        "(?:[A-Za-z-]{1,20}+:[^\\n\\\\]{0,200}+" + BREAK + "{1,20}+){0,5}+";
    private static final String LONG_LINE = CHARACTER + "{16,}+";
    private static final String LAST_LINE =
        "(?:" + BREAK + "++" + CHARACTER + "{1,15}+(?=" + BREAK + "*+-----END))?+";

    static final String PRIVATE_KEY =
        "-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?+-----(?<secret>"
            + (BREAK + "{0,20}+" + HEADERS + LONG_LINE)
            + ("(?:" + BREAK + "++" + LONG_LINE + ")*+" + LAST_LINE + ")");
  }
}
