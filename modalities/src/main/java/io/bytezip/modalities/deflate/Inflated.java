package io.bytezip.modalities.deflate;

/**
 * A deflate stream taken apart.
 *
 * @param plain what it inflates to
 * @param size bytes of the stream, its last, partly used byte included
 * @param recreation how the stream is made of {@code plain}
 */
public record Inflated(byte[] plain, int size, Recreation recreation) {}
