package drover.sandbox;

import java.nio.file.Path;

/** A path of this machine that a sandbox shows, under a name of its own. */
public record Mount(Path host, String inside, Access access) {
  /** What a program in the sandbox may do with it. */
  public enum Access {
    READ_ONLY,
    READ_WRITE
  }

  /** Readable under the name that it has on this machine. */
  public static Mount asItIs(Path host) {
    return new Mount(host, host.toString(), Access.READ_ONLY);
  }

  public static Mount readOnly(Path host, String inside) {
    return new Mount(host, inside, Access.READ_ONLY);
  }

  public static Mount writable(Path host, String inside) {
    return new Mount(host, inside, Access.READ_WRITE);
  }

  boolean isWritable() {
    return access == Access.READ_WRITE;
  }
}
