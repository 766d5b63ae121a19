package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A git repository on disk, as its owner sees it. */
record Repository(Path path) {
  static Repository empty(Path path) {
    create(path);
    Repository made = new Repository(path);
    made.git("init", "--quiet", "--initial-branch=main");
    return made;
  }

  /** The sample blog, committed on {@code main}. */
  static Repository blog(Path path) {
    Repository made = empty(path);
    copy(Installation.SAMPLE_BLOG, path);
    made.commitAll("a blog");
    return made;
  }

  void commitAll(String message) {
    git("add", "--all");
    git("-c", "user.name=Owner", "-c", "user.email=owner@example.org", "commit", "-qm", message);
  }

  Repository write(String file, String content) {
    try {
      Path target = path.resolve(file);
      Files.createDirectories(target.getParent());
      Files.writeString(target, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String git(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "protocol.file.allow=always", "-C", path.toString()));
    command.addAll(Arrays.asList(arguments));
    try {
      Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(git.waitFor()).as("%s said %s", command, said).isZero();
      return said.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The branches that agents left here. */
  List<String> agentBranches() {
    return git("for-each-ref", "--format=%(refname:short)", "refs/heads/agent")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** Subjects of what a branch adds to {@code main}, oldest first. */
  List<String> commitsOf(String branch) {
    return git("log", "--reverse", "--format=%s", "main.." + branch).lines().toList();
  }

  String head(String branch) {
    return git("rev-parse", branch);
  }

  /** Content, permissions and time of every file, objects apart: adding those changes nothing. */
  Map<String, String> everything() {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.filter(each -> !each.toString().contains("/.git/objects")).toList()) {
        all.put(path.relativize(file).toString(), describe(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static String describe(Path file) throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(file, "unix:mode,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    return Files.isRegularFile(file)
        ? facts + " " + digest(file)
        : String.valueOf(facts.get("mode"));
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new BigInteger(1, sum).toString(16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        create(target.getParent());
        Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void create(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
