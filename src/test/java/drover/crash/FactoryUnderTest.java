package drover.crash;

import drover.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The process that is killed: lives through the lives of a plan, one factory each. Says a line for
 * each of them, {@code over SEED}, {@code at SEED POINT} where it waits for the kill, or {@code
 * broke SEED WHY}. Is told {@code passed SEED POINT} where a point is outside of it.
 */
public final class FactoryUnderTest {
  private FactoryUnderTest() {}

  public static void main(String[] args) throws IOException {
    PrintStream parent = System.out;
    Lives plan = Json.read(Files.readString(Path.of(args[0])), Lives.class);
    Map<String, LivedLife> lives = new HashMap<>();
    for (Life life : plan.lives()) {
      LivedLife lived = new LivedLife(life, line -> say(parent, line));
      lives.put(Long.toString(life.story().seed()), lived);
      Thread.ofPlatform().name("life-of-" + life.story().seed()).daemon().start(lived::live);
    }
    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        .lines()
        .map(line -> line.split(" ", 3))
        .forEach(words -> lives.get(words[1]).passedOutside(words[2]));
    Runtime.getRuntime().halt(1); // its parent is gone
  }

  private static void say(PrintStream parent, String line) {
    synchronized (parent) {
      parent.println(line.replace('\n', ' '));
      parent.flush();
    }
  }
}
