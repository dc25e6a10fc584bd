package io.bytezip.codec.mix;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learned starts for the mixers of some kinds of data; those of others begin by formulas. A kind is
 * a layout's name, or {@code text}, of the layout {@code bytes}. Immutable. As tensors they are
 * called {@code mixer.KIND.PART}.
 */
public final class MixerStarts {
  /** None: formulas for all. */
  public static final MixerStarts NONE = new MixerStarts(Map.of());

  /** The most bytes of a primer. */
  public static final int MAX_PRIMER = 1 << 14;

  private static final String PREFIX = "mixer.";
  private static final int MAX_PART = 1 << 20;

  private static final String TEXT = "text";

  private final Map<String, MixerStart> starts;

  private MixerStarts(Map<String, MixerStart> starts) {
    this.starts = starts;
  }

  /** Whether a tensor belongs to a mixer. */
  public static boolean names(String tensor) {
    return tensor.startsWith(PREFIX);
  }

  /**
   * Makes sense of tensors.
   *
   * @param tensors the numbers by name
   * @param withPrior whether there is a transformer
   * @throws IllegalArgumentException naming the tensor that is unknown, has the wrong length, or
   *     numbers out of range
   */
  public static MixerStarts of(Map<String, float[]> tensors, boolean withPrior) {
    Map<String, Map<MixerPart, float[]>> byKind = new TreeMap<>();
    tensors.forEach(
        (name, values) -> {
          String[] words = name.split("\\.", 3);
          if (words.length != 3 || !names(name)) {
            throw new IllegalArgumentException("tensor \"" + name + "\" is no mixer's");
          }
          byKind
              .computeIfAbsent(words[1], _ -> new EnumMap<>(MixerPart.class))
              .put(part(name, words[2]), values);
        });
    Map<String, MixerStart> starts = new TreeMap<>();
    byKind.forEach(
        (kind, parts) -> {
          try {
            starts.put(kind, MixerStart.of(sizes(kind, withPrior), parts));
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor " + PREFIX + kind + "." + e.getMessage(), e);
          }
        });
    return new MixerStarts(starts);
  }

  private static MixerPart part(String tensor, String id) {
    for (MixerPart part : MixerPart.values()) {
      if (part.id().equals(id)) {
        return part;
      }
    }
    throw new IllegalArgumentException("tensor \"" + tensor + "\" is no mixer's");
  }

  /** Whatever a layout's parameters, its mixers are alike. */
  private static Map<MixerPart, Integer> sizes(String kind, boolean withPrior) {
    Layout layout =
        switch (kind) {
          case TEXT, BytesLayout.ID -> new BytesLayout();
          case PixelsLayout.ID -> new PixelsLayout(1, 1, false);
          case Pixels16Layout.ID -> new Pixels16Layout(1, 1, true);
          case SamplesLayout.ID -> new SamplesLayout(1, 16, true, false);
          default -> throw new IllegalArgumentException("* is of no kind that is known");
        };
    return SegmentMixer.parts(layout.evidence(), withPrior);
  }

  /** The kind of a layout's segments. */
  public static String kind(Layout layout, int start) {
    return start == MixerOptions.LEARNED_FOR_TEXT && layout instanceof BytesLayout
        ? TEXT
        : layout.id();
  }

  /**
   * Those that the program has for mixers without a transformer.
   *
   * @throws IllegalStateException if they were left out of the program
   */
  public static MixerStarts program() {
    if (Holder.PROGRAM == null) {
      // Formulas in their place would make archives that no other program reads.
      throw new IllegalStateException("the program lacks its file start.bin");
    }
    return Holder.PROGRAM;
  }

  private static final class Holder {
    static final MixerStarts PROGRAM = load();

    private static MixerStarts load() {
      try (InputStream in = MixerStarts.class.getResourceAsStream("start.bin")) {
        return in == null ? null : read(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Reads those without a transformer: for each tensor its name as {@code writeUTF} has it, how
   * many numbers (int), and the numbers as float16, those of primers as bytes, all big-endian, to
   * the stream's end.
   *
   * @throws IllegalArgumentException as {@link #of} does
   */
  static MixerStarts read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    while (true) {
      String name;
      try {
        name = in.readUTF();
      } catch (EOFException _) {
        return of(tensors, false);
      }
      int size = in.readInt();
      if (size < 0 || size > MAX_PART) {
        throw new IllegalArgumentException("tensor \"" + name + "\" has " + size + " numbers");
      }
      float[] values = new float[size];
      boolean octets = octets(name);
      for (int i = 0; i < size; i++) {
        values[i] = octets ? in.readUnsignedByte() : Float.float16ToFloat(in.readShort());
      }
      tensors.put(name, values);
    }
  }

  private static boolean octets(String tensor) {
    return tensor.endsWith("." + MixerPart.PRIMER.id());
  }

  /** Writes what {@link #read} reads. */
  public void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    for (Map.Entry<String, float[]> tensor : tensors().entrySet()) {
      out.writeUTF(tensor.getKey());
      out.writeInt(tensor.getValue().length);
      boolean octets = octets(tensor.getKey());
      for (float value : tensor.getValue()) {
        if (octets) {
          out.writeByte((int) value);
        } else {
          out.writeShort(Float.floatToFloat16(value));
        }
      }
    }
    out.flush();
  }

  /** The numbers by name, in a fixed order; copies. */
  public Map<String, float[]> tensors() {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    starts.forEach(
        (layout, start) ->
            start.parts().forEach((part, values) -> tensors.put(name(layout, part), values)));
    return tensors;
  }

  private static String name(String kind, MixerPart part) {
    return PREFIX + kind + "." + part.id();
  }

  /**
   * What a mixer begins with.
   *
   * @param start as {@link MixerOptions} has it
   */
  public MixerStart of(Layout layout, int start) {
    return start == MixerOptions.FORMULAS
        ? MixerStart.NONE
        : starts.getOrDefault(kind(layout, start), MixerStart.NONE);
  }

  /** These, but for one kind. */
  public MixerStarts with(String kind, MixerStart start) {
    Map<String, MixerStart> changed = new TreeMap<>(starts);
    changed.put(kind, start);
    return new MixerStarts(changed);
  }

  /** How many numbers they have. */
  public int parameters() {
    return starts.values().stream().mapToInt(MixerStart::size).sum();
  }
}
