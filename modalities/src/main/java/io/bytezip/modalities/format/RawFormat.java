package io.bytezip.modalities.format;

import io.bytezip.modalities.Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.modalities.format.NumberType.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files without a header, of which somebody says what they are: numbers, sound or pixels from the
 * first byte to the last. See {@link #of}.
 */
public final class RawFormat implements Format {
  /** What {@link #of} understands, for people. */
  public static final String SYNTAX =
      "f16, bf16, f32, f64, i8 to i64, u8 to u64 (with be: high byte first; with :N: N in a row);"
          + " pcm:BITS:CHANNELS (with u: unsigned; with be); pixels:WIDTHxBYTES (with bgr)";

  private static final Pattern NUMBERS =
      Pattern.compile("(f16|bf16|f32|f64|[iu](?:8|16|32|64))(be)?(?::(\\d{1,9}))?");
  private static final Pattern PCM = Pattern.compile("pcm:(8|16|24)(u)?(be)?:([12])(?::\\d{1,9})?");
  private static final Pattern PIXELS = Pattern.compile("pixels:(\\d{1,8})x([1-4])(bgr)?");
  private static final Map<Character, Kind> KINDS =
      Map.of('f', Kind.FLOAT, 'b', Kind.FLOAT, 'i', Kind.SIGNED, 'u', Kind.UNSIGNED);

  /** Much more than any file has. */
  private static final long ENDLESS = 1L << 56;

  private final String name;
  private final NumberType type;
  private final NumberRows rows;
  private final Layout layout;

  private RawFormat(String name, NumberType type, NumberRows rows, Layout layout) {
    this.name = name;
    this.type = type;
    this.rows = rows;
    this.layout = layout;
  }

  /**
   * What the text says.
   *
   * <ul>
   *   <li>{@code f16}, {@code bf16}, {@code f32}, {@code f64}, {@code i8}, {@code u8} and so on:
   *       numbers, {@code be} for the high byte first, {@code :N} for N in a row;
   *   <li>{@code pcm:16:2:44100}: sound of 8, 16 or 24 bits, with one or two channels; the rate is
   *       not needed; {@code pcm:16be:2} with the high byte first, {@code pcm:8u:1} unsigned;
   *   <li>{@code pixels:640x3}: rows of 640 pixels of 3 bytes, 1 to 4; {@code pixels:640x3bgr} with
   *       blue first.
   * </ul>
   *
   * @throws IllegalArgumentException for anything else; its message is for people
   */
  public static RawFormat of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Matcher numbers = NUMBERS.matcher(lower);
    if (numbers.matches()) {
      String kind = numbers.group(1);
      int bits = Integer.parseInt(kind.replaceAll("\\D", ""));
      NumberType type =
          new NumberType(bits / 8, KINDS.get(kind.charAt(0)), numbers.group(2) != null);
      long row = numbers.group(3) == null ? 0 : Long.parseLong(numbers.group(3));
      return new RawFormat(lower, type, new NumberRows(row, 1), null);
    }
    Matcher pcm = PCM.matcher(lower);
    if (pcm.matches()) {
      int channels = Integer.parseInt(pcm.group(4));
      int bits = Integer.parseInt(pcm.group(1));
      Layout layout = new SamplesLayout(channels, bits, pcm.group(2) == null, pcm.group(3) != null);
      return new RawFormat(lower, null, NumberRows.NONE, layout);
    }
    Matcher pixels = PIXELS.matcher(lower);
    if (pixels.matches()) {
      int width = Integer.parseInt(pixels.group(1));
      int bytes = Integer.parseInt(pixels.group(2));
      Layout layout = new PixelsLayout(width, bytes, pixels.group(3) != null);
      return new RawFormat(lower, null, NumberRows.NONE, layout);
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is no kind of raw data; there are " + SYNTAX);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return true;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (layout == null) {
      return new NumberRun(name, type, rows, ENDLESS).open(window, room);
    }
    boolean picture = layout instanceof PixelsLayout;
    return new Finding.Units(
        new UnitRun(layout, 0, layout.unit(), 0, ENDLESS / layout.unit(), picture));
  }
}
