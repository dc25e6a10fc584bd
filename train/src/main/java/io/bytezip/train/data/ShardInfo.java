package io.bytezip.train.data;

/**
 * What {@code pack.json} says of a shard.
 *
 * @param file name in the pack's folder; {@code .shard}, or {@code .shard.xz} where compressed
 * @param modality its kind of data
 * @param split what it is for
 * @param layout id of its layout
 * @param version of the layout
 * @param symbols how many symbols it holds, at least 1
 * @param planes bytes of context for each symbol
 * @param tracks how many tracks start in it, at least 1
 * @param bytes size of the file
 * @param sha256 of the file
 */
public record ShardInfo(
    String file,
    Modality modality,
    Split split,
    String layout,
    int version,
    int symbols,
    int planes,
    int tracks,
    long bytes,
    String sha256) {

  boolean compressed() {
    return file.endsWith(".xz");
  }

  boolean sound() {
    return file != null
        && file.matches("[0-9A-Za-z._-]+")
        && modality != null
        && split != null
        && layout != null
        && symbols > 0
        && planes >= 0
        && tracks > 0
        && tracks <= symbols
        && bytes > 0
        && sha256 != null;
  }
}
