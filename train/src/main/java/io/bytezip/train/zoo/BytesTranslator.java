package io.bytezip.train.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.train.LogitsBlock;
import io.bytezip.train.data.BatchBuilder;
import io.bytezip.train.data.Track;
import java.util.Arrays;
import java.util.List;

/**
 * A text of n bytes to n + 1 rows of 256 natural logarithms of probabilities: row i for byte i,
 * given those before it, row n for the byte after the text. The empty text gives one row.
 *
 * <p>A text has less than {@link LogitsBlock#maxLength} bytes. It is padded to a power of two of at
 * least 64 rows, so that at most eleven scripts are compiled; a prediction takes the time and the
 * memory of the padded length.
 */
final class BytesTranslator implements Translator<byte[], float[][]> {
  private static final int SHORTEST = 64;
  private static final int SYMBOLS = 256;
  private static final String ROWS = "rows";

  private final LogitsBlock block;
  private final BatchBuilder builder;

  BytesTranslator(LogitsBlock block) {
    this.block = block;
    builder = new BatchBuilder(block.config());
  }

  /** None: texts of a list are predicted one after another. */
  @Override
  public Batchifier getBatchifier() {
    return null;
  }

  /**
   * @throws TranslateException in one line, when the text is too long
   */
  @Override
  public NDList processInput(TranslatorContext context, byte[] text) throws TranslateException {
    int rows = text.length + 1;
    if (text.length >= block.maxLength()) {
      throw new TranslateException(
          "a text of %d bytes: at most %d are predicted at once"
              .formatted(text.length, block.maxLength() - 1));
    }
    context.setAttachment(ROWS, rows);
    // A track's last symbol is only a target; so the byte after the text may be any.
    byte[] symbols = Arrays.copyOf(text, rows);
    BytesLayout layout = new BytesLayout();
    Track track = new Track(layout.id(), layout.version(), symbols, new byte[0]);
    // Closed after each text; the context's arrays live until the last text of a list.
    NDManager manager = context.getNDManager().newSubManager();
    return block.arrays(manager, builder.build(List.of(track), padded(rows)), 1);
  }

  private int padded(int rows) {
    int power = Math.max(SHORTEST, Integer.highestOneBit(2 * rows - 1));
    // A window of absolute positions need not be a power of two.
    return Math.min(power, block.maxLength());
  }

  @Override
  public float[][] processOutput(TranslatorContext context, NDList list) {
    int rows = (Integer) context.getAttachment(ROWS);
    NDArray logits = list.head().reshape(-1, SYMBOLS).get(new NDIndex(":{}", rows));
    float[] logarithms = logits.logSoftmax(1).toFloatArray();
    list.head().getManager().close();
    float[][] result = new float[rows][];
    for (int i = 0; i < rows; i++) {
      result[i] = Arrays.copyOfRange(logarithms, i * SYMBOLS, (i + 1) * SYMBOLS);
    }
    return result;
  }
}
