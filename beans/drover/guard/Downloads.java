package drover.guard;

import drover.shell.Call;
import drover.shell.Marks;
import drover.shell.Paths;
import java.util.ArrayList;
import java.util.List;

/** The files into which a call writes what comes from the network. */
record Downloads(Call call) {

  List<String> files() {
    List<String> files = new ArrayList<>();
    switch (call.program()) {
      case "curl" -> {
        files.addAll(call.files());
        files.addAll(valuesOf("-o", "--output"));
        if (call.hasOption("O", "remote-name")) {
          call.operands().forEach(url -> files.add(nameIn(url)));
        }
      }
      case "wget", "wget2", "aria2c", "axel" -> {
        files.addAll(call.files());
        files.addAll(valuesOf("-O", "--output-document"));
        files.addAll(valuesOf("-o", "--out"));
        call.operands().forEach(url -> files.add(nameIn(url)));
      }
      case "tee" -> {
        if (call.feed().mark() == Marks.DOWNLOADED) {
          files.addAll(call.operands());
        }
      }
      default -> {
        if (call.feed().mark() == Marks.DOWNLOADED) {
          files.addAll(call.files());
        }
      }
    }
    return files.stream()
        .filter(file -> !file.equals("-") && !file.startsWith("/dev/"))
        .map(file -> Paths.resolve(call.directory(), file))
        .toList();
  }

  private List<String> valuesOf(String letter, String word) {
    List<String> values = new ArrayList<>();
    List<String> arguments = call.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean bundled = argument.matches("-[a-zA-Z]+") && argument.endsWith(letter.substring(1));
      if ((argument.equals(word) || bundled) && i + 1 < arguments.size()) {
        values.add(arguments.get(i + 1));
      } else if (argument.startsWith(word + "=")) {
        values.add(argument.substring(word.length() + 1));
      } else if (argument.startsWith(letter) && argument.length() > 2 && !bundled) {
        values.add(argument.substring(2));
      }
    }
    return values;
  }

  private static String nameIn(String url) {
    String path = url.replaceFirst("[?#].*", "");
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
