package drover.policy;

import drover.workspace.CleanRepository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Volumes, and claims of volumes, that a change takes out of the files which describe a cluster:
 * whoever applies those deletes what they hold. One that only moves to another file stays.
 */
final class LostVolumes {
  private static final Pattern DESCRIPTION =
      Pattern.compile("(?i).*\\.(ya?ml|json|tf|tpl|tmpl|gotmpl|jsonnet|hcl)");
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---.*$");
  private static final Pattern KIND =
      Pattern.compile("(?m)^\\s*[\"']?kind[\"']?\\s*:\\s*[\"']?(PersistentVolume(?:Claim)?)\\b");
  private static final Pattern NAME =
      Pattern.compile(
          "[\"']?metadata[\"']?\\s*:[\\s{][^#]{0,2000}?\\bname[\"']?\\s*:\\s*[\"']?([^\\s\"',}]+)");
  private static final Pattern TERRAFORM =
      Pattern.compile(
          "resource\\s+\"(kubernetes_persistent_volume(?:_claim)?(?:_v1)?)\"\\s+\"([^\"]+)\"");
  private static final Pattern TEMPLATES = Pattern.compile("(?m)^\\s*volumeClaimTemplates\\s*:");

  private final CleanRepository repository;

  LostVolumes(CleanRepository repository) {
    this.repository = repository;
  }

  List<Finding> between(String from, String to) {
    Map<String, String> lost = new LinkedHashMap<>();
    List<String> paths =
        repository.changedFiles(from, to).stream()
            .filter(path -> DESCRIPTION.matcher(path).matches())
            .toList();
    paths.forEach(path -> named(repository.textOf(from, path), path, lost));
    Map<String, String> kept = new LinkedHashMap<>();
    paths.forEach(path -> named(repository.textOf(to, path), path, kept));
    lost.keySet().removeAll(kept.keySet());
    return lost.entrySet().stream()
        .map(
            one ->
                Finding.of(
                    Rule.GUARDRAIL,
                    one.getValue().replaceAll("\\p{Cntrl}", "?"),
                    "describes %s no more, which deletes it once it is applied"
                        .formatted(one.getKey().replaceAll("\\p{Cntrl}", "?"))))
        .toList();
  }

  private static void named(Optional<String> text, String path, Map<String, String> found) {
    for (String document : DOCUMENTS.split(text.orElse(""))) {
      Matcher kind = KIND.matcher(document);
      if (kind.find()) {
        Matcher name = NAME.matcher(document);
        found.put(kind.group(1) + " " + (name.find() ? name.group(1) : "in " + path), path);
      }
      if (TEMPLATES.matcher(document).find()) {
        Matcher name = NAME.matcher(document);
        found.put("volumeClaimTemplates of " + (name.find() ? name.group(1) : path), path);
      }
      TERRAFORM
          .matcher(document)
          .results()
          .forEach(one -> found.put(one.group(1) + " " + one.group(2), path));
    }
  }
}
