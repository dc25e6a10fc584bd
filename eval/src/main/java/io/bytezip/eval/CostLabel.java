package io.bytezip.eval;

import io.bytezip.codec.SegmentCost;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Pixels16Layout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.util.Locale;

/**
 * How a segment is called.
 *
 * @param modality text, image, audio, generic
 * @param layout how its bytes lie, with the numbers that matter to people; empty if that is unknown
 */
public record CostLabel(String modality, String layout) {
  /** The label of a segment. */
  public static CostLabel of(SegmentCost cost) {
    return new CostLabel(cost.modality().name().toLowerCase(Locale.ROOT), layout(cost.layout()));
  }

  private static String layout(Layout layout) {
    return switch (layout) {
      case null -> "";
      case BytesLayout bytes -> bytes.id();
      case PixelsLayout pixels -> pixels.id() + " " + pixels.width() + " x " + pixels.channels();
      case Pixels16Layout pixels -> pixels.id() + " " + pixels.width() + " x " + pixels.channels();
      case SamplesLayout samples ->
          samples.id() + " " + samples.bits() + " bits x " + samples.channels();
    };
  }
}
