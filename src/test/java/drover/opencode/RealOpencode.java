package drover.opencode;

import drover.npm.NodePackages;
import java.nio.file.Path;

/** The opencode that {@code src/test/tools} pins, for 64-bit Linux on Intel and AMD machines. */
public final class RealOpencode {
  private static final String PACKAGE = "opencode-linux-x64-baseline";

  private RealOpencode() {}

  /** The program itself: it needs neither Node nor an install script. */
  public static Path path() {
    return NodePackages.directory().resolve(PACKAGE + "/bin/opencode");
  }

  static boolean isThereForThisMachine() {
    return NodePackages.fitsThisMachine(PACKAGE);
  }

  static boolean isObtainable() {
    return NodePackages.areInstalled() || NodePackages.isOnPath("npm");
  }
}
