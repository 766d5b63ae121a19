package drover.routes;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * That a job is whole: its route, its branch in dispatch, its block in the settings, and its texts
 * where an agent works for it.
 */
final class Jobs {
  private static final Pattern FILE = Pattern.compile("jobs/([^/]+)\\.yaml");
  private static final Pattern BLOCK = Pattern.compile("drover\\.jobs\\.([^.]+)\\..*");
  private static final Pattern CHOSEN = Pattern.compile("\\$\\{variable\\.run\\.job} == '([^']*)'");

  private Jobs() {}

  static List<String> areWhole(RouteSet routes, Set<String> configured) {
    Set<String> files = named(FILE, routes.names().stream());
    Set<String> blocks = named(BLOCK, configured.stream());
    Set<String> choices = named(CHOSEN, conditions(routes));
    Set<String> all = new TreeSet<>(files);
    all.addAll(blocks);
    all.addAll(choices);
    return all.stream()
        .flatMap(
            job ->
                Stream.of(
                        lack(files.contains(job), "no route file"),
                        lack(blocks.contains(job), "no block drover.jobs." + job),
                        lack(choices.contains(job), "no when in dispatch"),
                        lack(
                            isThere(routes, job, "prompt.md") || !hasAgent(routes, job),
                            "no " + job + ".prompt.md"),
                        lack(
                            isThere(routes, job, "rubric.md") || !hasAgent(routes, job),
                            "no " + job + ".rubric.md"))
                    .flatMap(List::stream)
                    .map(what -> "routes/jobs/%s.yaml: the job has %s".formatted(job, what)))
        .toList();
  }

  /** Without a workspace there is nothing to work in; a route that is missing may have one. */
  private static boolean hasAgent(RouteSet routes, String job) {
    String file = "jobs/" + job + ".yaml";
    List<Route> own = routes.routes().stream().filter(route -> route.file().equals(file)).toList();
    return own.isEmpty()
        || own.stream()
            .flatMap(route -> route.fields().stream())
            .filter(Field::isText)
            .anyMatch(field -> field.text().equals("direct:step-workspace"));
  }

  private static List<String> lack(boolean isThere, String what) {
    return isThere ? List.of() : List.of(what);
  }

  private static boolean isThere(RouteSet routes, String job, String text) {
    return routes.names().contains("jobs/" + job + "." + text);
  }

  private static Stream<String> conditions(RouteSet routes) {
    return routes.routes().stream()
        .filter(route -> route.file().equals("dispatch.yaml"))
        .flatMap(route -> route.fields().stream())
        .filter(Field::isText)
        .map(Field::text);
  }

  private static Set<String> named(Pattern pattern, Stream<String> texts) {
    return texts
        .map(pattern::matcher)
        .filter(found -> found.matches())
        .map(MatchResult::group)
        .map(text -> pattern.matcher(text).replaceFirst("$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
