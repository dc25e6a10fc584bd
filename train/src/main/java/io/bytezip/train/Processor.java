package io.bytezip.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the processor can do, as Linux tells it. */
final class Processor {
  private Processor() {}

  /**
   * Whether bfloat16 products have instructions of their own; without, they are several times
   * slower than float32.
   */
  static boolean multipliesBfloat16() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      return Files.isReadable(info)
          && Files.readAllLines(info).stream()
              .anyMatch(line -> line.startsWith("flags") && line.contains(" avx512_bf16"));
    } catch (IOException e) {
      return false;
    }
  }
}
