package io.bytezip.eval;

import java.awt.image.BufferedImage;

/** A picture, not drawn yet, of what parts of a file take. */
interface CostDrawing {
  /** How many bytes of segments it tells of. */
  long bytes();

  BufferedImage draw();
}
