package drover.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What is running. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"drover " + number()};
  }

  Map<String, String> document() {
    return Map.of("version", number(), "java", Runtime.version().toString());
  }

  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
