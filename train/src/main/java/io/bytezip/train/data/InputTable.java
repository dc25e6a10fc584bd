package io.bytezip.train.data;

import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.LayoutInputs;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rows of the merged input table: 257 for the previous symbol, then those of every layout's context
 * inputs in the configuration's order, then one row of zeros.
 */
public final class InputTable {
  /** The symbol that stands for "none" in the previous-symbol input. */
  public static final int NONE = 256;

  private static final int SYMBOLS = 257;

  private final Map<String, Integer> firstRows = new LinkedHashMap<>();
  private final int emptyRow;

  /** The table of a model. */
  public InputTable(ModelConfig config) {
    int row = SYMBOLS;
    for (LayoutInputs layout : config.layouts()) {
      firstRows.put(layout.id(), row);
      row += layout.contextSizes().stream().mapToInt(Integer::intValue).sum();
    }
    emptyRow = row;
  }

  /** The first row of the layout's context inputs. */
  public int layoutRow(String layout) {
    return firstRows.get(layout);
  }

  /** The row that means "no input"; the last one. */
  public int emptyRow() {
    return emptyRow;
  }
}
