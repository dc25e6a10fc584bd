package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.train.data.TrainException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
  private static final Set<String> OPTIONS =
      Set.of("config", "data", "lr", "bytes", "out", "prepare-only");

  private static Sweep parse(String yaml) throws TrainException {
    return Sweep.parse("grid.yaml", yaml, OPTIONS);
  }

  @Test
  void everyCombinationIsARun() throws Exception {
    Sweep sweep =
        parse(
            """
            base:
              config: text
              data: {text: books, image: photos}
              bytes: 4000000
              prepare-only: false
              decay: 0.2
            grid:
              lr: [0.001, 3e-3]
              model.windows: [[128, 64], [256]]
            """);
    assertEquals(List.of("lr", "model.windows"), sweep.keys());
    assertEquals(
        List.of(
            "lr=0.001,model.windows=_128_64_",
            "lr=0.001,model.windows=_256_",
            "lr=0.003,model.windows=_128_64_",
            "lr=0.003,model.windows=_256_"),
        sweep.runs().stream().map(Sweep.Run::name).toList());
    assertEquals(List.of("0.003", "[128,64]"), sweep.runs().get(2).values());
    assertEquals(
        List.of(
            "--config",
            "text",
            "--data",
            "text=books",
            "--data",
            "image=photos",
            "--bytes",
            "4000000",
            "--set",
            "decay=0.2",
            "--lr",
            "0.003",
            "--set",
            "model.windows=[128,64]"),
        sweep.runs().get(2).arguments());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base: [1|grid.yaml is not YAML",
        "just a word|two keys, base and grid",
        "base: {}|under \"grid\"",
        "grid: {}|have the same values",
        "grid: {lr: 3}|\"lr\" in the grid of grid.yaml needs a list",
        "grid: {lr: []}|needs a list",
        "grid: {lr: [1, 1.0, 1]}|have the same values: lr=1",
        "grid: {out: [a, b]}|a sweep itself gives --out",
        "base: {lr: }\ngrid: {bytes: [1]}|\"lr\" has no value",
        "more: 1\ngrid: {bytes: [1]}|unknown key \"more\""
      })
  void mistakesGetOneLine(String both) {
    String[] parts = both.split("\\|", -1);
    TrainException e = assertThrows(TrainException.class, () -> parse(parts[0]));
    assertTrue(e.getMessage().contains(parts[1]), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }
}
