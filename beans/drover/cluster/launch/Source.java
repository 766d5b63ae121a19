package drover.cluster.launch;

import java.util.Map;

/** Where the clone of a workspace comes from. */
public sealed interface Source {

  /** As git is to be called. */
  String address();

  /**
   * @param url holds no credential
   * @param environment what git gets to know beside it; may hold a credential, and becomes a Secret
   */
  record Remote(String url, Map<String, String> environment) implements Source {
    public Remote {
      environment = Map.copyOf(environment);
    }

    @Override
    public String address() {
      return url;
    }

    @Override
    public String toString() {
      return url;
    }
  }

  /**
   * A repository of the factory's machine, as a file of {@code git bundle} that a ConfigMap
   * carries.
   *
   * @param base64 the file
   */
  record Bundle(String base64) implements Source {
    static final String DIRECTORY = "/run/drover/source";

    @Override
    public String address() {
      return DIRECTORY + "/source.bundle";
    }
  }
}
