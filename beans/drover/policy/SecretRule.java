package drover.policy;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * How one kind of secret looks.
 *
 * @param regex empty: the path alone is the finding
 * @param path only files with such a path
 * @param secretGroup group of the regular expression that is the secret; 0: the first that matched,
 *     else all of it
 * @param entropy least bits a character of the secret; 0: any
 * @param keywords small letters; one of them must be near; empty: none needed
 */
record SecretRule(
    String id,
    String description,
    Optional<Pattern> regex,
    Optional<Pattern> path,
    int secretGroup,
    double entropy,
    List<String> keywords,
    List<Allowlist> allowlists) {

  boolean isForPath(String file) {
    return path.isEmpty() || path.get().matcher(file).find();
  }
}
