import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks or applies google-java-format to every module's sources: {@code Format (check|apply) ROOT}.
 *
 * <p>A program of its own, started by the root pom with the toolchain's JDK, because the formatter
 * parses with the compiler of the JVM that it runs in, and Maven may run on a JDK too old for our
 * sources.
 */
final class Format {
  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    List<Path> sources = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(args[1]))) {
      for (Path module : modules.sorted().toList()) {
        Path folder = module.resolve("src");
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
          }
        }
      }
    }
    Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    int wrong = 0;
    for (Path source : sources) {
      String text = Files.readString(source);
      try {
        String formatted = formatter.formatSourceAndFixImports(text);
        if (!formatted.equals(text)) {
          if (apply) {
            Files.writeString(source, formatted);
          } else {
            System.err.println("not formatted: " + source);
            wrong++;
          }
        }
      } catch (FormatterException e) {
        System.err.println("cannot be parsed: " + source + ": " + e.getMessage());
        wrong++;
      }
    }
    if (wrong > 0) {
      System.err.println("To format: mvn -q -N verify -Dformat=apply");
      System.exit(1);
    }
  }
}
