package io.bytezip.train.data;

/**
 * Tokens for one step, sequence by sequence.
 *
 * @param inputs rows of the merged input table [tokens * inputs]
 * @param rows n-gram rows [tables * tokens]
 * @param targets the symbols to predict [tokens]
 */
public record Batch(int[] inputs, int[] rows, long[] targets) {}
