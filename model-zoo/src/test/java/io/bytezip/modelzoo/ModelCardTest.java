package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelCardTest {
  @Test
  void frontMatterComesFirstAndCellsCannotBreakTheTable() {
    String card =
        new ModelCard(
                "text-1",
                "Reads text.",
                "CC-BY-SA-4.0",
                List.of("text"),
                List.of(new ModelCard.DataSource("a|b", "CC0", 1)),
                Configs.tiny("bytes", 1, List.of(257)),
                1234567,
                900,
                20_000_000,
                Map.of("comments", 2.5),
                "text-1.safetensors",
                "0123456789abcdef".repeat(4),
                "bytezip train")
            .render();
    List<String> lines = card.lines().toList();
    assertEquals("---", lines.get(0));
    assertEquals("license: cc-by-sa-4.0", lines.get(1));
    assertEquals(2, lines.stream().filter("---"::equals).count());
    assertTrue(lines.contains("- text"));
    assertTrue(lines.contains("| a\\|b | CC0 | 100.0 % |"));
    assertTrue(lines.contains("| comments | 2.500 |"));
    assertTrue(lines.contains("| parameters | 1,234,567 |"));
    assertTrue(lines.contains("| id in archives | `0123456789abcdef` |"));
  }
}
