package io.bytezip.codec;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.Segment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds what every byte of a file takes in an archive, block by block. A file that is none yet is
 * compressed first, as it always is, and then read back: so the figures are those of its archive,
 * and the search for the smallest one goes on at full speed.
 *
 * <p>Memory: beside what compression and decompression take, five bytes for each byte of a block's
 * segments.
 */
public final class CostScan {
  private static final int BUFFER = 1 << 16;
  private static final Layout BYTES = new BytesLayout();

  /** Sees one block after another. */
  @FunctionalInterface
  public interface Visitor {
    /** Whether to go on behind this block. */
    boolean block(BlockCost block);
  }

  /**
   * What was looked at.
   *
   * @param original bytes of the original
   * @param archive bytes of the archive, all headers included
   * @param complete whether that was everything
   */
  public record Sum(long original, long archive, boolean complete) {}

  private final PredictorSource models;
  private final Visitor visitor;
  private long offset;
  private boolean stopped;

  /**
   * For one file.
   *
   * @param models where models come from
   */
  public CostScan(ModelSource models, Visitor visitor) {
    this(PredictorSource.of(Objects.requireNonNull(models)), visitor);
  }

  CostScan(PredictorSource models, Visitor visitor) {
    this.models = models;
    this.visitor = Objects.requireNonNull(visitor);
  }

  /**
   * Whether a stream begins as archives do.
   *
   * @param in supports marks, and is left where it was
   */
  public static boolean isArchive(InputStream in) throws IOException {
    in.mark(FileHeader.SIZE);
    boolean archive = FileHeader.hasMagic(in.readNBytes(FileHeader.SIZE));
    in.reset();
    return archive;
  }

  /** Reads a file that is to be compressed. */
  public Sum compress(InputStream file, CompressOptions options) throws IOException {
    BytezipOutputStream out =
        new BytezipOutputStream(
            OutputStream.nullOutputStream(),
            models,
            options,
            (plan, block) -> {
              decode(plan, block, DecompressOptions.DEFAULTS.withThreads(options.threads()));
              if (stopped) {
                throw new StoppedException();
              }
            });
    // Closing it would go on with what the visitor does not want, so it is left to itself.
    try {
      byte[] buffer = new byte[BUFFER];
      for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
        out.write(buffer, 0, read);
      }
      out.finish();
    } catch (StoppedException e) {
      // What was seen so far counts.
    }
    Statistics statistics = out.statistics();
    return new Sum(statistics.original(), statistics.archive(), !stopped);
  }

  /**
   * Reads an archive.
   *
   * @throws BytezipException if it is damaged, or needs a model that is not there
   */
  public Sum decompress(InputStream archive, DecompressOptions options) throws IOException {
    BytezipInputStream in =
        new BytezipInputStream(
            archive,
            models,
            options,
            (header, segments, bits, places) ->
                visit(Optional.empty(), header, segments, bits, places));
    long skipped = 1;
    while (!stopped && skipped > 0) {
      skipped = in.skip(Long.MAX_VALUE);
    }
    return new Sum(offset, in.position(), !stopped);
  }

  private void decode(Plan plan, EncodedBlock block, DecompressOptions options) throws IOException {
    List<InputStream> body = new ArrayList<>();
    block.body().forEach(part -> body.add(new ByteArrayInputStream(part)));
    InputStream in = new SequenceInputStream(Collections.enumeration(body));
    BlockDecoder decoder =
        new BlockDecoder(
            models,
            options,
            new Meter(options.progress()),
            (header, segments, bits, places) ->
                visit(Optional.of(plan), header, segments, bits, places));
    decoder.decode(block.header(), new ArchiveInput(in));
  }

  private void visit(
      Optional<Plan> plan,
      BlockHeader header,
      List<byte[]> segments,
      List<float[]> bits,
      int[] places) {
    List<Segment> planned = plan.map(Plan::segments).orElse(List.of());
    boolean asPlanned = planned.size() == segments.size();
    for (int i = 0; asPlanned && i < segments.size(); i++) {
      asPlanned = Arrays.equals(planned.get(i).bytes(), segments.get(i));
    }
    List<SegmentCost> costs = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      SegmentHeader segment = header.segments().get(i);
      byte[] bytes = segments.get(i);
      Layout layout = segment.layout();
      Segment.Origin origin = asPlanned ? planned.get(i).origin() : Segment.Origin.NONE;
      if (layout == null && asPlanned) {
        layout = planned.get(i).layout();
      } else if (layout == null && header.plain()) {
        layout = BYTES;
      }
      costs.add(
          new SegmentCost(
              offset + places[i],
              origin,
              layout,
              modality(layout, bytes),
              segment.method(),
              segment.mixer() == null ? null : segment.mixer().effort(),
              segment.lanes(),
              segment.model(),
              bytes,
              bits.get(i)));
    }
    long archive = header.toBytes(false).length + header.body();
    stopped = !visitor.block(new BlockCost(offset, header.length(), archive, costs));
    offset += header.length();
  }

  private static Modality modality(Layout layout, byte[] bytes) {
    return bytes.length == 0
        ? Modality.GENERIC
        : new Segment(layout == null ? BYTES : layout, bytes).modality();
  }

  /** The visitor wants no more. */
  private static final class StoppedException extends IOException {
    private static final long serialVersionUID = 1;
  }
}
