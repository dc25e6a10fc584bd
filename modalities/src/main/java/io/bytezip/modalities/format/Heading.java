package io.bytezip.modalities.format;

/**
 * What stands before a member of a container, and tells what it is. Names are as they stand in the
 * file, in whatever encoding, and not to be trusted. Arrays are not copied.
 *
 * @param size bytes of the heading itself
 * @param kind what the member is
 * @param name the member's path
 * @param link what a link names; empty if the heading doesn't tell
 * @param length bytes of the member, which follow the heading
 * @param trailing bytes of padding behind it
 * @param mode permissions as POSIX has them, in the low twelve bits
 * @param modified seconds since 1970; 0 if unknown
 */
public record Heading(
    int size,
    Kind kind,
    byte[] name,
    byte[] link,
    long length,
    int trailing,
    int mode,
    long modified) {
  /** What a member is; archives hold the ordinals. */
  public enum Kind {
    /** Its bytes are those of a file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** A symbolic link; if the heading doesn't tell what it names, the bytes do. */
    SYMBOLIC_LINK,
    /** Another name for an earlier member. */
    HARD_LINK,
    /** A device, a pipe, a sparse file, or something unknown. */
    OTHER
  }
}
