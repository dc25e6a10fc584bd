package io.bytezip.modalities;

/**
 * What the filters of one channel look at: its own past, and, after that, the latest samples of all
 * other channels, as many of each as there is room for.
 *
 * @param own its past, newest first
 * @param others theirs; those of channels that come earlier in the frame have the current frame's
 *     sample
 */
record OtherChannels(double[] own, double[][] others) {
  /**
   * Those of a channel: the one before it first, then backwards and around.
   *
   * @param pasts of all channels, in the order of the frame
   */
  static OtherChannels of(double[][] pasts, int channel) {
    int count = pasts.length;
    double[][] others = new double[count - 1][];
    for (int i = 0; i < others.length; i++) {
      others[i] = pasts[(channel - 1 - i + count) % count];
    }
    return new OtherChannels(pasts[channel], others);
  }

  /**
   * Fills in a filter's inputs.
   *
   * @param least how many are the channel's own, or more where the rest can't be shared out evenly
   */
  void fill(double[] inputs, int least) {
    int each = others.length == 0 ? 0 : (inputs.length - least) / others.length;
    int at = inputs.length - each * others.length;
    System.arraycopy(own, 0, inputs, 0, at);
    for (double[] other : others) {
      System.arraycopy(other, 0, inputs, at, each);
      at += each;
    }
  }
}
