package io.bytezip.eval;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.Modality;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;

/**
 * A page of HTML, complete in itself, on which text stands with a colour behind each character that
 * says what it takes, and everything else as a picture.
 *
 * <p>A page has at most {@link #TEXT_LIMIT} bytes of text and {@link #PIXEL_LIMIT} pixels, so that
 * browsers show it; it says what is missing. Memory: what the largest picture takes, and its PNG.
 */
public final class CostPage {
  /** The most bytes of text on a page. */
  public static final int TEXT_LIMIT = 1 << 20;

  /** The most pixels on a page, or bytes where they are no pixels. */
  public static final int PIXEL_LIMIT = 1 << 24;

  private static final int MOST_SECTIONS = 1000;

  /** A character belongs to the first level of which this is above its bits, or to the last. */
  private static final double[] LEVELS = {0.5, 1, 2, 3, 4, 6, 8};

  private static final String[] COLOURS = {
    "#ffffff", "#eef5d6", "#fdf0a8", "#fdd978", "#fdb863", "#f98e52", "#ee6148", "#d43d51"
  };

  /** Text is cut into parts of at least so many bytes, at line ends, which browsers draw singly. */
  private static final int PART = 1 << 13;

  private static final int REPLACEMENT = 0xFFFD;

  private final Appendable out;
  private final String name;
  private final OptionalDouble max;
  private int textLeft = TEXT_LIMIT;
  private int pixelsLeft = PIXEL_LIMIT;
  private int sections;
  private int omitted;
  private CostChart sound;
  private int soundNumber;

  /**
   * Begins the page.
   *
   * @param out takes the page as it is made
   * @param name what the file is called
   * @param max bits at the end of the scale of pictures; what fits if it is empty
   */
  public CostPage(Appendable out, String name, OptionalDouble max) throws IOException {
    this.out = out;
    this.name = name;
    this.max = max;
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    escape("bytezip heatmap: " + name);
    out.append("</title>\n<style>\nbody{background:#fff;color:#000;font-family:sans-serif}\n");
    out.append("pre{white-space:pre-wrap;overflow-wrap:anywhere}\n");
    out.append("pre div{content-visibility:auto}\ni{font-style:normal}\n");
    for (int i = 1; i < COLOURS.length; i++) {
      out.append(".").append(cssClass(i)).append("{background:").append(COLOURS[i]).append("}\n");
    }
    out.append("</style>\n</head>\n<body>\n<h1>");
    escape(name);
    out.append("</h1>\n<p>Bits a character, in text:");
    for (int i = 0; i < COLOURS.length; i++) {
      String text =
          i == 0
              ? "below " + bits(LEVELS[0])
              : i == LEVELS.length
                  ? bits(LEVELS[i - 1]) + " or more"
                  : bits(LEVELS[i - 1]) + " to " + bits(LEVELS[i]);
      out.append(" <i class=").append(cssClass(i)).append(">").append(text).append("</i>");
    }
    out.append("</p>\n");
  }

  /** Whether no more text is shown. */
  public boolean isFull() {
    return textLeft == 0 || sections >= MOST_SECTIONS;
  }

  /**
   * Shows the next segment. A sound that may go on in the next block is shown later.
   *
   * @param number of the segment, from 0
   */
  public void add(int number, SegmentCost cost) throws IOException {
    int length = cost.bytes().length;
    if (length == 0) {
      return;
    }
    if (sections >= MOST_SECTIONS) {
      omitted++;
    } else if (CostChart.shows(cost)) {
      if (sound == null || !sound.continues(cost)) {
        flushSound();
        sound = new CostChart(name, cost);
        soundNumber = number;
      }
      sound.add(cost);
    } else if (cost.modality() == Modality.TEXT) {
      if (textLeft == 0) {
        omitted++;
        return;
      }
      heading(number, cost);
      text(cost);
    } else {
      CostImage image = CostImage.of("segment " + number, cost, max);
      if (image.pixels() > pixelsLeft) {
        omitted++;
        return;
      }
      pixelsLeft -= image.pixels();
      heading(number, cost);
      picture(image.draw());
    }
  }

