package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import drover.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/**
 * The next version of Drover, as far as the ledger goes: the same program with one more change of
 * the tables.
 */
final class Tomorrow {
  static final int SCHEMA = Ledger.SCHEMA + 1;

  /** Says that today's program may go on beside it. */
  static final String GROWN =
      """
      alter table runs add column mood text not null default 'calm';
      alter table instances add column mood text;
      alter table steps add column mood text;
      insert into schema_compatibility(version, works_for) values (%d, %d);
      """
          .formatted(SCHEMA, Ledger.SCHEMA);

  /** Says nothing: today's program does not know it. */
  static final String CHANGED = "alter table runs rename column reason to because;\n";

  private static final Path SOURCES = Installation.ROOT.resolve("beans/drover/ledger");

  /** Whatever has the version of the tables compiled in. */
  private static final List<String> CLASSES = List.of("Schema", "Ledger", "InstancesTable");

  private Tomorrow() {}

  /** Makes it in a directory, to be put before today's classes. */
  static Path in(Path directory, String script) {
    try {
      Path scripts = Files.createDirectories(directory.resolve("drover/ledger/sql"));
      Files.writeString(scripts.resolve("V%d__of_tomorrow.sql".formatted(SCHEMA)), script);
      Path sources = Files.createDirectories(directory.resolve("sources"));
      List<String> arguments =
          new ArrayList<>(List.of("-nowarn", "-proc:none", "--release", "21", "-parameters"));
      arguments.addAll(List.of("-d", directory.toString()));
      arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
      for (String name : CLASSES) {
        String today = Files.readString(SOURCES.resolve(name + ".java"));
        Path changed = sources.resolve(name + ".java");
        Files.writeString(
            changed,
            today.replace("VERSION = " + Ledger.SCHEMA + ";", "VERSION = " + SCHEMA + ";"));
        arguments.add(changed.toString());
      }
      int status =
          ToolProvider.getSystemJavaCompiler()
              .run(null, null, null, arguments.toArray(String[]::new));
      assertThat(status).as("javac").isZero();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
