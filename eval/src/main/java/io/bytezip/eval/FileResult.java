package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.util.List;
import java.util.Map;

/**
 * What was measured of one file.
 *
 * @param path relative to the folder, with slashes
 * @param modality what it holds
 * @param rawBytes bytes that were compressed: a picture as PNM, a recording as WAV, anything else
 *     as it is
 * @param payloadBytes of these, the pixels or samples alone
 * @param archiveBytes the whole archive, its container included, weights not
 * @param compressSeconds time to compress
 * @param decompressSeconds time to decompress; 0 when it was not asked for
 * @param models the models that coded it; empty when none won
 * @param others compressed sizes of the other compressors that read it, by their names
 */
public record FileResult(
    String path,
    Modality modality,
    long rawBytes,
    long payloadBytes,
    long archiveBytes,
    double compressSeconds,
    double decompressSeconds,
    List<ModelUse> models,
    Map<String, Long> others) {}
