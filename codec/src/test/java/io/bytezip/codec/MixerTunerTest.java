package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.mix.MixerStart;
import io.bytezip.codec.mix.MixerStarts;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.Segment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MixerTunerTest {
  private static List<Segment> pieces(Layout layout, int count, long seed) {
    List<Segment> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes =
          switch (layout) {
            case BytesLayout _ -> Contents.text(1200, seed + i);
            case PixelsLayout pixels -> Contents.pixels(pixels.width(), 20, seed + i);
            case Pixels16Layout pixels -> Contents.pixels(2 * pixels.width(), 20, seed + i);
            case SamplesLayout _ -> Contents.wav(600, seed + i);
          };
      pieces.add(new Segment(layout, bytes));
    }
    return pieces;
  }

  /** The last word on the pieces held out, as a part of what formulas take. */
  private static double score(List<String> log) {
    String line = log.stream().filter(l -> l.contains("of the bits")).toList().getLast();
    return Double.parseDouble(line.replaceAll(".*: ([0-9.]+) of.*", "$1"));
  }

  private static MixerStart tuned(NamedModel model, Layout layout, int primer, List<String> log) {
    List<Segment> lessons = pieces(layout, 5, 1);
    return new MixerTuner(model, 2, log::add)
        .tune("text", primer, lessons, lessons, pieces(layout, 2, 100));
  }

  private static String text(MixerStart start) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MixerStarts.NONE.with("text", start).write(out);
    return HexFormat.of().formatHex(out.toByteArray());
  }

  @Test
  void theSamePiecesGiveTheSameStartWhichHelpsOthers() throws IOException {
    Layout layout = new BytesLayout();
    List<String> log = new ArrayList<>();
    MixerStart start = tuned(null, layout, 500, log);
    assertFalse(start.isEmpty());
    assertTrue(score(log) < 0.9, log.toString());
    assertEquals(text(start), text(tuned(null, layout, 500, new ArrayList<>())));
  }

  @Test
  void besideATransformerToo() {
    Layout layout = new BytesLayout();
    List<String> log = new ArrayList<>();
    assertFalse(tuned(TinyModels.small(layout), layout, 0, log).isEmpty());
    assertTrue(score(log) < 0.97, log.toString());
  }

  @Test
  void picturesAndSoundToo() {
    for (Layout layout :
        List.of(
            new PixelsLayout(30, 3, false),
            new Pixels16Layout(30, 3, true),
            new SamplesLayout(2, 16, true, false))) {
      List<String> log = new ArrayList<>();
      assertFalse(tuned(null, layout, 0, log).isEmpty());
      assertTrue(score(log) < 1, log.toString().toLowerCase(Locale.ROOT));
    }
  }
}
