package drover.workspace;

import drover.machine.OwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Small repositories for rehearsals without one of their own: {@code samples/<job>}, made of {@code
 * sample-<job>} where that is there, else of a blog.
 */
public final class SampleRepositories {
  private static final Map<String, String> IDENTITY =
      Map.of("user.name", "Drover rehearsal", "user.email", "rehearsal@noreply");

  private final Git git;
  private final Path templates;
  private final Path directory;

  /**
   * @param templates directory of the files of all samples
   */
  public SampleRepositories(Git git, Path templates, Path dataDirectory) {
    this.git = git;
    this.templates = templates;
    this.directory = dataDirectory.resolve("samples");
  }

  /** The job's sample, made on first use. */
  public Path of(String job) {
    Path sample = directory.resolve(job);
    if (!Files.isDirectory(sample)) {
      make(sample, templateOf(job));
    }
    return sample;
  }

  private Path templateOf(String job) {
    Path own = templates.resolve("sample-" + job);
    return Files.isDirectory(own) ? own : templates.resolve("sample-blog");
  }

  private void make(Path sample, Path template) {
    try {
      OwnFiles.closeDirectory(directory);
      Path draft = Files.createTempDirectory(directory, ".making-");
      copyTree(template, draft);
      git.run(draft, "init", "--quiet", "--initial-branch=main");
      IDENTITY.forEach((key, value) -> git.run(draft, "config", key, value));
      git.run(draft, "add", "--all");
      git.run(draft, "commit", "--quiet", "--message=A small repository to rehearse with");
      moveUnlessThere(draft, sample);
    } catch (IOException e) {
      throw new UncheckedIOException("the sample repository cannot be made: " + sample, e);
    }
  }

  /** Two rehearsals may begin at once: the first one's sample stays. */
  private static void moveUnlessThere(Path draft, Path sample) throws IOException {
    try {
      Files.move(draft, sample, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) { // which one it is depends on the file system
      if (!Files.isDirectory(sample)) {
        throw e;
      }
      FileTree.delete(draft);
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
