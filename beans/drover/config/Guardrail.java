package drover.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.regex.Pattern;

/** Something that an agent with nobody at the keyboard never does. */
public enum Guardrail {
  /** No volume, and no claim of one, goes. */
  @JsonProperty("volumes")
  VOLUMES,
  /** Nothing is written to Vault past those who answer for it. */
  @JsonProperty("vault")
  VAULT,
  /** What runs elsewhere changes by its Terraform files, which are applied elsewhere. */
  @JsonProperty("infrastructure")
  INFRASTRUCTURE,
  /** No commit asks a CI to look away. */
  @JsonProperty("ci-skip")
  CI_SKIP;

  /** By the words that GitHub, GitLab, Azure, CircleCI, Travis, AppVeyor and others document. */
  private static final String CI =
      "(?:ci|cd|actions?|checks?|build|deploy|travis(?:[ _-]?ci)?|circle(?:[ _-]?ci)?|appveyor|az(?:ure)?pipelines|azdo|drone"
          + "|woodpecker|buildkite|jenkins|gitlab(?:[ _-]?ci)?|github|cirrus|semaphore|netlify|vercel|render|(?:cf[ _-]?)?pages)";

  /** What makes a CI skip a commit, in any of its spellings. */
  public static final Pattern CI_SKIP_MARK =
      Pattern.compile(
          "\\[\\s{0,9}(?:skip|no)[\\s_:-]{0,9}%1$s\\s{0,9}\\]|\\[\\s{0,9}%1$s[\\s_:-]{0,9}skip\\s{0,9}\\]"
                  .formatted(CI)
              + "|\\*{3}\\s{0,9}NO_CI\\s{0,9}\\*{3}|\\bskip-checks\\s{0,9}:\\s{0,9}true|--skip-ci\\b|\\bci\\.skip\\b",
          Pattern.CASE_INSENSITIVE);
}
