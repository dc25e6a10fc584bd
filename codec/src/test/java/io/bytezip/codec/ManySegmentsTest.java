package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A header may name tens of thousands of segments of one byte, each of which begins with new
 * filters, experts and weights: what they begin with must be in proportion to their length.
 */
class ManySegmentsTest {
  private static final int SEGMENTS = 1000;

  /** Bytes that are made, and so cleared, for each. */
  private static final long MOST = 1 << 20;

  static List<Layout> layouts() {
    return List.of(
        new BytesLayout(),
        new PixelsLayout(1, 1, false),
        new PixelsLayout(1 << 24, 4, true),
        new Pixels16Layout(1, 1, false),
        new Pixels16Layout(1 << 24, 4, true),
        new SamplesLayout(2, 24, true, false),
        new SamplesLayout(8, 32, true, false));
  }

  static List<Arguments> segments() {
    List<MixerOptions> mixers = new ArrayList<>();
    mixers.add(MixerOptions.DEFAULTS.withStart(MixerOptions.LEARNED_FOR_TEXT));
    for (int level = 1; level <= 3; level++) {
      mixers.add(Level.of(level).mixer());
    }
    return layouts().stream()
        .flatMap(layout -> mixers.stream().map(mixer -> Arguments.of(layout, mixer)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("segments")
  void shortSegmentsBeginWithLittle(Layout layout, MixerOptions mixer) {
    SegmentHeader segment = SegmentHeader.coded(Method.ADAPTIVE, 1, layout, 256, null, mixer);
    List<SegmentHeader> segments = Collections.nCopies(SEGMENTS, segment);
    byte[] payload = Contents.random(SEGMENTS, 3);
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    archive.writeBytes(FileHeader.bytes(Profile.ADAPTIVE));
    archive.writeBytes(new BlockHeader(SEGMENTS, 0, segments, payload.length, 0).toBytes(true));
    archive.writeBytes(payload);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThrows(
        CorruptArchiveException.class,
        () ->
            Archives.decompress(
                archive.toByteArray(), Predictors.none(), DecompressOptions.DEFAULTS));
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / SEGMENTS;
    assertTrue(each < MOST, each + " bytes for a segment of one");
  }
}
