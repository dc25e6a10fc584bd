package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytezip.eval.SampleList.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleListTest {
  @TempDir Path folder;

  private SampleList read(String text) throws IOException {
    return SampleList.read(Files.writeString(folder.resolve("list"), text));
  }

  @Test
  void linesArePiecesOrFiles() throws IOException {
    SampleList list =
        read(
            """
            # a comment

            text/one 0 1000
              a name 2 with 3 spaces \t 7  8
            picture.png
            x 5
            """);
    assertEquals(
        List.of(
            new Entry("text/one", 0, 1000),
            new Entry("a name 2 with 3 spaces", 7, 8),
            new Entry("picture.png", 0, Entry.ALL),
            new Entry("x 5", 0, Entry.ALL)),
        list.entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"one 5 0", "one 0 2147483648"})
  void piecesHaveBytes(String line) {
    IOException e = assertThrows(IOException.class, () -> read("one\n" + line + "\n"));
    assertEquals("line 2: a piece has 1 to 2147483647 bytes", e.getMessage());
  }
}
