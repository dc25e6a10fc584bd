package io.bytezip.codec;

import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.modalities.Layout;

/**
 * What a block's header says of one segment.
 *
 * @param method how it is stored
 * @param length bytes of the segment
 * @param stored bytes that it takes by itself; 0 if it is {@link Method#coded}: such segments share
 *     the block's payload
 * @param layout if it is coded, else {@code null}
 * @param lanes if it is coded: the lanes to ask of the layout, else 0
 * @param model if it is {@link Method#modelled}, else {@code null}
 * @param mixer if it {@link Method#learns}, else {@code null}
 */
record SegmentHeader(
    Method method,
    int length,
    int stored,
    Layout layout,
    int lanes,
    ModelId model,
    MixerOptions mixer) {
  static SegmentHeader raw(int length) {
    return new SegmentHeader(Method.RAW, length, length, null, 0, null, null);
  }

  static SegmentHeader lzma2(int length, int stored) {
    return new SegmentHeader(Method.LZMA2, length, stored, null, 0, null, null);
  }

  static SegmentHeader coded(
      Method method, int length, Layout layout, int lanes, ModelId model, MixerOptions mixer) {
    return new SegmentHeader(method, length, 0, layout, lanes, model, mixer);
  }
}
