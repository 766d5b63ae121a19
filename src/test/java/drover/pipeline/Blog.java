package drover.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The operator's repository: the sample blog with one commit on {@code main}. */
record Blog(Path directory) {
  static final Path INSTALLATION =
      Path.of(System.getProperty("drover.root", "")).toAbsolutePath().normalize();

  static Blog in(Path folder) throws IOException {
    Blog blog = new Blog(folder.resolve("blog"));
    blog.copy(INSTALLATION.resolve("runtime-image/rehearsal/sample-blog"));
    blog.git("init", "-q", "-b", "main");
    blog.git("config", "user.name", "Operator");
    blog.git("config", "user.email", "operator@example.com");
    return blog.commit("The blog");
  }

  Blog with(String file, String content) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    return this;
  }

  Blog commit(String message) {
    git("add", "--all");
    git("commit", "-q", "-m", message);
    return this;
  }

  String head() {
    return git("rev-parse", "HEAD");
  }

  List<String> branches() {
    return git("for-each-ref", "--format=%(refname:short)", "refs/heads").lines().toList();
  }

  /** Runs git as the operator would, in the repository. */
  String git(String... arguments) {
    return gitIn(directory, arguments);
  }

  static String gitIn(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    try {
      Process git =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      git.getOutputStream().close();
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + output);
      }
      return output.stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void copy(Path template) throws IOException {
    try (Stream<Path> files = Files.walk(template)) {
      for (Path file :
          files.filter(path -> !path.startsWith(template.resolve("public"))).toList()) {
        Files.copy(
            file,
            directory.resolve(template.relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
