package io.bytezip.codec;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.recipe.Restorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Decodes blocks. Whatever a damaged archive makes the layers below throw becomes a {@link
 * CorruptArchiveException} here; what the progress listener throws passes.
 */
final class BlockDecoder {
  private final PredictorSource models;
  private final int threads;
  private final Meter meter;
  private final CostListener costs;

  BlockDecoder(PredictorSource models, DecompressOptions options, Meter meter) {
    this(models, options, meter, null);
  }

  /**
   * @param costs told what the bytes of each block take, or {@code null}, which is faster
   */
  BlockDecoder(PredictorSource models, DecompressOptions options, Meter meter, CostListener costs) {
    this.models = models;
    this.threads = options.threads();
    this.meter = meter;
    this.costs = costs;
  }

  /**
   * Reads the body of a block and returns the bytes that it restores, once their hash matches.
   *
   * @throws UnknownModelException if it needs a model that is not there
   */
  byte[] decode(BlockHeader header, ArchiveInput in) throws IOException {
    List<PredictorSource.Opener> openers = new ArrayList<>();
    for (SegmentHeader segment : header.segments()) {
      openers.add(segment.method().modelled() ? models.byId(segment.model()) : null);
    }
    byte[] recipe = in.bytes(header.recipe());
    List<byte[]> stored = new ArrayList<>();
    for (SegmentHeader segment : header.segments()) {
      stored.add(in.bytes(segment.stored()));
    }
    byte[] payload = in.bytes(header.payload());
    List<byte[]> segments = new ArrayList<>();
    List<float[]> bits = new ArrayList<>();
    int[] places = new int[header.segments().size()];
    byte[] restored;
    try {
      decode(header, openers, stored, payload, segments, bits);
      restored =
          header.plain()
              ? segments.getFirst()
              : Restorer.restore(recipe, segments, header.length(), places);
    } catch (IllegalStateException e) {
      // The program's, not the archive's: it lacks a kernel or a file.
      throw e;
    } catch (MalformedRecipeException | RuntimeException e) {
      if (e.equals(meter.thrown())) {
        throw meter.thrown();
      }
      throw new CorruptArchiveException("a block is damaged", e);
    }
    if (restored.length != header.length()
        || Hash.of(restored, 0, restored.length) != header.hash()) {
      throw new CorruptArchiveException("the content's hash does not match");
    }
    if (costs != null) {
      costs.decoded(header, segments, bits, places);
    }
    return restored;
  }

  /** Decodes all segments and, where somebody asks, what their bytes take. */
  private void decode(
      BlockHeader header,
      List<PredictorSource.Opener> openers,
      List<byte[]> stored,
      byte[] payload,
      List<byte[]> segments,
      List<float[]> bits)
      throws CorruptArchiveException {
    long total = header.segments().stream().mapToLong(SegmentHeader::length).sum();
    meter.begin(header.length(), total);
    DecisionDecoder decoder = new DecisionDecoder(payload);
    MeteredDecoder metered = costs == null ? null : new MeteredDecoder(decoder);
    DecisionCoder coder = metered == null ? decoder : metered;
    long finished = 0;
    for (int i = 0; i < stored.size(); i++) {
      SegmentHeader segment = header.segments().get(i);
      if (metered != null) {
        float[] each = new float[segment.length()];
        Arrays.fill(each, 8f * segment.stored() / segment.length());
        bits.add(each);
        metered.begin(each);
      }
      segments.add(
          switch (segment.method()) {
            case RAW -> stored.get(i);
            case LZMA2 -> Lzma2.decompress(stored.get(i), segment.length());
            case MODEL, ADAPTIVE, MIXED -> coded(segment, openers.get(i), coder, finished);
          });
      stored.set(i, null);
      finished += segment.length();
      meter.done(finished);
    }
    decoder.finish();
  }

  private byte[] coded(
      SegmentHeader segment, PredictorSource.Opener opener, DecisionCoder coder, long before)
      throws CorruptArchiveException {
    if (opener != null && !opener.reads(segment.layout())) {
      throw new CorruptArchiveException(
          "model " + segment.model() + " does not read the layout " + segment.layout().id());
    }
    byte[] rebuilt = new byte[segment.length()];
    LaneCoder.Watch watch =
        coded -> {
          meter.modelled(before, coded);
          return true;
        };
    meter.beginModel();
    new LaneCoder(coder, watch)
        .code(
            segment.layout(),
            LaneCoder.open(segment.layout(), null, rebuilt, segment.lanes(), segment.mixer()),
            opener,
            segment.mixer(),
            threads);
    meter.endModel();
    return rebuilt;
  }
}
