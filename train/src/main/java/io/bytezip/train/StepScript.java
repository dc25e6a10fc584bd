package io.bytezip.train;

import com.google.errorprone.annotations.FormatMethod;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.train.FlatParameters.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;

/**
 * Writes the TorchScript text of a model: its forward pass and a whole training step.
 *
 * <p>Tokens of a batch lie sequence by sequence: token n = sequence * length + t. A step works
 * through micro-batches that fit the processor's caches and adds their gradients; the input tables
 * are read before and differentiated after that loop, once for the whole batch, so that only their
 * touched rows cost anything.
 *
 * <p>Attention is block-local: queries in blocks of B positions, each against its own and the
 * preceding blocks that the layer's window reaches, under a mask with exactly the window's
 * positions. A window as long as the sequence takes libtorch's fused causal attention.
 */
final class StepScript {
  /** libtorch's number of a scalar type. */
  enum Precision {
    F32(6),
    BF16(15);

    private final int code;

    Precision(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  private static final int FULL_ATTENTION_LENGTH = 512;

  private final ModelConfig config;
  private final FlatParameters flat;
  private final int sequences;
  private final int length;
  private final int microSequences;
  private final int inputs;
  private final int type;
  private final StringBuilder out = new StringBuilder();

  /**
   * @param sequences sequences of a batch
   * @param length symbols of a sequence; a multiple of 32 or at most 64
   * @param microSequences sequences computed at once; divides {@code sequences}
   * @param inputs columns of the input index matrix: 1 (previous symbol) + the most context inputs
   *     of any layout
   */
  StepScript(
      ModelConfig config,
      FlatParameters flat,
      int sequences,
      int length,
      int microSequences,
      int inputs,
      Precision precision) {
    this.config = config;
    this.flat = flat;
    this.sequences = sequences;
    this.length = length;
    this.microSequences = microSequences;
    this.inputs = inputs;
    this.type = precision.code;
  }

  /**
   * One optimiser step. Arguments: values, first and second moments (flat float vectors, updated in
   * place), AdamW's numbers of this step (float [6], see {@link TorchModel.Hyper#vector}), input
   * indices (int [tokens, inputs]), n-gram rows (int [tables, tokens]), targets (long [tokens]).
   * Returns float [2]: mean loss in nats, gradient norm before clipping.
   */
  String trainingStep() {
    int tokens = sequences * length;
    int micro = microSequences * length;
    int dense = flat.inputTable().offset();
    net();
    out.append(
        """
          def some(self: __torch__.M, x: Optional[Tensor]) -> Tensor:
            if torch.__isnot__(x, None):
              y = unchecked_cast(Tensor, x)
            else:
              y = torch.zeros([0])
            return y
        """);
    line(
        "  def forward(self: __torch__.M, p: Tensor, m: Tensor, v: Tensor, hyper: Tensor, inputs:"
            + " Tensor, rows: Tensor, targets: Tensor) -> Tensor:");
    line("    torch.set_grad_enabled(True)");
    line("    pc = torch.to(torch.slice(p, 0, 0, %d), %d)", flat.decayed(), type);
    line("    weights = annotate(List[Tensor], [])");
    for (Leaf leaf : denseLeaves()) {
      line("    %s = torch.requires_grad_(torch.detach(%s), True)", leaf.name(), view(leaf));
      line("    weights = torch.append(weights, %s)", leaf.name());
    }
    tables(true, tokens);
    line("    masks = self.masks(p)");
    line("    rope = self.rope(p)");
    line("    g = torch.zeros_like(p)");
    line("    gd = torch.slice(g, 0, 0, %d)", dense);
    line("    dx = torch.zeros_like(x0)");
    if (grams() > 0) {
      line("    dn = torch.zeros_like(ng0)");
    }
    line("    loss = torch.new_zeros(p, [])");
    line("    for i in range(%d):", sequences / microSequences);
    line("      a = torch.mul(i, %d)", micro);
    line("      b = torch.add(a, %d)", micro);
    line("      x = torch.requires_grad_(torch.detach(torch.slice(x0, 0, a, b)), True)");
    if (grams() > 0) {
      line("      n = torch.requires_grad_(torch.detach(torch.slice(ng0, 0, a, b)), True)");
    } else {
      line("      n = x");
    }
    line("      logits = self.net(x, n, weights, masks, rope)");
    line(
        "      nll = torch.cross_entropy_loss(torch.to(logits, 6), torch.slice(targets, 0, a, b),"
            + " None, 2)");
    line("      nll2 = torch.div(nll, %d.)", tokens);
    line("      loss = torch.add(loss, torch.detach(nll2))");
    line("      wanted = annotate(List[Tensor], [x%s])", grams() > 0 ? ", n" : "");
    line("      grads = torch.grad([nll2], torch.add(wanted, weights), None, None, False, False)");
    line("      torch.copy_(torch.slice(dx, 0, a, b), self.some(grads[0]))");
    int first = 1;
    if (grams() > 0) {
      line("      torch.copy_(torch.slice(dn, 0, a, b), self.some(grads[1]))");
      first = 2;
    }
    line("      parts = annotate(List[Tensor], [])");
    line("      for j in range(%d):", denseLeaves().size());
    line(
        "        parts = torch.append(parts, torch.to(torch.flatten(self.some(grads[torch.add(j,"
            + " %d)])), 6))",
        first);
    line("      torch.add_(gd, torch.cat(parts))");

    Leaf table = flat.inputTable();
    line(
        "    tg = torch.grad([x0], [inputtable], annotate(List[Optional[Tensor]], [dx]), None,"
            + " False, False)");
    line(
        "    torch.copy_(torch.slice(g, 0, %d, %d), torch.flatten(self.some(tg[0])))",
        table.offset(), table.offset() + table.size());
    int column = 0;
    for (Leaf grams : flat.ngramTables()) {
      int width = grams.shape().get(1);
      line(
          "    torch.index_add_(torch.view(torch.slice(g, 0, %d, %d), [%d, %d]), 0,"
              + " torch.select(rows, 0, %d), torch.contiguous(torch.slice(dn, 1, %d, %d)))",
          grams.offset(),
          grams.offset() + grams.size(),
          grams.shape().get(0),
          width,
          flat.ngramTables().indexOf(grams),
          column,
          column + width);
      column += width;
    }
    line("    norm = torch.linalg_vector_norm(g)");
    line(
        "    torch.mul_(g, torch.clamp(torch.div(torch.select(hyper, 0, 4), torch.add(norm,"
            + " 0.000001)), None, 1.))");
    // Adam written out: libtorch's fused operator is dropped as dead code when called in a script.
    line("    fresh1 = float(torch.select(hyper, 0, 1))");
    line("    keep2 = float(torch.select(hyper, 0, 2))");
    line("    torch.lerp_(m, g, fresh1)");
    line("    torch.addcmul_(torch.mul_(v, keep2), g, g, value=torch.sub(1., keep2))");
    line(
        "    torch.mul_(torch.slice(p, 0, 0, %d), float(torch.select(hyper, 0, 3)))",
        flat.decayed());
    line("    denominator = torch.add_(torch.sqrt(v), float(torch.select(hyper, 0, 5)))");
    line("    torch.addcdiv_(p, m, denominator, value=float(torch.select(hyper, 0, 0)))");
    line("    return torch.stack([loss, norm])");
    return out.toString();
  }

  /**
   * The forward pass alone. Arguments: values, input indices, n-gram rows as above. Returns float
   * [tokens, 256]: logits.
   */
  String logits() {
    net();
    line("  def forward(self: __torch__.M, p: Tensor, inputs: Tensor, rows: Tensor) -> Tensor:");
    inference("parts = torch.append(parts, torch.to(logits, 6))");
    return out.toString();
  }

  /**
   * As {@link #logits()}, with targets as a fourth argument. Returns float [tokens]: the loss of
   * each in nats.
   */
  String losses() {
    net();
    line(
        "  def forward(self: __torch__.M, p: Tensor, inputs: Tensor, rows: Tensor, targets: Tensor)"
            + " -> Tensor:");
    inference(
        "parts = torch.append(parts, torch.cross_entropy_loss(torch.to(logits, 6),"
            + " torch.slice(targets, 0, a, b), None, 0))");
    return out.toString();
  }

  private void inference(String collect) {
    int micro = microSequences * length;
    line("    pc = torch.to(torch.slice(p, 0, 0, %d), %d)", flat.decayed(), type);
    line("    weights = annotate(List[Tensor], [])");
    for (Leaf leaf : denseLeaves()) {
      line("    weights = torch.append(weights, %s)", view(leaf));
    }
    tables(false, sequences * length);
    line("    masks = self.masks(p)");
    line("    rope = self.rope(p)");
    line("    parts = annotate(List[Tensor], [])");
    line("    for i in range(%d):", sequences / microSequences);
    line("      a = torch.mul(i, %d)", micro);
    line("      b = torch.add(a, %d)", micro);
    line("      x = torch.slice(x0, 0, a, b)");
    line("      n = %s", grams() > 0 ? "torch.slice(ng0, 0, a, b)" : "x");
    line("      logits = self.net(x, n, weights, masks, rope)");
    line("      %s", collect);
    line("    return torch.cat(parts)");
  }

  /**
   * Reads the input tables for the whole batch: x0 [tokens, width], ng0 [tokens, sum of n-gram
   * widths].
   */
  private void tables(boolean differentiated, int tokens) {
    Leaf table = flat.inputTable();
    line(
        "    inputtable = torch.requires_grad_(torch.detach(torch.view(torch.slice(p, 0, %d, %d),"
            + " [%d, %d])), %s)",
        table.offset(),
        table.offset() + table.size(),
        table.shape().get(0),
        table.shape().get(1),
        differentiated ? "True" : "False");
    line(
        "    offsets = torch.mul(torch.arange(%d, dtype=3, layout=None,"
            + " device=ops.prim.device(p)), %d)",
        tokens, inputs);
    line(
        "    x0, b0, b1, b2 = torch.embedding_bag(inputtable, torch.flatten(inputs), offsets,"
            + " False, 0, False, None, False, %d)",
        flat.emptyRow());
    if (grams() > 0) {
      List<String> parts = new ArrayList<>();
      int i = 0;
      for (Leaf grams : flat.ngramTables()) {
        parts.add(
            "torch.embedding(torch.view(torch.slice(p, 0, %d, %d), [%d, %d]), torch.select(rows, 0, %d))"
                .formatted(
                    grams.offset(),
                    grams.offset() + grams.size(),
                    grams.shape().get(0),
                    grams.shape().get(1),
                    i++));
      }
      line("    ng0 = torch.cat([%s], 1)", String.join(", ", parts));
    }
  }

  private List<Leaf> denseLeaves() {
    List<Leaf> leaves = new ArrayList<>(flat.matrices());
    leaves.addAll(flat.vectors());
    return leaves;
  }

  private String view(Leaf leaf) {
    String dims = leaf.shape().toString();
    String source = leaf.offset() < flat.decayed() ? "pc" : "p";
    return "torch.view(torch.slice(%s, 0, %d, %d), %s)"
        .formatted(source, leaf.offset(), leaf.offset() + leaf.size(), dims);
  }

  /**
   * The transformer over one micro-batch: x [tokens, width] float, n [tokens, n-gram widths] float;
   * returns logits.
   */
  private void net() {
    masks();
    rope();
    line(
        "  def net(self: __torch__.M, x: Tensor, n: Tensor, w: List[Tensor], masks: List[Tensor],"
            + " rope: Tensor) -> Tensor:");
    List<Leaf> leaves = denseLeaves();
    for (int i = 0; i < leaves.size(); i++) {
      line("    %s = w[%d]", leaves.get(i).name(), i);
    }
    if (grams() > 0) {
      line("    nc = torch.to(n, %d)", type);
      line("    x = torch.add(x, torch.linear(nc, gramin))");
    }
    if (config.positions() == Positions.SINUSOIDAL) {
      line(
          "    x = torch.flatten(torch.add(torch.view(x, [%d, %d, %d]), rope), 0, 1)",
          microSequences, length, config.width());
    }
    for (int i = 0; i < config.windows().size(); i++) {
      if (config.preNorm()) {
        line("    h = %s", normed("x", "attentionnorm" + i));
        attention(i);
        line("    x = torch.add(x, torch.linear(at, attention%d))", i);
        line("    h = %s", normed("x", "mlpnorm" + i));
        mlp(i);
        line("    x = torch.add(x, torch.linear(u, down%d))", i);
      } else {
        line("    h = torch.to(x, %d)", type);
        attention(i);
        line(
            "    x = %s",
            norm("torch.add(x, torch.linear(at, attention%d))".formatted(i), "attentionnorm" + i));
        line("    h = torch.to(x, %d)", type);
        mlp(i);
        line(
            "    x = %s",
            norm("torch.add(x, torch.linear(u, down%d))".formatted(i), "mlpnorm" + i));
      }
    }
    if (config.preNorm()) {
      line("    h = %s", normed("x", "norm"));
    } else {
      line("    h = torch.to(x, %d)", type);
    }
    if (grams() > 0 && config.ngramOutput()) {
      line("    h = torch.add(h, torch.linear(nc, gramout))");
    }
    line("    return torch.linear(h, output, torch.to(outputbias, %d))", type);
  }

  private String normed(String x, String norm) {
    return "torch.to(%s, %d)".formatted(norm(x, norm), type);
  }

  private String norm(String x, String norm) {
    return config.norm() == Norm.RMS
        ? "torch.rms_norm(%s, [%d], %s, %s)"
            .formatted(x, config.width(), norm, decimal(config.normEpsilon()))
        : "torch.layer_norm(%s, [%d], %s, %sbias, %s)"
            .formatted(x, config.width(), norm, norm, decimal(config.normEpsilon()));
  }

  private void mlp(int i) {
    int hidden = config.hidden();
    line("    gu = torch.linear(h, gateup%d)", i);
    line(
        "    u = torch.mul(torch.silu(torch.slice(gu, 1, 0, %d)), torch.slice(gu, 1, %d, %d))",
        hidden, hidden, 2 * hidden);
  }

  private void attention(int i) {
    int s = microSequences;
    int t = length;
    int heads = config.heads();
    int kv = config.kvHeads();
    int group = heads / kv;
    int hw = config.headWidth();
    double scale = 1 / Math.sqrt(hw);
    line(
        "    qkv = torch.view(torch.linear(h, qkv%d), [%d, %d, %d, %d])",
        i, s, t, heads + 2 * kv, hw);
    line("    qk = torch.slice(qkv, 2, 0, %d)", heads + kv);
    if (config.positions() == Positions.ROPE) {
      // rope: [2, length, heads + kv, headWidth / 2], the query heads' part already scaled
      line("    lo = torch.slice(qk, 3, 0, %d)", hw / 2);
      line("    hi = torch.slice(qk, 3, %d, %d)", hw / 2, hw);
      line("    co = torch.select(rope, 0, 0)");
      line("    si = torch.select(rope, 0, 1)");
      line(
          "    qk = torch.cat([torch.sub(torch.mul(lo, co), torch.mul(hi, si)),"
              + " torch.add(torch.mul(hi, co), torch.mul(lo, si))], 3)");
      line("    q = torch.slice(qk, 2, 0, %d)", heads);
    } else {
      line("    q = torch.mul(torch.slice(qk, 2, 0, %d), %s)", heads, decimal(scale));
    }
    line("    k = torch.transpose(torch.slice(qk, 2, %d, %d), 1, 2)", heads, heads + kv);
    line("    v = torch.transpose(torch.slice(qkv, 2, %d, %d), 1, 2)", heads + kv, heads + 2 * kv);
    int window = config.windows().get(i);
    if (full(window)) {
      // q, k, v: [sequences, heads, length, headWidth]
      line("    q4 = torch.transpose(q, 1, 2)");
      if (group > 1) {
        for (String name : List.of("k", "v")) {
          line(
              "    %s = torch.reshape(torch.expand(torch.unsqueeze(%s, 2), [%d, %d, %d, %d, %d]),"
                  + " [%d, %d, %d, %d])",
              name, name, s, kv, group, t, hw, s, heads, t, hw);
        }
      }
      line("    y4 = torch.scaled_dot_product_attention(q4, k, v, None, 0., True, scale=1.)");
      line("    at = torch.reshape(torch.transpose(y4, 1, 2), [%d, %d])", s * t, heads * hw);
      return;
    }
    int block = block(window);
    int back = back(window);
    int blocks = t / block;
    int keys = (back + 1) * block;
    line(
        "    q5 = torch.permute(torch.view(q, [%d, %d, %d, %d, %d, %d]), [0, 3, 1, 4, 2, 5])",
        s, blocks, block, kv, group, hw);
    line("    q3 = torch.reshape(q5, [%d, %d, %d])", s * kv * blocks, group * block, hw);
    for (String name : List.of("k", "v")) {
      if (back > 0) {
        line("    %sp = torch.constant_pad_nd(%s, [0, 0, %d, 0])", name, name, back * block);
      } else {
        line("    %sp = %s", name, name);
      }
      List<String> parts = new ArrayList<>();
      for (int j = 0; j <= back; j++) {
        parts.add(
            "torch.reshape(torch.slice(%sp, 2, %d, %d), [%d, %d, %d, %d])"
                .formatted(name, j * block, j * block + t, s * kv, blocks, block, hw));
      }
      line(
          "    %s3 = torch.view(torch.cat([%s], 2), [%d, %d, %d])",
          name, String.join(", ", parts), s * kv * blocks, keys, hw);
    }
    line(
        "    sc = torch.view(torch.bmm(q3, torch.transpose(k3, 1, 2)), [%d, %d, %d, %d, %d])",
        s * kv, blocks, group, block, keys);
    line("    pr = torch.softmax(torch.add_(sc, masks[%d]), 4)", maskIndex(window));
    line(
        "    y3 = torch.bmm(torch.view(pr, [%d, %d, %d]), v3)",
        s * kv * blocks, group * block, keys);
    line(
        "    y6 = torch.permute(torch.view(y3, [%d, %d, %d, %d, %d, %d]), [0, 2, 4, 1, 3, 5])",
        s, kv, blocks, group, block, hw);
    line("    at = torch.reshape(y6, [%d, %d])", s * t, heads * hw);
  }

  private boolean full(int window) {
    return window >= length && length >= FULL_ATTENTION_LENGTH;
  }

  /** Positions of a query block: small blocks waste little, large ones multiply faster. */
  private int block(int window) {
    if (length <= 64) {
      return length;
    }
    return window <= 64 ? 32 : 64;
  }

  /** How many earlier blocks the window reaches. */
  private int back(int window) {
    int block = block(window);
    return Math.min((window - 1 + block - 1) / block, length / block - 1);
  }

  private int most(IntUnaryOperator ofWindow) {
    return config.windows().stream().mapToInt(ofWindow::applyAsInt).max().orElseThrow();
  }

  private List<Integer> distinctWindows() {
    return new ArrayList<>(new TreeSet<>(config.windows()));
  }

  private int maskIndex(int window) {
    return distinctWindows().indexOf(window);
  }

  /** One additive mask [blocks, 1, block, keys] for each distinct window. */
  private void masks() {
    line("  def mask(self: __torch__.M, p: Tensor, window: int, block: int, back: int) -> Tensor:");
    line(
        "    at = torch.arange(%d, dtype=4, layout=None, device=ops.prim.device(p))",
        Math.max(length, (most(this::back) + 1) * most(this::block)));
    line("    start = torch.view(torch.slice(at, 0, 0, %d, block), [-1, 1, 1, 1])", length);
    line("    q = torch.add(start, torch.view(torch.slice(at, 0, 0, block), [1, 1, -1, 1]))");
    line(
        "    k = torch.add(torch.sub(start, torch.mul(back, block)), torch.view(torch.slice(at, 0,"
            + " 0, torch.mul(torch.add(back, 1), block)), [1, 1, 1, -1]))");
    line(
        "    ok = torch.logical_and(torch.logical_and(torch.le(k, q), torch.gt(k, torch.sub(q,"
            + " window))), torch.ge(k, 0))");
    line(
        "    return torch.masked_fill(torch.to(torch.zeros_like(ok), %d), torch.logical_not(ok),"
            + " -inf)",
        type);
    line("  def masks(self: __torch__.M, p: Tensor) -> List[Tensor]:");
    List<String> parts = new ArrayList<>();
    for (int window : distinctWindows()) {
      parts.add(
          full(window)
              ? "torch.new_zeros(p, [0])"
              : "self.mask(p, %d, %d, %d)".formatted(window, block(window), back(window)));
    }
    line("    return [%s]", String.join(", ", parts));
  }

  /**
   * Rotary tables [2, length, heads + kv, headWidth / 2] with scaled query heads, or sinusoids
   * [length, width], or nothing.
   */
  private void rope() {
    line("  def rope(self: __torch__.M, p: Tensor) -> Tensor:");
    line("    d = ops.prim.device(p)");
    int half =
        config.positions() == Positions.SINUSOIDAL ? config.width() / 2 : config.headWidth() / 2;
    line(
        "    exponent = torch.div(torch.arange(%d, dtype=7, layout=None, device=d), %d.)",
        half, half);
    line("    frequency = torch.pow(%s, torch.neg(exponent))", decimal(config.ropeBase()));
    line(
        "    angle = torch.mul(torch.view(torch.arange(%d, dtype=7, layout=None, device=d), [-1,"
            + " 1]), frequency)",
        length);
    switch (config.positions()) {
      case NONE -> line("    return angle");
      case SINUSOIDAL ->
          line(
              "    return torch.to(torch.flatten(torch.stack([torch.sin(angle), torch.cos(angle)],"
                  + " 2), 1), 6)");
      case ROPE -> {
        line("    cs = torch.unsqueeze(torch.stack([torch.cos(angle), torch.sin(angle)]), 2)");
        line(
            "    scaled = torch.expand(torch.mul(cs, %s), [2, %d, %d, %d])",
            decimal(1 / Math.sqrt(config.headWidth())), length, config.heads(), half);
        line(
            "    return torch.to(torch.cat([scaled, torch.expand(cs, [2, %d, %d, %d])], 2), %d)",
            length, config.kvHeads(), half, type);
      }
    }
  }

  private int grams() {
    return flat.ngramTables().size();
  }

  private static String decimal(double value) {
    String text = Double.toString(value);
    return text.contains("E") ? text.replace("E", "e") : text;
  }

  @FormatMethod
  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
