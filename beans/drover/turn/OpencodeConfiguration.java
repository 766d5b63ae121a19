package drover.turn;

import drover.config.OpencodeSettings;
import drover.config.Secrets;
import drover.json.Json;
import drover.task.Confinement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole configuration of opencode for one turn; the key stands in it by its variable's name.
 */
record OpencodeConfiguration(OpencodeSettings settings, OpencodeAgents agents) {

  /**
   * @param directory where it works, as it sees it
   */
  String of(Assignment assignment, Path directory, Confinement confinement) {
    String model = settings.modelFor(assignment.model());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("autoupdate", false);
    all.put("share", "disabled");
    all.put("snapshot", false);
    all.put("model", model);
    all.put("small_model", model);
    all.put("enabled_providers", List.of(OpencodeSettings.providerOf(model)));
    all.put("provider", Map.of(OpencodeSettings.providerOf(model), provider(model)));
    all.put("permission", OpencodePermissions.of(assignment, confinement));
    all.put("agent", agents.of(assignment));
    all.put("instructions", conventions(assignment, directory));
    return Json.write(all);
  }

  /** A model that opencode does not know by itself is refused unless it is named here. */
  private Map<String, Object> provider(String model) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("apiKey", "{env:" + Secrets.OPENCODE_KEY + "}");
    settings.apiUrl().ifPresent(url -> options.put("baseURL", url));
    String name = model.substring(model.indexOf('/') + 1);
    return Map.of("options", options, "models", Map.of(name, Map.of()));
  }

  /** A repository's conventions are read; not by whoever judges its change. */
  private static List<String> conventions(Assignment assignment, Path directory) {
    return assignment.purpose().isReview()
        ? List.of()
        : List.of(
            directory.resolve("CLAUDE.md").toString(), directory.resolve("AGENTS.md").toString());
  }
}
