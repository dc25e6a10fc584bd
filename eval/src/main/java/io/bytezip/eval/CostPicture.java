package io.bytezip.eval;

import io.bytezip.codec.SegmentCost;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import javax.imageio.ImageIO;

/**
 * One picture of what the parts of a file take: of the segment that was chosen, or of the largest.
 * The segments of a sound that goes on over several blocks count as one.
 *
 * <p>Memory: eight bytes a pixel, or byte, of the largest segment.
 */
public final class CostPicture {
  private final String name;
  private final OptionalInt chosen;
  private final OptionalDouble max;
  private CostDrawing largest;
  private CostChart sound;

  /**
   * Of one file.
   *
   * @param name stands in the legend
   * @param chosen the number of a segment, from 0
   * @param max bits at the end of the scale; what fits if it is empty
   */
  public CostPicture(String name, OptionalInt chosen, OptionalDouble max) {
    this.name = name;
    this.chosen = chosen;
    this.max = max;
  }

  /**
   * Takes the next segment.
   *
   * @param number of the segment, from 0
   */
  public void add(int number, SegmentCost cost) {
    if (chosen.isPresent() && chosen.getAsInt() != number || cost.bytes().length == 0) {
      return;
    }
    CostDrawing drawing;
    if (CostChart.shows(cost)) {
      if (sound == null || !sound.continues(cost)) {
        sound = new CostChart(name, cost);
      }
      sound.add(cost);
      drawing = sound;
    } else if (largest == null || cost.bytes().length > largest.bytes()) {
      drawing = CostImage.of(name, cost, max);
    } else {
      return;
    }
    if (largest == null || drawing.bytes() > largest.bytes()) {
      largest = drawing;
    }
  }

  /** Whether there is anything to draw. */
  public boolean isEmpty() {
    return largest == null;
  }

  /** Writes the picture as PNG. */
  public void write(OutputStream out) throws IOException {
    BufferedImage picture = largest.draw();
    if (!ImageIO.write(picture, "png", out)) {
      throw new IOException("no PNG writer");
    }
  }
}
