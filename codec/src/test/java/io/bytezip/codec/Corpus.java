package io.bytezip.codec;

import io.bytezip.codec.CompressOptions.Profile;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.Plan;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Small archives that together have every kind of block, method and layout. */
final class Corpus {
  /** One archive and what it holds. */
  record Entry(String name, byte[] archive, byte[] content) {}

  /**
   * Bytes of the entry that a model of plain bytes codes, and of the first of those that follow one
   * another.
   */
  static final int MODELLED = 120;

  private static final Layout BYTES = new BytesLayout();
  private static final Layout PIXELS = new PixelsLayout(17, 3, true);
  private static final Layout RGB = new PixelsLayout(24, 3, false);
  private static final Layout GREY = new PixelsLayout(13, 1, false);
  private static final Layout SAMPLES = new SamplesLayout(2, 16, true, false);

  private static final CompressOptions LIGHT = CompressOptions.DEFAULTS.withLevel(1);

  private static final NamedModel[] TINY = {
    TinyModels.tiny(BYTES), TinyModels.tiny(PIXELS), TinyModels.tiny(SAMPLES)
  };

  private Corpus() {}

  static PredictorSource models() {
    return PredictorSource.of(TinyModels.source(TINY));
  }

  static List<Entry> entries() {
    List<Entry> entries = new ArrayList<>(frozen());
    entries.addAll(learned());
    return entries;
  }

  /** By models that learn, alone and with a transformer. */
  static List<Entry> learned() {
    byte[] modelled = Contents.drawnFrom(TINY[0], BYTES, MODELLED, 1, 11);
    byte[] skewed = Contents.skewed(400, 12);
    return List.of(
        stream("adaptive", Profile.ADAPTIVE, skewed),
        stream("adaptive-blocks", Profile.ADAPTIVE, Contents.text(4300, 13)),
        plan(
            "adaptive-segments",
            Profile.ADAPTIVE,
            List.of(
                new Segment(SAMPLES, Contents.wav(60, 14)),
                new Segment(BYTES, Contents.text(80, 14)),
                new Segment(GREY, Contents.skewed(13 * 14 + 3, 14)),
                new Segment(BYTES, Contents.random(20, 14)))),
        stream("light", LIGHT, skewed),
        plan(
            "light-segments",
            LIGHT,
            List.of(
                new Segment(SAMPLES, Contents.wav(60, 14)),
                new Segment(BYTES, Contents.text(80, 14)),
                new Segment(GREY, Contents.skewed(13 * 14 + 3, 14)),
                new Segment(BYTES, Contents.random(20, 14)))),
        stream("light-ppm", LIGHT, Contents.ppm(16, 9, 16)),
        stream("light-wav", LIGHT, Contents.wav(120, 17)),
        stream("medium", CompressOptions.DEFAULTS.withLevel(2), Contents.skewed(400, 13)),
        stream("strong", CompressOptions.DEFAULTS.withLevel(3), Contents.skewed(400, 14)),
        stream("mix", Profile.MIXED, joined(modelled, modelled)),
        plan(
            "mix-segments",
            Profile.MIXED,
            List.of(
                then(samples(120), Contents.wav(60, 15)),
                new Segment(BYTES, joined(modelled, modelled)),
                then(pixels(RGB, 24 * 3 * 5), Contents.pixels(24, 4, 15)),
                new Segment(BYTES, skewed),
                new Segment(BYTES, Contents.constant(90, 15)))),
        stream("mix-ppm", Profile.MIXED, Contents.ppm(16, 9, 16)),
        stream("mix-wav", Profile.MIXED, Contents.wav(120, 17)));
  }

  /** By transformers alone. */
  static List<Entry> frozen() {
    List<Entry> entries = new ArrayList<>();
    byte[] modelled = Contents.drawnFrom(TINY[0], BYTES, MODELLED, 1, 1);
    entries.add(stream("empty", new byte[0]));
    entries.add(stream("raw", Contents.random(50, 1)));
    entries.add(stream("lzma2", Contents.text(600, 2)));
    entries.add(stream("model", modelled));
    entries.add(stream("blocks", Contents.text(8500, 3)));
    entries.add(plan("pixels", List.of(pixels(PIXELS, 17 * 3 * 4 + 5))));
    entries.add(plan("samples", List.of(samples(4 * 40 + 3))));
    entries.add(
        plan(
            "mixed",
            List.of(
                samples(60),
                new Segment(BYTES, modelled),
                pixels(GREY, 13 * 5),
                new Segment(BYTES, Contents.random(20, 4)),
                new Segment(BYTES, Contents.constant(90, 4)))));
    entries.add(stream("wav", Contents.wav(100, 6)));
    entries.add(stream("ppm", Contents.ppm(8, 8, 6)));
    entries.add(stream("png", Contents.png(8, 8, 6)));
    byte[] drawn = Contents.drawnFrom(TINY[1], RGB, 24 * 24 * 3, 1, 7);
    entries.add(stream("drawn-ppm", Contents.ppm(24, 24, drawn)));
    entries.add(stream("drawn-png", Contents.png(24, 24, drawn)));
    Entry one = stream("one", modelled);
    Entry other = stream("two-blocks", Contents.text(4100, 5));
    // By itself too: a cut may leave only the second of the two.
    entries.add(other);
    entries.add(
        new Entry(
            "several",
            joined(one.archive(), other.archive()),
            joined(one.content(), other.content())));
    return entries;
  }

  /** What a transformer knows, and then what only models that learn come to know. */
  private static Segment then(Segment drawn, byte[] more) {
    return new Segment(drawn.layout(), joined(drawn.bytes(), more));
  }

  private static Segment pixels(Layout layout, int length) {
    return new Segment(layout, Contents.drawnFrom(TINY[1], layout, length, 1, length));
  }

  private static Segment samples(int length) {
    return new Segment(SAMPLES, Contents.drawnFrom(TINY[2], SAMPLES, length, 1, length));
  }

  private static Entry stream(String name, byte[] content) {
    return stream(name, Profile.FROZEN, content);
  }

  private static Entry stream(String name, Profile profile, byte[] content) {
    return stream(name, CompressOptions.DEFAULTS.withProfile(profile), content);
  }

  private static Entry stream(String name, CompressOptions options, byte[] content) {
    CompressOptions blocks = options.withBlockSize(4096);
    return new Entry(name, Archives.compress(content, models(), blocks), content);
  }

  private static Entry plan(String name, List<Segment> segments) {
    return plan(name, Profile.FROZEN, segments);
  }

  private static Entry plan(String name, Profile profile, List<Segment> segments) {
    return plan(name, CompressOptions.DEFAULTS.withProfile(profile), segments);
  }

  private static Entry plan(String name, CompressOptions options, List<Segment> segments) {
    byte[] content = joined(segments.stream().map(Segment::bytes).toArray(byte[][]::new));
    Plan plan = new Plan(content.length, segments, new byte[0]);
    return new Entry(name, Archives.compress(plan, content, models(), options), content);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
