package drover.cli;

import drover.config.Configuration;
import drover.factory.Server;
import drover.task.Mode;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** {@code serve}: triggers, dispatch and API, until it is told to stop. */
@Command(
    name = "serve",
    description = "Turns what triggers hear into runs; stops at Ctrl-C or SIGTERM.",
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--rehearse",
      description = "Every run is a rehearsal: no account, no network, no cost.")
  private boolean rehearse;

  private final Surroundings surroundings;

  ServeCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Configuration configuration = surroundings.configuration();
    CountDownLatch stopped = new CountDownLatch(1);
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), signal -> stopped.countDown());
    }
    try (Server server =
        Server.start(
            surroundings.site(),
            configuration,
            surroundings.redactor(),
            rehearse ? Mode.REHEARSAL : Mode.REAL)) {
      tell(server);
      stopped.await();
      tellOfTheStop();
    }
    return ExitStatus.DONE;
  }

  private void tellOfTheStop() {
    if (!common.json()) {
      surroundings.print("drover stops; runs that are under way go on at the next start");
    }
  }

  private void tell(Server server) {
    ServerReport report =
        new ServerReport(
            "http://localhost:" + server.port(),
            "http://localhost:" + server.managementPort() + "/observe",
            rehearse ? "rehearsal" : "real",
            dataDirectory());
    if (common.json()) {
      surroundings.printJson(report);
    } else {
      surroundings.print(
          "drover serves at %s%s, observed at %s, data in %s"
              .formatted(
                  report.url(),
                  rehearse ? ", every run a rehearsal" : "",
                  report.observe(),
                  report.dataDirectory()));
    }
  }

  private String dataDirectory() {
    return surroundings.site().dataDirectory().toString();
  }

  /**
   * What a script has to know about a server that is ready.
   *
   * @param observe below it: health and metrics
   * @param mode of every run: real or rehearsal
   */
  record ServerReport(String url, String observe, String mode, String dataDirectory) {}
}
