package io.bytezip.train.data;

/**
 * Consecutive symbols of one lane, and what its layout offered as context before each.
 *
 * @param layout id of the layout
 * @param version of the layout
 * @param symbols the symbols, as the model predicts them
 * @param contexts packed context inputs, symbol by symbol; empty for the bytes layout, whose
 *     context is earlier symbols
 */
public record Track(String layout, int version, byte[] symbols, byte[] contexts) {
  int length() {
    return symbols.length;
  }

  /** Bytes of context for each symbol. */
  int planes() {
    return symbols.length == 0 ? 0 : contexts.length / symbols.length;
  }
}
