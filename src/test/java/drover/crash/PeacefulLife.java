package drover.crash;

import drover.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process with one life that nobody kills. */
public final class PeacefulLife {
  private PeacefulLife() {}

  public static void main(String[] args) throws IOException {
    Life life = Json.read(Files.readString(Path.of(args[0])), Life.class);
    new LivedLife(life, PeacefulLife::obey).live();
    System.exit(0);
  }

  private static void obey(String said) {
    if (!said.startsWith("over")) {
      System.err.println(said);
      System.exit(1);
    }
  }
}
