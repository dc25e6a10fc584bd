package io.bytezip.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Digests of small models' results; also a program, to be run by other JVMs: its argument is the
 * file to write.
 */
final class DigestMain {
  private DigestMain() {}

  /** SHA-256 of all bits of all weights, with the kernel of this JVM. */
  static String digest(Kernel kernel) {
    TestModels.Shape production = new TestModels.Shape();
    production.heads = 6;
    production.kvHeads = 2;
    production.headWidth = 20;
    production.windows = List.of(24, 12);
    production.ngrams = List.of(new ModelConfig.Ngram(3, 64, 12));
    production.ngramOutput = true;
    TestModels.Shape paper = new TestModels.Shape();
    paper.width = 36;
    paper.kvHeads = 4;
    paper.headWidth = 10;
    paper.preNorm = false;
    paper.norm = ModelConfig.Norm.LAYER;
    paper.positions = ModelConfig.Positions.SINUSOIDAL;
    paper.windows = List.of(20);
    paper.stride = 9;
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (ModelConfig config : List.of(production.config(), paper.config())) {
        Run run = new Run(config, 9, 33, 2);
        for (float[] weights :
            run.weights(TestModels.model(config, 4).open(TestModels.LAYOUT, 9, kernel))) {
          ByteBuffer bytes = ByteBuffer.allocate(4 * weights.length);
          for (float weight : weights) {
            bytes.putInt(Float.floatToRawIntBits(weight));
          }
          sha.update(bytes.array());
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static void main(String[] arguments) throws IOException {
    Kernel kernel = Kernels.preferred();
    String result = kernel.description() + "\n" + digest(kernel) + "\n";
    Files.writeString(Path.of(arguments[0]), result, StandardCharsets.UTF_8);
  }
}
