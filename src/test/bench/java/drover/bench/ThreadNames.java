package drover.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How many threads of a process have a name, numbers in it left out; what is one pool has one name.
 * The system keeps fifteen characters of each.
 */
record ThreadNames(Map<String, Integer> counts) {
  static ThreadNames of(long pid) throws IOException {
    Path tasks = Path.of("/proc", String.valueOf(pid), "task");
    if (!Files.isDirectory(tasks)) {
      throw new IOException(tasks + " is gone: the server has ended");
    }
    List<Path> threads;
    try (Stream<Path> all = Files.list(tasks)) {
      threads = all.toList();
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (Path thread : threads) {
      try {
        String name = Files.readString(thread.resolve("comm")).strip();
        counts.merge(name.replaceAll("\\d+", "#"), 1, Integer::sum);
      } catch (NoSuchFileException e) { // it has just ended
        continue;
      }
    }
    return new ThreadNames(counts);
  }

  long total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Names of which there are more or fewer later: {@code name 1 -> 3}. */
  String changesTo(ThreadNames later) {
    Map<String, Integer> all = new TreeMap<>(counts);
    later.counts.forEach(all::putIfAbsent);
    return all.keySet().stream()
        .filter(name -> count(name) != later.count(name))
        .map(name -> "%s %d -> %d".formatted(name, count(name), later.count(name)))
        .collect(Collectors.joining(", "));
  }

  private int count(String name) {
    return counts.getOrDefault(name, 0);
  }
}
