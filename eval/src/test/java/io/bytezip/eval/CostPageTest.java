package io.bytezip.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class CostPageTest {
  private static final BytesLayout BYTES = new BytesLayout();
  private static final Pattern TAG = Pattern.compile("<(/?)([a-z0-9]+)[^>]*>");
  private static final List<String> VOID = List.of("meta", "img");

  private static String page(String name, SegmentCost... segments) throws IOException {
    StringBuilder out = new StringBuilder();
    CostPage page = new CostPage(out, name, OptionalDouble.empty());
    for (int i = 0; i < segments.length; i++) {
      page.add(i, segments[i]);
    }
    page.finish(1000, 250, true);
    assertBalanced(out.toString());
    return out.toString();
  }

  private static SegmentCost text(String text, float... bits) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Costs.of(BYTES, bytes, bits.length == 1 ? filled(bytes.length, bits[0]) : bits);
  }

  private static float[] filled(int length, float value) {
    float[] filled = new float[length];
    Arrays.fill(filled, value);
    return filled;
  }

  /** What is opened is closed, in order. */
  private static void assertBalanced(String html) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tags = TAG.matcher(html);
    while (tags.find()) {
      String tag = tags.group(2);
      if (VOID.contains(tag)) {
        continue;
      }
      if (tags.group(1).isEmpty()) {
        open.push(tag);
      } else {
        assertEquals(tag, open.pop());
      }
    }
    assertTrue(open.isEmpty(), open.toString());
  }

  /** What stands in the first text, as it is seen. */
  private static String seen(String html) {
    String text = html.substring(html.indexOf("<pre>"), html.indexOf("</pre>"));
    return TAG.matcher(text)
        .replaceAll("")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }

  @Test
  void eachCharacterHasTheColourOfItsBits() throws IOException {
    String html = page("x", text("abcdé", 0.1f, 0.6f, 7.9f, 8.1f, 1, 1.5f));
    assertTrue(
        html.contains(
            "<pre><div>a<i class=b>b</i><i class=g>c</i><i class=h>d</i><i"
                + " class=d>é</i></div></pre>"),
        html);
    assertTrue(html.contains(".h{background:#"));
    assertTrue(html.contains("<i class=h>8 or more</i>"));
    assertTrue(html.contains("<p>1,000 bytes, archive 250 bytes, 2.000 bits a byte.</p>"));
    assertTrue(html.contains("Segment 0: text"));
  }

  @Test
  void neighboursOfOneColourShareIt() throws IOException {
    assertTrue(page("x", text("one and two", 5)).contains("<div><i class=f>one and two</i></div>"));
  }

  @Test
  void nothingInANameOrATextIsMarkup() throws IOException {
    String text = "<script>alert(1)</script> &amp; </pre> \"quoted\" 'x'";
    String html = page("</title><script>x & y", text(text, 1));
    assertEquals(text, seen(html));
    assertFalse(html.contains("<script"));
  }

  @Test
  void whatCanNotBeSeenHasASign() throws IOException {
    // Among enough others for it to be a text.
    String letters = "x".repeat(2000);
    String html = page("x", text(letters + "a\r\nb\tc\u0001\u007F\u0085\u202Ed", 1));
    assertEquals(letters + "a\u240D\u21B5\nb\tc\u2401\uFFFD\uFFFD\uFFFDd", seen(html));
  }

  /** Only the start of a text has to be UTF-8. */
  @Test
  void whatIsNoUtf8IsReplaced() throws IOException {
    byte[] bytes = new byte[70_000];
    Arrays.fill(bytes, (byte) 'a');
    byte[] odd = {
      (byte) 0xC3, 'x', (byte) 0x80, (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) 0xFF
    };
    System.arraycopy(odd, 0, bytes, 69_000, odd.length);
    bytes[bytes.length - 1] = (byte) 0xE2;
    String seen = seen(page("x", Costs.even(BYTES, bytes, 1)));
    assertTrue(seen.contains("a\uFFFDx\uFFFD\uFFFD"));
    assertTrue(seen.endsWith("a\uFFFD"));
  }

  @Test
  void aLongTextIsCutAndSmallEnough() throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[CostPage.TEXT_LIMIT + 5000];
    float[] bits = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 61 == 60 ? '\n' : 'a' + random.nextInt(26));
      bits[i] = random.nextFloat(10);
    }
    SegmentCost text = Costs.of(BYTES, bytes, bits);
    StringBuilder out = new StringBuilder();
    CostPage page = new CostPage(out, "x", OptionalDouble.empty());
    assertFalse(page.isFull());
    page.add(0, text);
    assertTrue(page.isFull());
    page.add(1, text);
    page.finish(bytes.length * 2L, bytes.length, false);
    String html = out.toString();
    assertTrue(html.contains("Only the first 1,048,576 of 1,053,576 bytes are shown."));
    assertTrue(html.contains("Left out: 1 segments."));
    assertTrue(html.contains("The first 2,107,152 bytes"));
    String seen = seen(html).replace("\u21B5", "");
    assertEquals(new String(bytes, 0, CostPage.TEXT_LIMIT, StandardCharsets.UTF_8), seen);
    assertTrue(html.length() < 20 * CostPage.TEXT_LIMIT, "characters: " + html.length());
  }

  @Test
  void otherSegmentsArePictures() throws IOException {
    byte[] noise = new byte[5000];
    new Random(2).nextBytes(noise);
    String html =
        page(
            "x",
            Costs.even(new SamplesLayout(1, 16, true, false), new byte[2000], 3),
            Costs.even(new PixelsLayout(400, 3, false), new byte[400 * 3 * 9], 2),
            Costs.even(BYTES, noise, 8),
            Costs.even(new SamplesLayout(1, 16, true, false), new byte[2000], 3));
    List<BufferedImage> pictures = pictures(html);
    assertEquals(3, pictures.size(), "the sound that goes on is one");
    assertEquals(400, pictures.get(0).getWidth());
    assertEquals(9 + CostImage.LEGEND_HEIGHT, pictures.get(0).getHeight());
    assertEquals(CostImage.ROW, pictures.get(1).getWidth());
    assertEquals(1000, pictures.get(2).getWidth());
    assertTrue(html.contains("Segment 1: image") && html.contains("Segment 2: generic"));
    assertTrue(html.contains("Segment 0: audio"));
  }

  @Test
  void tooLargePicturesAreLeftOut() throws IOException {
    byte[] large = new byte[CostPage.PIXEL_LIMIT + 1];
    String html = page("x", Costs.even(BYTES, large, 1));
    assertTrue(html.contains("Left out: 1 segments."));
    assertEquals(0, pictures(html).size());
  }

  private static List<BufferedImage> pictures(String html) throws IOException {
    List<BufferedImage> pictures = new ArrayList<>();
    Matcher sources = Pattern.compile("src=\"data:image/png;base64,([^\"]*)\"").matcher(html);
    while (sources.find()) {
      byte[] png = Base64.getDecoder().decode(sources.group(1));
      pictures.add(ImageIO.read(new ByteArrayInputStream(png)));
    }
    return pictures;
  }
}
