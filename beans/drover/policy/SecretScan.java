package drover.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import drover.policy.Allowlist.Found;
import drover.redact.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks for secrets in what commits bring; remarks in the text itself allow nothing. */
final class SecretScan {
  private final SecretRules rules;
  private final Redactor redactor;

  SecretScan(SecretRules rules, Redactor redactor) {
    this.rules = rules;
    this.redactor = redactor;
  }

  List<Finding> in(Fragment fragment) {
    List<Finding> findings = new ArrayList<>(inText(fragment));
    if (fragment.text().indexOf('\0') >= 0) { // perhaps text of two bytes a character
      String narrow = fragment.text().replace("\0", "");
      findings.addAll(
          inText(
              new Fragment(
                  fragment.path(),
                  fragment.shown(),
                  fragment.commit(),
                  narrow,
                  fragment.firstLine(),
                  fragment.added())));
    }
    return findings;
  }

  private List<Finding> inText(Fragment fragment) {
    List<Finding> findings = new ArrayList<>();
    Lines lines = new Lines(fragment);
    knownSecret(fragment, lines).ifPresent(findings::add);
    String lowered = Windows.lowered(fragment.text());
    for (SecretRule rule : rules.rules()) {
      if (rule.isForPath(fragment.path())) {
        rule.regex()
            .ifPresentOrElse(
                regex -> findings.addAll(matches(rule, regex, fragment, lowered, lines)),
                () -> pathAlone(rule, fragment).ifPresent(findings::add));
      }
    }
    return findings;
  }

  private Optional<Finding> knownSecret(Fragment fragment, Lines lines) {
    int from = 0;
    while (true) {
      Optional<Redactor.Place> place = redactor.findKnown(fragment.text(), from);
      if (place.isEmpty()) {
        return Optional.empty();
      }
      if (lines.anyAdded(place.get().start(), place.get().end())) {
        return Optional.of(
            finding(
                fragment,
                lines.firstAdded(place.get().start()),
                "a secret of this factory itself"));
      }
      from = place.get().end();
    }
  }

  private Optional<Finding> pathAlone(SecretRule rule, Fragment fragment) {
    Found found = new Found(fragment, "", "", "");
    return fragment.path().isEmpty() || isAllowed(rule, found)
        ? Optional.empty()
        : Optional.of(finding(fragment, fragment.firstLine(), described(rule)));
  }

  private List<Finding> matches(
      SecretRule rule, Pattern regex, Fragment fragment, String lowered, Lines lines) {
    List<Finding> findings = new ArrayList<>();
    for (Windows.Window window : Windows.around(rule.keywords(), lowered)) {
      Matcher matcher = regex.matcher(fragment.text().substring(window.from(), window.to()));
      while (matcher.find()) {
        int start = window.from() + matcher.start();
        int end = Math.max(start + 1, window.from() + matcher.end());
        if (lines.anyAdded(start, end)
            && counts(rule, fragment, matcher, lines.textOf(start, end))) {
          findings.add(finding(fragment, lines.firstAdded(start), described(rule)));
          break; // one a window tells enough
        }
      }
    }
    return findings;
  }

  private boolean counts(SecretRule rule, Fragment fragment, Matcher matcher, String line) {
    String secret = secretOf(rule, matcher);
    return (rule.entropy() == 0 || Entropy.of(secret) > rule.entropy())
        && !isAllowed(rule, new Found(fragment, secret, matcher.group(), line));
  }

  private static String secretOf(SecretRule rule, Matcher matcher) {
    if (rule.secretGroup() > 0) {
      return Optional.ofNullable(matcher.group(rule.secretGroup())).orElse("");
    }
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String text = matcher.group(group);
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return matcher.group();
  }

  private boolean isAllowed(SecretRule rule, Found found) {
    return rule.allowlists().stream().anyMatch(list -> list.allows(found))
        || rules.allowlists().stream()
            .anyMatch(list -> list.isFor(rule.id()) && list.allows(found));
  }

  private static String described(SecretRule rule) {
    return "%s (%s)".formatted(rule.description(), rule.id());
  }

  private static Finding finding(Fragment fragment, long line, String what) {
    return new Finding(
        Rule.SECRET,
        fragment.shown(),
        line,
        "holds %s, added by commit %.7s".formatted(what, fragment.commit()));
  }
}