  /**
   * Ends the page.
   *
   * @param original bytes of the original that were looked at
   * @param archive bytes of their archive
   * @param complete whether that was the whole file
   */
  public void finish(long original, long archive, boolean complete) throws IOException {
    flushSound();
    out.append(
        String.format(
            Locale.ROOT,
            "<p>%s%,d bytes, archive %,d bytes%s.</p>%n",
            complete ? "" : "The first ",
            original,
            archive,
            original == 0
                ? ""
                : String.format(Locale.ROOT, ", %.3f bits a byte", 8.0 * archive / original)));
    if (omitted > 0) {
      out.append(
          String.format(
              Locale.ROOT,
              "<p>Left out: %,d segments. A page has at most %,d bytes of text, %,d pixels and %,d"
                  + " segments.</p>%n",
              omitted,
              TEXT_LIMIT,
              PIXEL_LIMIT,
              MOST_SECTIONS));
    }
    out.append("</body>\n</html>\n");
  }

  private void flushSound() throws IOException {
    if (sound != null) {
      sections++;
      out.append("<h2>Segment " + soundNumber + ": audio</h2>\n");
      picture(sound.draw());
      sound = null;
    }
  }

  private void heading(int number, SegmentCost cost) throws IOException {
    sections++;
    CostLabel label = CostLabel.of(cost);
    out.append(
        String.format(
            Locale.ROOT,
            "<h2>Segment %d: %s</h2>%n<p>%s%,d bytes, %.3f bits a byte</p>%n",
            number,
            label.modality(),
            label.layout().isEmpty() ? "" : label.layout() + ", ",
            cost.bytes().length,
            cost.total() / cost.bytes().length));
  }

  private void picture(BufferedImage picture) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", png)) {
      throw new IOException("no PNG writer");
    }
    out.append("<img alt=\"\" width=\"" + picture.getWidth() + "\" height=\"");
    out.append(picture.getHeight() + "\" src=\"data:image/png;base64,");
    out.append(Base64.getEncoder().encodeToString(png.toByteArray())).append("\">\n");
  }

  private void text(SegmentCost cost) throws IOException {
    byte[] bytes = cost.bytes();
    int end = Math.min(bytes.length, textLeft);
    textLeft -= end;
    out.append("<pre><div>");
    int level = 0;
    int part = 0;
    int length;
    for (int at = 0; at < end; at += length) {
      length = characterLength(bytes, at);
      double bits = 0;
      for (int i = at; i < at + length; i++) {
        bits += cost.bits()[i];
      }
      int next = level(bits);
      if (next != level) {
        out.append(level == 0 ? "" : "</i>");
        out.append(next == 0 ? "" : "<i class=" + cssClass(next) + ">");
        level = next;
      }
      character(codePoint(bytes, at, length));
      if (bytes[at] == '\n' && at - part >= PART) {
        out.append(level == 0 ? "" : "</i>").append("</div><div>");
        level = 0;
        part = at;
      }
    }
    out.append(level == 0 ? "" : "</i>").append("</div></pre>\n");
    if (end < bytes.length) {
      out.append(
          String.format(
              Locale.ROOT,
              "<p>Only the first %,d of %,d bytes are shown.</p>%n",
              end,
              bytes.length));
    }
  }

  private static int level(double bits) {
    int level = 0;
    while (level < LEVELS.length && bits >= LEVELS[level]) {
      level++;
    }
    return level;
  }

  /** Bytes of the UTF-8 sequence; 1 where it is none. */
  private static int characterLength(byte[] bytes, int at) {
    int lead = bytes[at] & 255;
    int length = lead < 0xC2 || lead >= 0xF5 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (at + length > bytes.length) {
      return 1;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 1;
      }
    }
    return length;
  }

  private static int codePoint(byte[] bytes, int at, int length) {
    return new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0);
  }

  /** What can't be seen is made visible; line ends get a sign of their own, to have a colour. */
  private void character(int point) throws IOException {
    switch (point) {
      case '\n' -> out.append("\u21B5\n");
      case '\t' -> out.append("\t");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      default -> {
        int shown = point < ' ' ? 0x2400 + point : isHarmless(point) ? point : REPLACEMENT;
        out.append(Character.toString(shown));
      }
    }
  }

  /** Neither a control character, nor one that turns the direction of others. */
  private static boolean isHarmless(int point) {
    return !Character.isISOControl(point)
        && Character.isDefined(point)
        && (point < 0x202A || point > 0x202E)
        && (point < 0x2066 || point > 0x2069);
  }

  private void escape(String text) throws IOException {
    for (int point : text.codePoints().toArray()) {
      character(point);
    }
  }

  private static String cssClass(int level) {
    return Character.toString('a' + level);
  }

  private static String bits(double bits) {
    return String.format(Locale.ROOT, bits == Math.rint(bits) ? "%.0f" : "%.1f", bits);
  }
}
