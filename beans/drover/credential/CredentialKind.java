package drover.credential;

import drover.config.Secrets;
import drover.runtime.AgentRuntime;

/**
 * Whose credential it is.
 *
 * @param runtime the agent that it pays for
 * @param secret name of the variable that holds it, or with {@code _FILE} its file
 * @param stored its name in the data directory
 * @param renewal how a person gets and gives one
 */
public record CredentialKind(AgentRuntime runtime, String secret, String stored, String renewal) {
  private static final CredentialKind CLAUDE =
      new CredentialKind(
          AgentRuntime.CLAUDE,
          Secrets.SUBSCRIPTION_TOKEN,
          StoredCredentials.CLAUDE,
          "make one with \"claude setup-token\" and hand it over: ./drover credential set claude,"
              + " or renew the file that CLAUDE_CODE_OAUTH_TOKEN_FILE names, or export"
              + " CLAUDE_CODE_OAUTH_TOKEN and retry");

  private static final CredentialKind OPENCODE =
      new CredentialKind(
          AgentRuntime.OPENCODE,
          Secrets.OPENCODE_KEY,
          StoredCredentials.OPENCODE,
          "make an API key at the provider that drover.opencode.model names and hand it over:"
              + " ./drover credential set opencode, or renew the file that OPENCODE_API_KEY_FILE"
              + " names, or export OPENCODE_API_KEY and retry");

  public static CredentialKind of(AgentRuntime runtime) {
    return switch (runtime) {
      case CLAUDE -> CLAUDE;
      case OPENCODE -> OPENCODE;
    };
  }
}
