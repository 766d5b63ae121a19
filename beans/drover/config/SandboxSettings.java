package drover.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;

/**
 * What a confined program may see and use.
 *
 * @param readOnly paths of this machine that it sees beside the system
 * @param memoryBytes of one process, and of all together
 * @param processes and threads at the same time
 * @param fileBytes of one file that it writes
 * @param temporaryBytes in each of its temporary directories
 */
public record SandboxSettings(
    List<Path> readOnly, long memoryBytes, int processes, long fileBytes, long temporaryBytes) {
  private static final long MEGABYTE = 1024L * 1024;

  @JsonCreator
  static SandboxSettings read(
      @JsonProperty("read-only") List<String> readOnly,
      @JsonProperty("memory-mb") long memoryMb,
      @JsonProperty("processes") int processes,
      @JsonProperty("file-mb") long fileMb,
      @JsonProperty("temporary-mb") long temporaryMb) {
    return new SandboxSettings(
        readOnly.stream().map(Path::of).toList(),
        memoryMb * MEGABYTE,
        processes,
        fileMb * MEGABYTE,
        temporaryMb * MEGABYTE);
  }
}
