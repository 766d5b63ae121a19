package drover.factory;

import drover.config.Configuration;
import drover.ledger.InstanceRole;
import drover.ledger.Ledger;
import drover.observe.Metrics;
import drover.redact.Redactor;
import drover.run.StepResult;
import drover.task.Mode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.util.FileUtil;

/**
 * What routes find in the running factory, for tests that only read them.
 *
 * @param loaded route files that the factory loads, relative to {@code routes/}
 * @param beans class of every bean, by the name that routes use
 * @param stepResults type of every step's result, by the step's name
 * @param configured keys that placeholders may name
 */
public record Bindings(
    List<String> loaded,
    Map<String, Class<?>> beans,
    Map<String, Class<? extends StepResult>> stepResults,
    Set<String> configured) {

  /** Makes the parts of the shipped factory, and starts none of them. */
  public static Bindings ofTheFactory() {
    Configuration configuration = Configuration.load(Optional.empty(), Map.of());
    return new Bindings(
        Stream.concat(RouteFiles.OF_RUNS.stream(), RouteFiles.OF_SERVER.stream())
            .map(name -> name + ".yaml")
            .toList(),
        beans(configuration),
        StepResults.TYPES,
        configuration.properties().keySet());
  }

  private static Map<String, Class<?>> beans(Configuration configuration) {
    try {
      Path data = Files.createTempDirectory("drover-bindings");
      Site site = new Site(Map.of(), data, Path.of("").toAbsolutePath(), Optional.empty());
      Map<String, Class<?>> classes = new TreeMap<>();
      try (Ledger ledger = Ledger.open(data)) {
        Redactor redactor = new Redactor(Map.of());
        Parts parts =
            new Parts(site, configuration, ledger, redactor, InstanceRole.SERVER, Witnesses.NONE);
        new ServerParts(
                site,
                configuration.settings(),
                ledger,
                redactor,
                parts,
                Mode.REHEARSAL,
                new Metrics(configuration.settings()))
            .forRoutes()
            .forEach((name, bean) -> classes.put(name, bean.getClass()));
      }
      FileUtil.removeDir(data.toFile());
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
