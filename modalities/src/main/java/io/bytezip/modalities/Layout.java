package io.bytezip.modalities;

/**
 * How the bytes of one segment lie: text and raw bytes, pixels, or audio samples.
 *
 * <p>A layout is an immutable value that the archive stores ({@link #id()}, {@link #version()} and
 * its parameters). Opened over a segment it becomes <em>live</em>: lanes that rebuild samples while
 * bytes are decoded, predict the next one with adaptive filters, and hand the transformer a centre
 * and context features. A changed centre or feature is a new version.
 */
public sealed interface Layout permits BytesLayout, PixelsLayout, Pixels16Layout, SamplesLayout {

  /**
   * What the archive and the model's configuration call it: {@code bytes}, {@code pixels}, {@code
   * pixels16}, {@code samples}.
   */
  String id();

  /** The version of its arithmetic; encoder, decoder and model must agree on it. */
  int version();

  /**
   * The number of values of each context input, in order: first the taps (257 values: a symbol, or
   * 256 where there is none), then the features. A model's embedding tables have these sizes.
   */
  int[] contextSizes();

  /** How much {@link LiveLane#evidence evidence} its lanes give. */
  Evidence.Shape evidence();

  /** The same for lanes of {@link #openLight}. */
  Evidence.Shape lightEvidence();

  /** Bytes of a row or frame: segments of whole ones can follow one another in one. */
  int unit();

  /**
   * The greatest number of lanes that a segment of {@code length} bytes should be cut into (1 or
   * more).
   */
  int maxLanes(int length);

  /**
   * Opens the segment in at most {@code lanes} lanes.
   *
   * @param source the segment's bytes when encoding, {@code null} when decoding; never changed
   * @param rebuilt receives the segment's bytes as they are accepted; its length is the segment's.
   *     Lanes read neighbours from here alone, so that the encoder sees exactly what the decoder
   *     will
   * @param lanes how many lanes to cut, at least 1; a layout may cut fewer
   */
  LiveSegment open(byte[] source, byte[] rebuilt, int lanes);

  /**
   * Opens the segment for speed: with fewer and cheaper predictions, for models that learn alone.
   * Its lanes write no context inputs, and what they code may be other bytes than those of {@link
   * #open}.
   */
  LiveSegment openLight(byte[] source, byte[] rebuilt, int lanes);
}
