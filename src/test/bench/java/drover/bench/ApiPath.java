package drover.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to the API is about.
 *
 * @param collection path of all objects of the kind in the namespace
 * @param kind in the plural, as paths have it
 * @param name of the object; empty: all of them
 * @param part of the object, such as log or status; empty: the whole
 */
record ApiPath(String collection, String kind, String name, String part) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "(?<collection>/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/[^/]+)?/(?<kind>[^/]+))"
              + "(?:/(?<name>[^/]+)(?:/(?<part>[^/]+))?)?");

  static ApiPath of(String path) {
    Matcher matcher = SHAPE.matcher(path);
    return matcher.matches()
        ? new ApiPath(
            matcher.group("collection"),
            matcher.group("kind"),
            orNothing(matcher.group("name")),
            orNothing(matcher.group("part")))
        : new ApiPath(path, path, "", "");
  }

  private static String orNothing(@org.jspecify.annotations.Nullable String found) {
    return found == null ? "" : found;
  }
}
