package drover.trigger;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/**
 * Names of hosts on the internet: under a suffix that somebody can register a name under, so that
 * {@code acme.co.uk} is one and {@code co.uk} and {@code node.js} are none. Always in lower case,
 * and in ASCII (RFC 5891).
 */
public final class HostName {
  private static final int LONGEST = 253;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}.:/@_-]+");
  private static final Pattern SCHEME = Pattern.compile("(?i)^https?://");
  private static final Pattern AFTER_HOST = Pattern.compile("[:/].*");
  private static final Pattern AROUND = Pattern.compile("^[.-]+|[.-]+$");
  private static final Pattern LABELS =
      Pattern.compile(
          "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)++");
  private static final PublicSuffixMatcher SUFFIXES = PublicSuffixMatcherLoader.getDefault();

  private HostName() {}

  /** The name as it is looked up; empty where the text is none. */
  public static Optional<String> of(String text) {
    return ascii(text)
        .filter(name -> name.length() <= LONGEST && LABELS.matcher(name).matches())
        .filter(name -> SUFFIXES.getDomainRoot(name, DomainType.ICANN) != null);
  }

  /** The first one in a text, also that of an address such as {@code https://acme.com/about}. */
  public static Optional<String> firstIn(String text) {
    return BETWEEN_WORDS.splitAsStream(text).flatMap(HostName::inWord).findFirst();
  }

  private static Stream<String> inWord(String word) {
    String address = SCHEME.matcher(word).replaceFirst("");
    if (address.contains("@")) {
      return Stream.empty(); // whoever can be written to there is not what is meant
    }
    String host = AFTER_HOST.matcher(address).replaceFirst("");
    return of(AROUND.matcher(host).replaceAll("")).stream();
  }

  private static Optional<String> ascii(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(IDN.toASCII(text).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // which is what the caller is told
    }
  }
}
