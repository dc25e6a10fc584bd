package io.bytezip.codec;

import io.bytezip.modalities.Layout;

/**
 * What a block's header says of one segment.
 *
 * @param method how it is stored
 * @param length bytes of the segment
 * @param stored bytes that it takes by itself; 0 for {@link Method#MODEL}, whose segments share the
 *     block's payload
 * @param layout for {@link Method#MODEL}, else {@code null}
 * @param lanes for {@link Method#MODEL}: the lanes to ask of the layout, else 0
 * @param model for {@link Method#MODEL}, else {@code null}
 */
record SegmentHeader(
    Method method, int length, int stored, Layout layout, int lanes, ModelId model) {
  static SegmentHeader raw(int length) {
    return new SegmentHeader(Method.RAW, length, length, null, 0, null);
  }

  static SegmentHeader lzma2(int length, int stored) {
    return new SegmentHeader(Method.LZMA2, length, stored, null, 0, null);
  }

  static SegmentHeader model(int length, Layout layout, int lanes, ModelId model) {
    return new SegmentHeader(Method.MODEL, length, 0, layout, lanes, model);
  }
}
