package io.bytezip.train.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a pack is made of.
 *
 * @param name of the recipe
 * @param seed of the order of files, and of which go where
 * @param halveJpeg whether JPEG pictures are halved in size: at full size they teach JPEG's own
 *     texture
 * @param jpegScale where above 0.5, JPEG pictures are not halved, but made smaller by factors from
 *     0.5 to this, each by one of its own: pictures are saved at all sizes
 * @param grey share of the colour pictures that are seen in levels of grey instead
 * @param mixture weight of each kind of data; kinds without one are not packed
 * @param held share of each kind that is held out for validation: the end of every text, every n-th
 *     picture or recording
 * @param caps greatest share (0 to 1) that all sources with this name prefix together may have of
 *     their kind's training data
 * @param maxBytes most decoded bytes of a kind, for training and validation together; kinds that
 *     are missing have no limit
 * @param checksums SHA-256 by path; empty if none are known
 * @param sources the sources
 */
public record Recipe(
    String name,
    long seed,
    boolean halveJpeg,
    double jpegScale,
    double grey,
    Map<Modality, Double> mixture,
    Map<Modality, Double> held,
    Map<String, Double> caps,
    Map<Modality, Long> maxBytes,
    Map<String, String> checksums,
    List<Source> sources) {

  /** Held out unless a recipe says otherwise. */
  static final Map<Modality, Double> HELD =
      Map.of(Modality.TEXT, 0.02, Modality.IMAGE, 0.05, Modality.AUDIO, 0.05);

  /** Copies the collections. */
  public Recipe {
    mixture = Map.copyOf(mixture);
    held = Map.copyOf(held);
    caps = Map.copyOf(caps);
    maxBytes = Map.copyOf(maxBytes);
    checksums = Map.copyOf(checksums);
    sources = List.copyOf(sources);
  }

  /**
   * Files of one kind and origin.
   *
   * @param name for notes and caps
   * @param modality its kind
   * @param split what it is for
   * @param path of a file, or of a folder with all that is in it, or with wildcards; relative to
   *     the root, parted by "/"
   * @param raw whether pictures and recordings are seen as plain bytes (the bytes layout)
   * @param maxBytes most decoded bytes of it, 0 for no limit
   * @param licence of the data
   * @param origin where strangers find it
   * @param sha256 of the only file, empty where the list of checksums has it
   */
  public record Source(
      String name,
      Modality modality,
      Split split,
      String path,
      boolean raw,
      long maxBytes,
      String licence,
      Origin origin,
      String sha256) {}

  /** This recipe with other limits for some kinds. */
  public Recipe withMaxBytes(Map<Modality, Long> limits) {
    Map<Modality, Long> all = new EnumMap<>(Modality.class);
    all.putAll(maxBytes);
    all.putAll(limits);
    return new Recipe(
        name, seed, halveJpeg, jpegScale, grey, mixture, held, caps, all, checksums, sources);
  }
}
