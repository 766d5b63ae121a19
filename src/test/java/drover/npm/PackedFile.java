package drover.npm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * One file of a package that is too large to be installed. {@code src/test/tools} pins the package
 * with its checksum; the file is taken out of it once and kept under {@code target}.
 */
public final class PackedFile {
  private static final Path KEPT = NodePackages.ROOT.resolve("target/npm-files");

  private PackedFile() {}

  /**
   * @param pin name of a file with {@code name}, {@code version}, {@code integrity} and {@code
   *     entry}
   */
  public static synchronized Path of(String pin) {
    JsonNode pinned = NodePackages.read(NodePackages.TOOLS.resolve(pin));
    String version = pinned.path("version").asText();
    Path file = KEPT.resolve(pin.replace(".json", "-" + version + ".json"));
    try {
      Files.createDirectories(KEPT);
      try (FileChannel channel =
              FileChannel.open(
                  KEPT.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!Files.exists(file)) {
          fetch(pinned, file);
        }
        return file;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fetch(JsonNode pinned, Path file) throws IOException {
    String spec = pinned.path("name").asText() + "@" + pinned.path("version").asText();
    String answer =
        NodePackages.run(
            "",
            List.of(
                "npm",
                "pack",
                spec,
                "--json",
                "--ignore-scripts",
                "--pack-destination",
                "" + KEPT));
    Path tarball = KEPT.resolve(NodePackages.parse(answer).path(0).path("filename").asText());
    String digest = "sha512-" + sha512(Files.readAllBytes(tarball));
    if (!digest.equals(pinned.path("integrity").asText())) {
      throw new IllegalStateException(spec + " is not the pinned one: " + digest);
    }
    String entry = pinned.path("entry").asText();
    NodePackages.run("", List.of("tar", "-xzf", tarball.toString(), "-C", KEPT.toString(), entry));
    Files.move(KEPT.resolve(entry), file, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(tarball);
  }

  private static String sha512(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-512").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
