package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.bytezip.codec.CompressOptions.Profile;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every source of probabilities has to stand. */
abstract class RoundTripSuite {
  /** The source. */
  abstract PredictorSource models();

  /** The profile. */
  Profile profile() {
    return Profile.FROZEN;
  }

  /** Profile and level. */
  CompressOptions asked() {
    return CompressOptions.DEFAULTS.withProfile(profile());
  }

  /** The longest content that it is tried on, in bytes. */
  int longest() {
    return 40_000;
  }

  @Property(tries = 60)
  void everythingComesBack(
      @ForAll("contents") byte[] content, @ForAll("options") CompressOptions options)
      throws IOException {
    PredictorSource models = models();
    byte[] archive = Archives.compress(content, models, options);
    assertArrayEquals(content, Archives.decompress(archive, models, DecompressOptions.DEFAULTS));
    assertArrayEquals(
        content, Archives.decompress(archive, models, DecompressOptions.DEFAULTS.withThreads(3)));
    assertArrayEquals(
        archive,
        Archives.compress(content, models, options.withThreads(1)),
        "threads must not change the archive");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 255, 4095, 4096, 4097, 8191, 8192, 8193, 12287, 12288, 12289, 20479, 20481})
  void sizesAroundBlocksAndLanes(int length) throws IOException {
    byte[] content = Contents.text(length, 5);
    CompressOptions options = asked().withBlockSize(4096).withLanes(7);
    byte[] archive = Archives.compress(content, models(), options);
    assertArrayEquals(content, Archives.decompress(archive, models(), DecompressOptions.DEFAULTS));
  }

  @Provide
  Arbitrary<byte[]> contents() {
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 300), Arbitraries.integers().between(0, longest()));
    return lengths.flatMap(
        length ->
            Arbitraries.integers()
                .between(0, 1000)
                .flatMap(
                    seed ->
                        Arbitraries.of(
                            Contents.constant(length, seed),
                            Contents.random(length, seed),
                            Contents.text(length, seed),
                            Contents.skewed(length, seed),
                            Contents.wav(length / 4, seed),
                            Contents.ppm(1 + length / 199, 66, seed),
                            Contents.png(1 + length / 199, 66, seed))));
  }

  @Provide
  Arbitrary<CompressOptions> options() {
    return Arbitraries.of(4096, 5000, 1 << 14, 1 << 24)
        .flatMap(
            block ->
                Arbitraries.of(0, 1, 2, 9, 64, 256)
                    .flatMap(
                        lanes ->
                            Arbitraries.of(1, 2, 3, 4)
                                .map(
                                    threads ->
                                        asked()
                                            .withBlockSize(block)
                                            .withLanes(lanes)
                                            .withThreads(threads))));
  }
}
