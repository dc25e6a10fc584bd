package io.bytezip.train;

/** How a training step moves the values. */
enum Optimizer {
  /** AdamW for everything (Loshchilov and Hutter 2019). */
  ADAMW,

  /**
   * Muon for the layers' matrices, whose momentum is orthogonalised (Jordan and others 2024, "Muon:
   * An optimizer for hidden layers in neural networks"); AdamW for output, tables, norms and
   * biases.
   */
  MUON
}
