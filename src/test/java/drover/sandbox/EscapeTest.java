package drover.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import drover.machine.CommandResult;
import drover.sandbox.SandboxBench.Starter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a confined program tries, and does not get; started by root and by an ordinary user. */
@NeedsSandbox
@Timeout(120)
class EscapeTest {
  private Path folder;

  @BeforeEach
  void prepare(@TempDir Path directory) {
    folder = directory;
  }

  @ParameterizedTest
  @EnumSource
  void filesOfTheMachineAreNotThere(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);
    Path ledger = Files.writeString(folder.resolve("ledger.db"), "all runs");
    Path other = Files.createDirectories(folder.resolve("runs/another/workspace"));
    Files.writeString(other.resolve("work.md"), "of another run");

    for (String path :
        List.of(
            "/etc/shadow",
            "/etc/sudoers",
            "/root/.bashrc",
            "/home/agent/../../root",
            "/var/run/docker.sock",
            "/var/log/dpkg.log",
            "/sys/kernel",
            "/dev/mem",
            "/dev/kmsg",
            ledger.toString(),
            other.resolve("work.md").toString(),
            bench.home.resolve("../ledger.db").toString())) {
      assertThat(bench.run("cat '" + path + "' 2>&1 || ls '" + path + "'"))
          .as(path)
          .matches(result -> !result.succeeded());
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingCanBeWrittenOutside(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);

    for (String place : List.of("/", "/usr", "/usr/bin", "/etc", "/opt", "/opt/drover", "/dev")) {
      assertThat(bench.run("echo x > " + place + "/planted"))
          .as(place)
          .matches(result -> !result.succeeded());
    }
    assertThat(bench.run("echo x >> /opt/drover/enter").succeeded()).isFalse();
    assertThat(bench.run("echo x >> /etc/passwd").succeeded()).isFalse();
    assertThat(bench.run("mount -t tmpfs none /workspace").succeeded()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aLinkInTheWorkspaceLeadsNowhere(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);
    Path secret = Files.writeString(folder.resolve("secret"), "of the operator");

    CommandResult result =
        bench.run(
            "ln -s " + secret + " link; ln -s /etc/shadow shadow; cat link shadow; ln " + secret);

    assertThat(result.output()).doesNotContain("of the operator").contains("No such file");
    // the next start gives the workspace away again, links included, and not what they lead to
    Object owner = Files.getOwner(secret);
    bench.run("true");
    assertThat(Files.getOwner(secret)).isEqualTo(owner);
    assertThat(Files.getOwner(Path.of("/etc/shadow")).getName()).isEqualTo("root");
  }

  @ParameterizedTest
  @EnumSource
  void processesOfTheMachineAreOutOfReach(Starter starter) throws Exception {
    SandboxBench bench = SandboxBench.in(folder, starter);
    Process victim = new ProcessBuilder("sleep", "1000").start();
    try {
      CommandResult seen = bench.run("ls /proc | grep -c '^[0-9]'; cat /proc/[0-9]*/comm");
      assertThat(Integer.parseInt(seen.output().lines().findFirst().orElseThrow()))
          .as("processes: the first one, the shell and what it starts")
          .isLessThanOrEqualTo(6);
      assertThat(seen.output()).doesNotContain("java");
      assertThat(bench.run("cat /proc/" + ProcessHandle.current().pid() + "/environ").succeeded())
          .isFalse();

      bench.run("kill -9 " + victim.pid());

      assertThat(victim.isAlive()).isTrue();
      assertThat(
              bench
                  .run(
                      "cat /proc/1/root/etc/shadow; cat /proc/1/environ; cat /proc/1/cwd/etc/shadow")
                  .output())
          .doesNotContain("root:*", "root:$", "root:!");
    } finally {
      victim.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void rightsCannotBeGained(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);

    assertThat(bench.run("grep -E 'Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs' /proc/self/status").output())
        .containsPattern("CapPrm:\\s0+\\n")
        .containsPattern("CapEff:\\s0+\\n")
        .containsPattern("CapBnd:\\s0+\\n")
        .containsPattern("NoNewPrivs:\\s1");
    assertThat(bench.run("unshare --user --map-root-user id").succeeded())
        .as("another user name space")
        .isFalse();
    assertThat(bench.run("su root -c id; sudo -n id; chroot / id").output())
        .doesNotContain("uid=0");
  }

  @ParameterizedTest
  @EnumSource
  void theNetworkIsNotThere(Starter starter) throws IOException {
    SandboxBench bench = SandboxBench.in(folder, starter);
    try (ServerSocket service = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      for (String address :
          List.of(
              "127.0.0.1:" + service.getLocalPort(),
              "169.254.169.254:80",
              "10.0.0.1:80",
              "1.1.1.1:443")) {
        assertThat(bench.run("socat -T 2 - TCP:" + address + ",connect-timeout=2 </dev/null"))
            .as(address)
            .matches(result -> !result.succeeded());
      }
      assertThat(bench.run("tail -n +3 /proc/net/dev | cut -d: -f1").output().strip())
          .isEqualTo("lo");
      // nobody knocked
      service.setSoTimeout(1);
      org.assertj.core.api.Assertions.assertThatThrownBy(service::accept)
          .isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftRunning(Starter starter) throws Exception {
    SandboxBench bench = SandboxBench.in(folder, starter);
    String name = "left-" + System.nanoTime();

    CommandResult result =
        bench.run(
            "cp /bin/sleep ./%s && (setsid ./%s 1000 >/dev/null 2>&1 &) ; ./%s 1000 >/dev/null & echo started"
                .formatted(name, name, name));

    assertThat(result.output()).contains("started");
    for (ProcessHandle process :
        ProcessHandle.allProcesses().filter(process -> isNamed(process, name)).toList()) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInItDiesWithWhoStartedIt(Starter starter) throws Exception {
    SandboxBench bench = SandboxBench.in(folder, starter);
    Process sandbox =
        new ProcessBuilder(
                bench.command(
                    bench.cell(bench.room(), SandboxBench.usual()),
                    "trap '' INT TERM; setsid sleep 1001 & echo up; while :; do sleep 1002; done"))
            .directory(Path.of("/").toFile())
            .start();
    assertThat(sandbox.inputReader().readLine()).isEqualTo("up");
    List<ProcessHandle> all = sandbox.descendants().toList();
    assertThat(all).hasSizeGreaterThanOrEqualTo(3);

    sandbox.destroyForcibly().waitFor(20, TimeUnit.SECONDS);

    for (ProcessHandle process : all) {
      process.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rootsRightsEndBeforeTheSandboxBegins(Starter starter) throws Exception {
    assumeThat(SandboxBench.isRoot()).isTrue();
    SandboxBench bench = SandboxBench.in(folder, starter);
    Process started =
        new ProcessBuilder(
                bench.command(
                    bench.cell(bench.room(), SandboxBench.usual()), "echo up; exec sleep 1000"))
            .directory(Path.of("/").toFile())
            .start();
    try {
      assertThat(started.inputReader().readLine()).isEqualTo("up");
      assertThat(started.toHandle().descendants())
          .isNotEmpty()
          .allSatisfy(process -> assertThat(process.info().user().orElse("")).isNotEqualTo("root"));
    } finally {
      started.destroyForcibly();
    }
  }

  private static boolean isNamed(ProcessHandle process, String name) {
    return process.info().command().orElse("").endsWith(name);
  }
}
