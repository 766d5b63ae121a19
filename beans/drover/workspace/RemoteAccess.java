package drover.workspace;

import java.util.Map;

/** How a remote repository is reached, and with which credential. */
public interface RemoteAccess {
  /** As its URL says, with what the operator's git brings along. */
  RemoteAccess PLAIN = url -> new Remote(url, Map.of());

  /**
   * @throws GitFailed when the credential that is meant for it cannot be had
   */
  Remote toFetch(String url);

  /**
   * @param url holds no credential
   * @param environment what git gets to know beside it; may hold a credential, and is never shown
   */
  record Remote(String url, Map<String, String> environment) {
    public Remote {
      environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
      return url;
    }
  }
}
