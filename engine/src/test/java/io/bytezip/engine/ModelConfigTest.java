package io.bytezip.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConfigTest {
  private static Arguments wrong(String named, Consumer<TestModels.Shape> change) {
    return Arguments.of(named, change);
  }

  static Stream<Arguments> wrongShapes() {
    return Stream.of(
        wrong("width", s -> s.width = 0),
        wrong("width", s -> s.width = Integer.MAX_VALUE),
        wrong("heads", s -> s.heads = 0),
        wrong("kvHeads", s -> s.kvHeads = 3),
        wrong("kvHeads", s -> s.kvHeads = 0),
        wrong("headWidth", s -> s.headWidth = 7),
        wrong("hidden", s -> s.hidden = 0),
        wrong("windows", s -> s.windows = List.of()),
        wrong("window", s -> s.windows = List.of(16, 0)),
        wrong(
            "query heads",
            s -> {
              s.heads = 1024;
              s.kvHeads = 1;
              s.windows = List.of(16, 4097);
            }),
        wrong("stride", s -> s.stride = 4),
        wrong("stride", s -> s.positions = ModelConfig.Positions.SINUSOIDAL),
        wrong(
            "stride",
            s -> {
              s.positions = ModelConfig.Positions.SINUSOIDAL;
              s.stride = 33;
            }),
        wrong(
            "width",
            s -> {
              s.positions = ModelConfig.Positions.SINUSOIDAL;
              s.stride = 8;
              s.width = 33;
            }),
        wrong("context size", s -> s.contextSizes = List.of(257, 0)),
        wrong("order", s -> s.ngrams = List.of(new ModelConfig.Ngram(1, 64, 4))),
        wrong("order", s -> s.ngrams = List.of(new ModelConfig.Ngram(9, 64, 4))),
        wrong("rows", s -> s.ngrams = List.of(new ModelConfig.Ngram(3, 65, 4))),
        wrong("rows", s -> s.ngrams = List.of(new ModelConfig.Ngram(3, 1, 4))));
  }

  @ParameterizedTest
  @MethodSource("wrongShapes")
  void aWrongValueIsNamed(String named, Consumer<TestModels.Shape> change) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> {
                  TestModels.Shape shape = new TestModels.Shape();
                  change.accept(shape);
                  shape.config();
                })
            .getMessage();
    assertTrue(message.contains(named), message);
  }

  @Test
  void knowsItsLargestWindow() {
    assertEquals(32, new TestModels.Shape().config().largestWindow());
  }
}
