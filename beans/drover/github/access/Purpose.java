package drover.github.access;

import java.util.Map;
import java.util.stream.Collectors;
import org.kohsuke.github.GHPermissionType;

/** What a token is for, and the permissions of the App that it needs and gets. */
public enum Purpose {
  CLONE(Map.of("contents", GHPermissionType.READ)),
  PUSH(Map.of("contents", GHPermissionType.WRITE)),
  /** Reading what people say of a pull request, and who closed it. */
  REVIEW(Map.of("pull_requests", GHPermissionType.READ, "issues", GHPermissionType.READ)),
  /** Reading issues, their labels and who put them on. */
  ISSUES(Map.of("issues", GHPermissionType.READ)),
  /** Reading what CI says of a commit. */
  CI(
      Map.of(
          "checks", GHPermissionType.READ,
          "statuses", GHPermissionType.READ,
          "deployments", GHPermissionType.READ)),
  /** Reading what GitHub Actions printed, and asking it to do failed jobs once more. */
  CI_AGAIN(Map.of("actions", GHPermissionType.WRITE, "checks", GHPermissionType.WRITE)),
  PULL_REQUEST(Map.of("pull_requests", GHPermissionType.WRITE)),
  /** Labels and comments, of issues and pull requests. */
  CONVERSATION(Map.of("issues", GHPermissionType.WRITE, "pull_requests", GHPermissionType.WRITE));

  private final Map<String, GHPermissionType> permissions;

  Purpose(Map<String, GHPermissionType> permissions) {
    this.permissions = permissions;
  }

  Map<String, GHPermissionType> permissions() {
    return permissions;
  }

  /** As the settings page of an App calls them. */
  String inWords() {
    return permissions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            one ->
                "%s (%s)"
                    .formatted(
                        one.getKey().replace('_', ' '),
                        one.getValue() == GHPermissionType.READ ? "read" : "read and write"))
        .collect(Collectors.joining(", "));
  }
}
