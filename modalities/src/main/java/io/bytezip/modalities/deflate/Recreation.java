package io.bytezip.modalities.deflate;

/**
 * How a deflate stream is made again.
 *
 * @param settings what the pinned encoder is told
 * @param corrections where the stream differs from that encoder's; empty if nowhere
 */
public record Recreation(DeflateSettings settings, byte[] corrections) {}
