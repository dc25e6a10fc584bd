package io.bytezip.train;

/**
 * One lane of training data: symbols, and what its layout offered as context before each.
 *
 * <p>Context inputs are packed per symbol as in {@link ContextPacking}; for the bytes layout they
 * are not stored, being earlier symbols.
 *
 * @param group what shares are counted by: the folder (or for text the file) that it comes from
 * @param layout id of the layout
 * @param symbols the symbols, as the model predicts them
 * @param contexts packed context inputs, empty for the bytes layout
 */
record Track(String group, String layout, byte[] symbols, byte[] contexts) {
  int length() {
    return symbols.length;
  }
}
