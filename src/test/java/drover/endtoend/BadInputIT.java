package drover.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong is said in one line with its mend, exit status 2, and nothing is begun. */
@Execution(ExecutionMode.CONCURRENT)
class BadInputIT {
  @TempDir private Path directory;
  private Desk desk;

  @BeforeEach
  void sitDown() {
    desk = new Desk(directory);
  }

  @AfterEach
  void leave() {
    desk.close();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "                                              | a command is missing",
        "runn                                          | did you mean run?",
        "run                                           | JOB",
        "run pubisher x --rehearse                     | there is no job pubisher",
        "run pr-fix --rehearse                         | needs the parameter pull-request",
        "run solve-linear-ticket --rehearse            | --param ticket=IX-123",
        "run solve-linear-ticket --ticket 123          | --param ticket=IX-123",
        "run solve-linear-ticket --ticket IX-1 --param branch=a..b     | --param branch=feature/ix-123",
        "run solve-linear-ticket --ticket IX-1 --param database=branch | not available",
        "run solve-linear-ticket --ticket IX-1 --param seed=base       | not available",
        "run solve-linear-ticket x --ticket IX-1       | takes no prompt",
        "serve --rehears                               | unknown argument --rehears",
        "submit publisher x                            | AI_WEBHOOK_TOKEN is not set",
        "stats                                         | not available",
        "run publisher --rehearse                      | needs a prompt",
        "run agent x --rehearse                        | --param agent=researcher",
        "run agent x --param agent=../x --rehearse     | --param agent=researcher",
        "run publisher x --param foo=bar --rehearse    | no parameter foo",
        "run publisher x --param foo --rehearse        | KEY=VALUE",
        "run publisher x --rehears                     | no option --rehears",
        "run publisher x y --rehearse                  | put quotes around the prompt",
        "run publisher x --executor t3 --rehearse      | --executor local",
        "run publisher x --repo /no/such --rehearse    | there is no directory /no/such",
        "run publisher x --repo . --rehearse           | git init",
        "run publisher x                               | --rehearse",
        "runs --state bogus                            | bogus",
        "runs --limit -1                               | limit",
        "show                                          | RUN",
      })
  void isRefusedWithItsMend(String line, String mend) {
    String[] arguments = line == null ? new String[0] : line.split(" ");

    Said said = desk.drover(arguments).complained(2);

    assertThat(said.err()).contains(mend);
    assertThat(said.out()).isEmpty();
    assertThat(desk.home.resolve("runs")).as("files of a run").doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"show", "logs", "cancel", "retry"})
  void aRunThatIsNotThereIsSaid(String command) {
    assertThat(desk.drover(command, "rnothing").complained(1).err()).contains("./drover runs");
  }

  @Test
  void aRepositoryThatCannotBeUsedIsRefusedBeforeARunBegins() {
    Repository empty = Repository.empty(directory.resolve("empty"));
    Repository blog = Repository.blog(directory.resolve("blog"));

    assertThat(desk.publish(empty.path()).complained(2).err()).contains("first commit");
    assertThat(desk.publish(blog.path().resolve("posts")).complained(2).err())
        .contains("--repo " + blog.path());
    assertThat(desk.publish(blog.path().resolve("README.md")).complained(2).err())
        .contains("not a directory");
    Said noBase =
        desk.drover(
            "run", "publisher", "x", "--rehearse", "--base=-x", "--repo", blog.path().toString());
    assertThat(noBase.complained(2).err()).contains("--base", "main");
  }

  @Test
  void aConfigurationThatCannotBeReadIsRefused() {
    assertThat(desk.with("DROVER_CONFIG", "/no/file").drover(Desk.PUBLISH).complained(2).err())
        .contains("/no/file");
    assertThat(desk.with("DROVER_CONFIG", "/").drover(Desk.PUBLISH).complained(2).err())
        .contains("directory");
    Path wrong =
        new Repository(directory)
            .write("c.yaml", "drover:\n  review:\n    rounds: x\n")
            .path()
            .resolve("c.yaml");
    assertThat(desk.with("DROVER_CONFIG", wrong).drover(Desk.PUBLISH).complained(2).err())
        .contains("c.yaml:3", "drover.review.rounds");
  }

  @ParameterizedTest
  @CsvSource({"/dev/null/below", "/proc/below", "/dev/null"})
  void aDataDirectoryThatCannotBeMadeIsRefused(String home) {
    desk.with("DROVER_HOME", home);

    assertThat(desk.drover(Desk.PUBLISH).complained(2).err()).contains("set DROVER_HOME");
    assertThat(desk.drover("runs").complained(2).err()).contains("set DROVER_HOME");
    assertThat(desk.drover("doctor").out()).contains("set DROVER_HOME");
  }

  @Test
  void aLedgerOfANewerVersionIsLeftAlone() throws Exception {
    desk.drover("runs").succeeded();
    Path file = desk.home.resolve("ledger.db");
    try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = ledger.createStatement()) {
      statement.execute(
          "insert into flyway_schema_history select 99, '99', 'later', type, 'V99__later.sql', 1,"
              + " installed_by, installed_on, 1, 1 from flyway_schema_history limit 1");
    }

    assertThat(desk.drover(Desk.PUBLISH).complained(2).err()).contains("newer", "update");
    assertThat(desk.drover("runs").complained(2).err()).contains("newer", "update");
  }

  @Test
  void aFileThatIsNoLedgerIsLeftAlone() throws Exception {
    Files.createDirectories(desk.home);
    Path file = Files.writeString(desk.home.resolve("ledger.db"), "this is no ledger at all\n");

    assertThat(desk.drover("runs").complained(2).err()).contains(file.toString());
    assertThat(file).hasContent("this is no ledger at all\n");
  }

  @Test
  void doctorSaysItInJson() {
    Said said = desk.drover("doctor", "--json");

    assertThat(said.json().path("findings")).isNotEmpty();
    assertThat(said.json().path("findings"))
        .allSatisfy(
            finding ->
                assertThat(finding.path("state").asText().equals("ok"))
                    .as("%s says how to mend it", finding)
                    .isEqualTo(finding.path("mend").asText().isEmpty()));
  }
}
