package io.bytezip.engine;

/**
 * One layer's weights, packed.
 *
 * @param window attention window
 * @param queryKeyValue outputs: query heads, key heads, value heads, each padded to whole panels
 * @param output reads the concatenated (padded) heads
 * @param gateUp outputs: gate, then up, each padded to whole panels
 * @param down reads the hidden values
 */
record Layer(
    int window,
    NormWeights attentionNorm,
    Matrix queryKeyValue,
    Matrix output,
    NormWeights mlpNorm,
    Matrix gateUp,
    Matrix down) {}
