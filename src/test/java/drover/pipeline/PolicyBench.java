package drover.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import drover.policy.Finding;
import drover.policy.Judged;
import drover.policy.Policy;
import drover.policy.Rule;
import drover.policy.SecretRules;
import drover.redact.Redactor;
import drover.verify.Verified;
import drover.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workspace whose base holds an old secret, and the policy that judges what is committed there.
 */
abstract class PolicyBench {
  static final String SECRET = "gh" + "p_aK9fQ2xR7mT4vB8nC1pL5wZ3sD6gH0jY9eU2";

  BeanBench bench;
  Workspace workspace;
  String yaml = "";

  @BeforeEach
  void prepare(@TempDir Path folder) throws IOException {
    bench = BeanBench.in(folder);
    bench.blog.with("old.env", "KEY=1\nTOKEN_OF_OLD='" + SECRET + "'\nEND=1\n");
    bench.blog.with(".gitattributes", "*.env binary -diff\n*.txt filter=x diff=x\n").commit("Old");
    workspace = bench.workspaces.prepare(bench.run);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  static void at(Finding found, String file, long line) {
    assertThat(found.file()).isEqualTo(file);
    assertThat(found.line()).isEqualTo(line);
    assertThat(found.sentence()).doesNotContain(SECRET);
  }

  Finding only(Rule rule) {
    List<Finding> found = judge().findings();
    assertThat(found).as("%s", found).extracting(Finding::rule).containsExactly(rule);
    return found.getFirst();
  }

  Judged judge() {
    String sha = bench.workspaces.receive(workspace);
    return new Policy(
            bench.settings(yaml),
            SecretRules.load(Optional.empty()),
            new Redactor(bench.environment),
            bench.workspaces,
            bench.journal)
        .judge(bench.run, workspace, new Verified(sha, true, List.of()));
  }

  void commit(String file, String content) {
    write(file, content);
    git("add", "--force", "--all");
    git("commit", "-q", "-m", "Change");
  }

  void write(String file, String content) {
    try {
      Path path = workspace.directory().resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, content.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  String head() {
    return Blog.gitIn(workspace.directory(), "rev-parse", "HEAD");
  }

  void git(String... arguments) {
    Blog.gitIn(workspace.directory(), arguments);
  }
}
