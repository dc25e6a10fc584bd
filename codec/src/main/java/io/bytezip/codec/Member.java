package io.bytezip.codec;

import io.bytezip.modalities.format.Heading;

/**
 * A member of a tar or cpio file within an archive.
 *
 * @param name its path as the file states it, not to be trusted; what isn't UTF-8 was read as ISO
 *     8859-1
 * @param kind what it is
 * @param offset where its bytes begin in the original
 * @param length how many there are
 * @param mode permissions as POSIX has them
 * @param modified seconds since 1970
 * @param link what a link names, empty if only its bytes tell
 */
public record Member(
    String name,
    Heading.Kind kind,
    long offset,
    long length,
    int mode,
    long modified,
    String link) {}
