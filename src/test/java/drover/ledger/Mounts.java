package drover.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Gives a directory a file system of another kind; the test is skipped where nobody may mount. */
final class Mounts {
  interface Work {
    void run() throws Exception;
  }

  private Mounts() {}

  /** Two megabytes, soon full. */
  static void small(Path directory, Work work) throws Exception {
    mounted(
        List.of("-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString()), directory, work);
  }

  /** What is there, but nobody may write it, not even root. */
  static void readOnly(Path directory, Work work) throws Exception {
    mounted(
        List.of("--bind", directory.toString(), directory.toString()),
        directory,
        () -> {
          assertThat(run("mount", List.of("-o", "remount,ro,bind", directory.toString()))).isZero();
          work.run();
        });
  }

  private static void mounted(List<String> arguments, Path directory, Work work) throws Exception {
    if (run("mount", arguments) != 0) {
      System.err.printf("%n!!!! SKIPPED: mounting is not allowed here; run it as root%n%n");
      Assumptions.abort("mounting is not allowed here");
    }
    try {
      work.run();
    } finally {
      run("umount", List.of(directory.toString()));
    }
  }

  private static int run(String program, List<String> arguments) throws InterruptedException {
    try {
      var argv = new ArrayList<>(List.of(program));
      argv.addAll(arguments);
      return new ProcessBuilder(argv)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1;
    }
  }
}
