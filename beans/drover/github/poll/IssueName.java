package drover.github.poll;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An issue as people write it, {@code owner/repo#12}.
 *
 * @param repository {@code owner/repo}
 */
public record IssueName(String repository, int number) {
  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9._-]{1,100})#([1-9][0-9]{0,8})");

  /** Empty where the text is none. */
  public static Optional<IssueName> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new IssueName(matcher.group(1), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return repository + "#" + number;
  }
}
