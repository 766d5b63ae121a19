package drover.crash;

import drover.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The process that is killed: lives through the lives of a plan, one factory each. Says a line for
 * each of them, {@code over SEED}, {@code at SEED POINT} where it waits for the kill, or {@code
 * broke SEED WHY}.
 */
public final class FactoryUnderTest {
  private FactoryUnderTest() {}

  public static void main(String[] args) throws IOException {
    PrintStream parent = System.out;
    Lives plan = Json.read(Files.readString(Path.of(args[0])), Lives.class);
    for (Life life : plan.lives()) {
      Thread.ofPlatform()
          .name("life-of-" + life.story().seed())
          .daemon()
          .start(() -> new LivedLife(life, line -> say(parent, line)).live());
    }
    System.in.transferTo(OutputStream.nullOutputStream()); // it ends when its parent is gone
    Runtime.getRuntime().halt(1);
  }

  private static void say(PrintStream parent, String line) {
    synchronized (parent) {
      parent.println(line.replace('\n', ' '));
      parent.flush();
    }
  }
}
