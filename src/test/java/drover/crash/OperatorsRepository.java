package drover.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The repository that receives branches: the sample blog, committed on {@code main}. */
record OperatorsRepository(Path path) {

  static Path make(Path root, Path target) {
    FileTrees.copy(root.resolve("runtime-image/rehearsal/sample-blog"), target);
    FileTrees.delete(target.resolve("public"));
    OperatorsRepository repository = new OperatorsRepository(target);
    repository.git("init", "-q", "-b", "main");
    repository.git("add", "--all");
    repository.git(
        "-c", "user.name=Owner", "-c", "user.email=owner@example.org", "commit", "-qm", "A blog");
    return target;
  }

  static void copy(Path template, Path target) {
    FileTrees.copy(template, target);
  }

  List<String> branches() {
    return lines("for-each-ref", "--format=%(refname:short)", "refs/heads");
  }

  List<String> commitsOf(String branch) {
    return lines("log", "--reverse", "--format=%s", "main.." + branch);
  }

  String head(String branch) {
    return git("rev-parse", branch);
  }

  List<String> lines(String... arguments) {
    return git(arguments).lines().filter(line -> !line.isBlank()).toList();
  }

  String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", path.toString()));
    command.addAll(List.of(arguments));
    try {
      Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ": " + said);
      }
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
