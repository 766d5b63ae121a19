package drover.leak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Credentials everywhere where an operator may have them: in variables, in mounted files, in the
 * configuration of git, and in what is asked for.
 */
record Planted(List<Credential> credentials, Map<String, String> environment) {
  private static final List<String> VARIABLES =
      List.of(
          "CLAUDE_CODE_OAUTH_TOKEN",
          "AI_WEBHOOK_TOKEN",
          "GITHUB_TOKEN",
          "DISCORD_BOT_TOKEN",
          "SLACK_WEBHOOK_URL",
          "LINEAR_API_KEY",
          "LANGFUSE_SECRET_KEY",
          "DISCORD_WEBHOOK_URL",
          "NTFY_TOKEN",
          "ANTHROPIC_API_KEY");
  private static final List<String> FILES =
      List.of(
          "GITHUB_APP_PRIVATE_KEY",
          "LINEAR_WEBHOOK_SECRET",
          "GITHUB_WEBHOOK_SECRET",
          "SUPABASE_ACCESS_TOKEN");

  /** In the user information of a URL, known to nobody but git. */
  static final Credential OF_GIT = new Credential("git configuration", "git" + digest("git"));

  /** In a prompt, known only by its shape. */
  static final Credential IN_PROMPT =
      new Credential("prompt", "gh" + "p_" + digest("prompt") + digest("more"));

  static Planted in(Path home) throws IOException {
    List<Credential> all = new ArrayList<>(List.of(OF_GIT, IN_PROMPT));
    Map<String, String> environment = new HashMap<>();
    for (String name : VARIABLES) {
      Credential credential = new Credential(name, valueOf(name));
      environment.put(name, credential.value());
      all.add(credential);
    }
    environment.put("GITHUB_APP_ID", "4711"); // an App whose key is there is there as a whole
    environment.put("GITHUB_INSTALL_ID", "99001");
    Path mounted = Files.createDirectories(home.resolve("mounted"));
    for (String name : FILES) {
      Credential credential = new Credential(name, valueOf(name));
      Path file = mounted.resolve(name.toLowerCase(Locale.ROOT));
      Files.writeString(file, credential.value() + "\n");
      environment.put(name + "_FILE", file.toString());
      all.add(credential);
    }
    Files.writeString(
        home.resolve(".gitconfig"),
        "[url \"https://operator:%s@127.0.0.1:1/\"]\n\tinsteadOf = https://127.0.0.1:1/\n"
            .formatted(OF_GIT.value()));
    return new Planted(List.copyOf(all), Map.copyOf(environment));
  }

  Credential named(String name) {
    return credentials.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /** Those that the factory is told, and an agent that is not confined can find. */
  List<Credential> known() {
    return credentials.stream()
        .filter(each -> !each.equals(OF_GIT) && !each.equals(IN_PROMPT))
        .toList();
  }

  /** Characters that every encoding writes differently. */
  private static String valueOf(String name) {
    if (name.endsWith("PRIVATE_KEY")) {
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder().encodeToString(privateKey()).replace("\r", "")
          + "\n-----END PRIVATE KEY-----";
    }
    String value = name.toLowerCase(Locale.ROOT).replace("_", "") + "/7+Q\"x&~" + digest(name);
    return name.endsWith("URL")
        ? "https://hooks.example.org/" + digest(name) + "?x=" + value
        : value;
  }

  /** A factory does not start with a key that is none. */
  private static byte[] privateKey() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate().getEncoded();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(String text) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum).substring(0, 24);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
