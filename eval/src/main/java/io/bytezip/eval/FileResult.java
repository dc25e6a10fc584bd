package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one file, or of one piece of a file.
 *
 * @param path relative to the folder, with slashes; of a piece, {@code path@offset+length}
 * @param set the folder that it lies in, relative to the one evaluated, and the prefix if there is
 *     one
 * @param modality what it holds
 * @param rawBytes bytes that were compressed: a picture as PNM, a recording as WAV, anything else
 *     as it is
 * @param payloadBytes of these, the pixels or samples alone
 * @param measurements of each compressor that read it, by its name, in the order of the columns
 */
public record FileResult(
    String path,
    String set,
    Modality modality,
    long rawBytes,
    long payloadBytes,
    Map<String, Measurement> measurements) {
  /** Copies the map. */
  public FileResult {
    measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
  }
}
