package drover.afk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The shipped routes, as they are; and stubs for the steps that need an agent or git. */
record AfkRoutes(CamelContext camel) {
  static final String STUBS =
      """
      - route:
          id: run-implement-issue
          errorHandler: {noErrorHandler: {}}
          from:
            uri: direct:run-implement-issue
            steps:
              - to: {uri: "direct:step-workspace"}
              - bean: {ref: afkWork, method: begin}
              - to: {uri: "direct:take-turn"}
              - to: {uri: "direct:verify-and-repair"}
              - to: {uri: "direct:deliver-issue"}
              - to: {uri: "direct:watch-until-green"}
      - route:
          id: deliver-issue
          errorHandler: {noErrorHandler: {}}
          from: {uri: "direct:deliver-issue", steps: [{to: {uri: "direct:step-deliver"}}]}
      - route:
          id: do-workspace
          errorHandler: {noErrorHandler: {}}
          from: {uri: "direct:do-workspace", steps: [{bean: {ref: afkWork, method: workspace}}]}
      - route:
          id: do-turn
          errorHandler: {noErrorHandler: {}}
          from: {uri: "direct:do-turn", steps: [{bean: {ref: afkWork, method: turn}}]}
      - route:
          id: do-verify
          errorHandler: {noErrorHandler: {}}
          from: {uri: "direct:do-verify", steps: [{bean: {ref: afkWork, method: verify}}]}
      - route:
          id: do-deliver
          errorHandler: {noErrorHandler: {}}
          from: {uri: "direct:do-deliver", steps: [{bean: {ref: afkWork, method: deliver}}]}
      - route:
          id: heed-instructions
          errorHandler: {noErrorHandler: {}}
          from: {uri: "direct:heed-instructions", steps: [{log: {message: nothing, loggingLevel: "DEBUG"}}]}
      - route:
          id: rung
          errorHandler: {noErrorHandler: {}}
          from: {uri: "seda:bell?size=1&discardWhenFull=true", steps: [{log: {message: rung, loggingLevel: "DEBUG"}}]}
      """;

  /** Everything between the poll and the end of a run; the timers stand still. */
  void loadAll() throws Exception {
    load("triggers/github-poll");
    load("issue-gates");
    load("accept");
    load("dispatch");
    load("steps/checkpointed");
    load(
        "steps/effects",
        "effect-ci-comment",
        "effect-human-label",
        "effect-issue-closing",
        "effect-check-rerun");
    load("steps/watch");
    load("steps/freeze");
    load("steps/turn", "take-turn");
    load("steps/verify", "verify-and-repair");
    add("stubs", AfkRoutes.STUBS);
    routes().getRouteDefinition("github-poll").autoStartup(false); // the test ticks, nobody else
    routes().getRouteDefinition("issue-labels").autoStartup(false);
  }

  private org.apache.camel.model.Model routes() {
    return camel.getCamelContextExtension().getContextPlugin(org.apache.camel.model.Model.class);
  }

  /** Only some routes of a file: those of these ids; with none all of them. */
  void load(String file, String... ids) throws Exception {
    add(file, text(file, List.of(ids)));
  }

  void add(String name, String text) throws Exception {
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString(name.replace('/', '-') + ".yaml", text));
  }

  private static String text(String file, List<String> ids) throws IOException {
    String all = Files.readString(Path.of("routes", file + ".yaml"));
    if (ids.isEmpty()) {
      return all;
    }
    List<String> parts = Stream.of(all.split("(?m)^(?=- )")).toList();
    List<String> wanted =
        parts.stream()
            .filter(
                part ->
                    part.startsWith("- routeTemplate:")
                        || ids.stream().anyMatch(id -> isOf(part, id)))
            .toList();
    return wanted.stream().collect(Collectors.joining());
  }

  private static boolean isOf(String part, String id) {
    return part.contains("    id: " + id + "\n") || part.contains("    routeId: " + id + "\n");
  }
}
