package io.bytezip.codec;

import io.bytezip.codec.mix.Effort;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Segment;

/**
 * What the bytes of one segment take in an archive.
 *
 * @param offset where the segment comes from: the offset in the original of its first byte, or of
 *     what that byte was taken out of, such as a compressed stream
 * @param origin the format, and the name of the member, that its first byte was found in, as far as
 *     is known: an archive does not say it. Its own offset counts from the start of the block
 * @param layout how the bytes lie, or {@code null}: an archive does not say it of segments that are
 *     raw or LZMA2
 * @param modality the kind of data
 * @param method how it is stored
 * @param effort of the models that learn, or {@code null} if there are none
 * @param lanes lanes asked of the layout, 0 without a model
 * @param model the model, or {@code null}
 * @param bytes the segment's bytes; not to be changed
 * @param bits what each of them takes, by the coder's probabilities; where the segment is raw or
 *     LZMA2, the mean. Not to be changed
 */
public record SegmentCost(
    long offset,
    Segment.Origin origin,
    Layout layout,
    Modality modality,
    Method method,
    Effort effort,
    int lanes,
    ModelId model,
    byte[] bytes,
    float[] bits) {
  /** Of all its bytes, in bits. */
  public double total() {
    double sum = 0;
    for (float each : bits) {
      sum += each;
    }
    return sum;
  }
}
