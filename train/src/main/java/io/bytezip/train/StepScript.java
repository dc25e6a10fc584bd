package io.bytezip.train;

import com.google.errorprone.annotations.FormatMethod;
import io.bytezip.engine.ModelConfig;
import io.bytezip.engine.ModelConfig.Norm;
import io.bytezip.engine.ModelConfig.Positions;
import io.bytezip.train.FlatParameters.Leaf;
import io.bytezip.train.FlatParameters.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Writes the TorchScript text of a model: its forward pass and a whole training step, gradients
 * written out by hand.
 *
 * <p>Tokens of a batch lie sequence by sequence: token n = sequence * length + t. A step works
 * through micro-batches and adds their gradients; the input tables are read before and
 * differentiated after that loop, once for the whole batch, so that only their touched rows cost
 * anything. Every tensor takes its device from the arguments.
 *
 * <p>Activations, products and their gradients have the type of the {@link Precision}; values,
 * moments, the sums of gradients, norms' statistics and the loss are float.
 *
 * <p>What the products read is prepared once a step ({@code prepare}): matrices in the products'
 * type, with the preceding norm's weight multiplied in (RMS norm before a sublayer), queries
 * scaled, and rows of queries and keys in the order [half, head, rotary pair], so that the rotary
 * embedding works on long runs. {@code finish} takes the gradients back.
 *
 * <p>Attention is block-local: queries in blocks of B positions, each against its own and the
 * preceding blocks that the layer's window reaches, under a mask with exactly the window's
 * positions; all query heads of a key head are rows of one product. A few blocks at a time, so that
 * scores and probabilities stay in the caches. A window as long as the sequence takes libtorch's
 * fused causal attention.
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

  /** Scores computed at once on a processor: with the probabilities they fill a cache of 2 MiB. */
  private static final int CHUNK_SCORES = 400_000;

  private final ModelConfig config;
  private final FlatParameters flat;
  private final int sequences;
  private final int length;
  private final int microSequences;
  private final int inputs;
  private final int type;
  private final boolean folded;
  private final List<String> prepared = new ArrayList<>();
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
    this.folded = config.preNorm() && config.norm() == Norm.RMS;
    for (int i = 0; i < layers(); i++) {
      prepared.addAll(List.of("qkv" + i, "attention" + i, "gate" + i, "up" + i, "down" + i));
    }
    if (grams() > 0) {
      prepared.add("gramin");
      if (config.ngramOutput()) {
        prepared.add("gramlogits");
      }
    }
    prepared.add("output");
    for (Leaf leaf : flat.vectors()) {
      if (!folded || leaf.name().equals("outputbias")) {
        prepared.add(leaf.name());
      }
    }
  }

  /**
   * One optimiser step. Arguments: values, first and second moments (flat float vectors, updated in
   * place), the optimiser's numbers of this step (float [8], see {@link TorchModel.Hyper#vector}),
   * input indices (int [tokens, inputs]), n-gram rows (int [tables, tokens]), targets (long
   * [tokens]). Returns float [2]: mean loss in nats, gradient norm before clipping.
   */
  String trainingStep(Optimizer optimizer) {
    int tokens = sequences * length;
    int micro = microSequences * length;
    shared();
    finish();
    if (optimizer == Optimizer.MUON) {
      orthogonal();
    }
    line(
        "  def some(self: __torch__.M, x: Optional[Tensor]) -> Tensor:\n"
            + "    return unchecked_cast(Tensor, x)");
    line(
        "  def micro(self: __torch__.M, x: Tensor, n: Tensor, targets: Tensor, w: List[Tensor],"
            + " masks: List[Tensor], rope: Tensor, sums: List[Tensor], dn: Tensor) ->"
            + " Tuple[Tensor, Tensor]:");
    unpack(prepared, "w");
    forward(true);
    loss(tokens);
    backward();
    line("    return (loss, dx)");
    line(
        "  def forward(self: __torch__.M, p: Tensor, m: Tensor, v: Tensor, hyper: Tensor, inputs:"
            + " Tensor, rows: Tensor, targets: Tensor) -> Tensor:");
    line("    torch.set_grad_enabled(False)");
    line("    w = self.prepare(p)");
    tables();
    line("    masks = self.masks(p)");
    line("    rope = self.rope(p)");
    line("    sums = annotate(List[Tensor], [])");
    line("    for k in range(torch.len(w)):");
    line("      sums = torch.append(sums, torch.to(torch.zeros_like(w[k]), 6))");
    line("    dx = torch.empty_like(x0)");
    line("    dn = torch.%s_like(ng0)", grams() > 0 ? "zeros" : "empty");
    line("    loss = torch.new_zeros(p, [])");
    line("    for i in range(%d):", sequences / microSequences);
    line("      a = torch.mul(i, %d)", micro);
    line("      b = torch.add(a, %d)", micro);
    line(
        "      part, dxi = self.micro(torch.slice(xt, 0, a, b), torch.slice(nt, 0, a, b),"
            + " torch.slice(targets, 0, a, b), w, masks, rope, sums, torch.slice(dn, 0, a, b))");
    line("      torch.add_(loss, part)");
    line("      torch.copy_(torch.slice(dx, 0, a, b), dxi)");
    line("    g = torch.empty_like(p)");
    int untouched = flat.inputTable().offset() + flat.inputTable().size();
    line("    torch.zero_(torch.slice(g, 0, %d, %d))", untouched, flat.size());
    line("    self.finish(p, g, sums)");
    Leaf table = flat.inputTable();
    line(
        "    tg = torch._embedding_bag_dense_backward(dx, torch.flatten(inputs), b0, b1, b2, %d,"
            + " False, 0, None, %d)",
        table.shape().get(0), flat.emptyRow());
    line(
        "    torch.copy_(torch.slice(g, 0, %d, %d), torch.flatten(tg))",
        table.offset(), table.offset() + table.size());
    int column = 0;
    for (Leaf grams : flat.ngramTables()) {
      int width = grams.shape().get(1);
      line(
          "    torch.index_add_(%s, 0, torch.select(rows, 0, %d), torch.contiguous(torch.slice(dn,"
              + " 1, %d, %d)))",
          view("g", grams), flat.ngramTables().indexOf(grams), column, column + width);
      column += width;
    }
    line("    norm = torch.linalg_vector_norm(g)");
    update(optimizer);
    return out.toString();
  }

  /**
   * libtorch's fused AdamW, once for what decays and once for the rest, and Muon for the layers'
   * matrices where it is asked for. AdamW's bias corrections are in the rate and the epsilon
   * already: the step that it is told is beyond them.
   */
  private void update(Optimizer optimizer) {
    line("    rate = float(torch.clamp(torch.neg(torch.select(hyper, 0, 0)), 1.e-30, None))");
    line("    beta1 = torch.sub(1., float(torch.select(hyper, 0, 1)))");
    line("    beta2 = float(torch.select(hyper, 0, 2))");
    line("    decay = torch.div(torch.sub(1., float(torch.select(hyper, 0, 3))), rate)");
    line("    eps = float(torch.select(hyper, 0, 5))");
    if (optimizer == Optimizer.MUON) {
      line("    momentum = float(torch.select(hyper, 0, 6))");
      line("    length = float(torch.select(hyper, 0, 7))");
    }
    line(
        "    over = torch.clamp(torch.div(torch.add(norm, 0.000001), torch.select(hyper, 0, 4)),"
            + " 1., None)");
    line("    late = torch.full_like(norm, 1.0e9)");
    line("    none = annotate(List[Tensor], [])");
    List<String> kept = new ArrayList<>();
    int first = optimizer == Optimizer.MUON ? flat.layered() : 0;
    for (int[] part : new int[][] {{first, flat.decayed()}, {flat.decayed(), flat.size()}}) {
      String values = "values" + part[0];
      line("    %s = [torch.slice(p, 0, %d, %d)]", values, part[0], part[1]);
      line(
          "    torch._fused_adamw_(%s, [torch.slice(g, 0, %2$d, %3$d)], [torch.slice(m, 0, %2$d,"
              + " %3$d)], [torch.slice(v, 0, %2$d, %3$d)], none, [late], lr=rate, beta1=beta1,"
              + " beta2=beta2, weight_decay=%4$s, eps=eps, amsgrad=False, maximize=False,"
              + " grad_scale=over)",
          values, part[0], part[1], part[0] == first ? "decay" : "0.");
      kept.add("torch.mul(torch.select(%s[0], 0, 0), 0.)".formatted(values));
    }
    // A list that nobody reads would let the script's compiler drop the operator as dead code.
    line("    norm = torch.add(norm, torch.add(%s))", String.join(", ", kept));
    if (optimizer == Optimizer.MUON) {
      for (Slice slice : flat.layerMatrices()) {
        muon(slice);
      }
    }
    line("    return torch.stack([loss, norm])");
  }

  /**
   * A matrix's step by Muon: Nesterov momentum, orthogonalised, so long that its root mean square
   * is the rate times a scale (Liu and others 2025, "Muon is Scalable for LLM Training", equation
   * 4). The first moments hold the momentum, the second ones stay as they are.
   */
  private void muon(Slice slice) {
    int rows = slice.shape().get(0);
    int columns = slice.shape().get(1);
    boolean tall = rows > columns;
    line("    u = torch.div(%s, over)", view("g", slice));
    line("    b = %s", view("m", slice));
    line("    b = torch.lerp_(b, u, torch.sub(1., momentum))");
    line("    u = torch.lerp(u, b, momentum)");
    line("    u = self.orthogonal(%s)", tall ? "torch.t(u)" : "u");
    line("    w = %s", view("p", slice));
    line("    w = torch.mul_(w, torch.select(hyper, 0, 3))");
    line(
        "    w = torch.add_(w, %s, alpha=torch.mul(length, %s))",
        tall ? "torch.t(u)" : "u", decimal(Math.sqrt(Math.max(rows, columns))));
  }

  /**
   * The nearest matrix with orthonormal rows, roughly: five steps of the quintic Newton-Schulz
   * iteration of Jordan and others 2024, "Muon: An optimizer for hidden layers in neural networks",
   * which brings all singular values to between about 0.7 and 1.2.
   */
  private void orthogonal() {
    line("  def orthogonal(self: __torch__.M, g: Tensor) -> Tensor:");
    line("    x = torch.div(g, torch.add(torch.linalg_vector_norm(g), 1.e-7))");
    line("    x = torch.to(x, %d)", type);
    line("    for k in range(5):");
    line("      a = torch.mm(x, torch.t(x))");
    line("      b = torch.addmm(a, a, a, beta=-4.775, alpha=2.0315)");
    line("      x = torch.addmm(x, b, x, beta=3.4445, alpha=1)");
    line("    return torch.to(x, 6)");
  }

  /**
   * The forward pass alone. Arguments: values, input indices, n-gram rows as above. Returns float
   * [tokens, 256]: logits.
   */
  String logits() {
    inference("", "torch.to(logits, 6)");
    return out.toString();
  }

  /**
   * As {@link #logits()}, with targets as a fourth argument. Returns float [tokens]: the loss of
   * each in nats.
   */
  String losses() {
    inference(
        ", targets: Tensor",
        "torch.cross_entropy_loss(torch.to(logits, 6), torch.slice(targets, 0, a, b), None, 0)");
    return out.toString();
  }

  private void inference(String argument, String result) {
    int micro = microSequences * length;
    shared();
    line(
        "  def net(self: __torch__.M, x: Tensor, n: Tensor, w: List[Tensor], masks: List[Tensor],"
            + " rope: Tensor) -> Tensor:");
    unpack(prepared, "w");
    forward(false);
    line("    return logits");
    line(
        "  def forward(self: __torch__.M, p: Tensor, inputs: Tensor, rows: Tensor%s) -> Tensor:",
        argument);
    line("    torch.set_grad_enabled(False)");
    line("    w = self.prepare(p)");
    tables();
    line("    masks = self.masks(p)");
    line("    rope = self.rope(p)");
    line("    parts = annotate(List[Tensor], [])");
    line("    for i in range(%d):", sequences / microSequences);
    line("      a = torch.mul(i, %d)", micro);
    line("      b = torch.add(a, %d)", micro);
    line(
        "      logits = self.net(torch.slice(xt, 0, a, b), torch.slice(nt, 0, a, b), w, masks,"
            + " rope)");
    line("      parts = torch.append(parts, %s)", result);
    line("    return torch.cat(parts)");
  }

  private void shared() {
    masks();
    rope();
    order();
    prepare();
  }

  /** The methods that put the rows of queries, keys and values [rows, width] in order, and back. */
  private void order() {
    int queries = config.heads() * config.headWidth();
    int both = queries + config.kvHeads() * config.headWidth();
    int rows = both + config.kvHeads() * config.headWidth();
    double scale = 1 / Math.sqrt(config.headWidth());
    int all = config.heads() + config.kvHeads();
    int half = config.headWidth() / 2;
    boolean rope = config.positions() == Positions.ROPE;
    line("  def order(self: __torch__.M, w: Tensor) -> Tensor:");
    line(
        "    a = torch.cat([torch.mul(torch.slice(w, 0, 0, %d), %s), torch.slice(w, 0, %d, %d)])",
        queries, decimal(scale), queries, both);
    if (rope) {
      line(
          "    a = torch.flatten(torch.transpose(torch.view(a, [%d, 2, %d, %d]), 0, 1), 0, 2)",
          all, half, config.width());
    }
    line("    return torch.cat([a, torch.slice(w, 0, %d, %d)])", both, rows);
    line("  def restore(self: __torch__.M, g: Tensor) -> Tensor:");
    line("    a = torch.slice(g, 0, 0, %d)", both);
    if (rope) {
      line(
          "    a = torch.flatten(torch.transpose(torch.view(a, [2, %d, %d, %d]), 0, 1), 0, 2)",
          all, half, config.width());
    }
    line(
        "    return torch.cat([torch.mul(torch.slice(a, 0, 0, %d), %s), torch.slice(a, 0, %d, %d),"
            + " torch.slice(g, 0, %d, %d)])",
        queries, decimal(scale), queries, both, both, rows);
  }

  /** What the products read, in the order of {@link #prepared}. */
  private void prepare() {
    line("  def prepare(self: __torch__.M, p: Tensor) -> List[Tensor]:");
    for (Leaf leaf : denseLeaves()) {
      line("    %s = %s", leaf.name(), view("p", leaf));
    }
    for (int i = 0; i < layers(); i++) {
      line("    qkv%d = %s", i, gained("self.order(qkv%d)".formatted(i), "attentionnorm" + i));
      line("    gate%d, up%d = torch.chunk(%s, 2)", i, i, gained("gateup" + i, "mlpnorm" + i));
    }
    if (config.ngramOutput() && grams() > 0) {
      line("    gramlogits = torch.mm(output, gramout)");
    }
    line("    output = %s", gained("output", "norm"));
    List<String> typed = new ArrayList<>();
    for (String name : prepared) {
      typed.add("torch.to(%s, %d)".formatted(name, type));
    }
    line("    return [%s]", String.join(", ", typed));
  }

  private String gained(String matrix, String norm) {
    return folded ? "torch.mul(%s, %s)".formatted(matrix, norm) : matrix;
  }

  /** Turns the summed gradients of what {@link #prepare} made into those of the values. */
  private void finish() {
    line("  def finish(self: __torch__.M, p: Tensor, g: Tensor, sums: List[Tensor]) -> NoneType:");
    unpack(prepared.stream().map(name -> "d" + name).toList(), "sums");
    for (Leaf leaf : denseLeaves()) {
      line("    %s = %s", leaf.name(), view("p", leaf));
    }
    for (int i = 0; i < layers(); i++) {
      line("    dgateup%d = torch.cat([dgate%d, dup%d])", i, i, i);
      if (folded) {
        ungain("qkv" + i, "self.order(qkv%d)".formatted(i), "attentionnorm" + i);
        ungain("gateup" + i, "gateup" + i, "mlpnorm" + i);
      }
      line("    dqkv%d = self.restore(dqkv%d)", i, i);
    }
    if (folded) {
      ungain("output", "output", "norm");
    }
    if (config.ngramOutput() && grams() > 0) {
      line("    doutput = torch.add(doutput, torch.mm(dgramlogits, torch.t(gramout)))");
      line("    dgramout = torch.mm(torch.t(output), dgramlogits)");
    }
    for (Leaf leaf : denseLeaves()) {
      line("    torch.copy_(%s, d%s)", view("g", leaf), leaf.name());
    }
    line("    return None");
  }

  private void ungain(String name, String matrix, String norm) {
    line("    d%s = torch.sum(torch.mul(d%s, %s), [0])", norm, name, matrix);
    line("    d%s = torch.mul(d%s, %s)", name, name, norm);
  }

  private void unpack(List<String> names, String list) {
    for (int i = 0; i < names.size(); i++) {
      line("    %s = %s[%d]", names.get(i), list, i);
    }
  }

  private List<Leaf> denseLeaves() {
    List<Leaf> leaves = new ArrayList<>(flat.matrices());
    leaves.addAll(flat.vectors());
    return leaves;
  }

  private static String view(String vector, Leaf leaf) {
    return view(vector, leaf.offset(), leaf.size(), leaf.shape());
  }

  private static String view(String vector, Slice slice) {
    return view(vector, slice.offset(), slice.size(), slice.shape());
  }

  private static String view(String vector, int offset, int size, List<Integer> shape) {
    return "torch.view(torch.slice(%s, 0, %d, %d), %s)"
        .formatted(vector, offset, offset + size, shape);
  }

  /**
   * Reads the input tables for the whole batch: x0 [tokens, width], ng0 [tokens, sum of n-gram
   * widths], float; xt and nt the same in the products' type.
   */
  private void tables() {
    line(
        "    offsets = torch.mul(torch.arange(%d, dtype=3, layout=None,"
            + " device=ops.prim.device(p)), %d)",
        sequences * length, inputs);
    line(
        "    x0, b0, b1, b2 = torch.embedding_bag(%s, torch.flatten(inputs), offsets, False, 0,"
            + " False, None, False, %d)",
        view("p", flat.inputTable()), flat.emptyRow());
    line("    xt = torch.to(x0, %d)", type);
    if (grams() == 0) {
      line("    ng0 = x0");
      line("    nt = xt");
      return;
    }
    List<String> parts = new ArrayList<>();
    for (Leaf grams : flat.ngramTables()) {
      parts.add(
          "torch.embedding(%s, torch.select(rows, 0, %d))"
              .formatted(view("p", grams), parts.size()));
    }
    line("    ng0 = torch.cat([%s], 1)", String.join(", ", parts));
    line("    nt = torch.to(ng0, %d)", type);
  }

  /**
   * The transformer over one micro-batch: from x [tokens, width] and n [tokens, n-gram widths] to
   * logits [tokens, 256]. Every intermediate result has a name of its own, for the way back.
   */
  private void forward(boolean training) {
    if (grams() > 0) {
      line("    x = torch.addmm(x, n, torch.t(gramin))");
    }
    if (config.positions() == Positions.SINUSOIDAL) {
      line(
          "    x = torch.flatten(torch.add(torch.view(x, [%d, %d, %d]), rope), 0, 1)",
          microSequences, length, config.width());
    }
    line("    x0 = x");
    for (int i = 0; i < layers(); i++) {
      String before = "x" + 2 * i;
      String between = "x" + (2 * i + 1);
      String after = "x" + (2 * i + 2);
      String attentionNorm = "attentionnorm" + i;
      String mlpNorm = "mlpnorm" + i;
      String h = "ha" + i;
      if (config.preNorm()) {
        norm(h, before, attentionNorm, training);
        attention(i, h, training);
        line("    %s = torch.addmm(%s, at%d, torch.t(attention%d))", between, before, i, i);
        h = "hm" + i;
        norm(h, between, mlpNorm, training);
        mlp(i, h);
        line("    %s = torch.addmm(%s, m%d, torch.t(down%d))", after, between, i, i);
      } else {
        attention(i, before, training);
        line("    za%d = torch.addmm(%s, at%d, torch.t(attention%d))", i, before, i, i);
        norm(between, "za" + i, attentionNorm, training);
        mlp(i, between);
        line("    zm%d = torch.addmm(%s, m%d, torch.t(down%d))", i, between, i, i);
        norm(after, "zm" + i, mlpNorm, training);
      }
    }
    String last = "x" + 2 * layers();
    if (config.preNorm()) {
      norm("hl", last, "norm", training);
    } else {
      line("    hl = %s", last);
    }
    line("    logits = torch.addmm(outputbias, hl, torch.t(output))");
    if (grams() > 0 && config.ngramOutput()) {
      line("    logits = torch.addmm(logits, n, torch.t(gramlogits))");
    }
  }

  /** {@code y} = norm of {@code x}; a folded one without its weight. */
  private void norm(String y, String x, String norm, boolean training) {
    if (folded) {
      line("    l = torch.linalg_vector_norm(%s, 2, [1], True, dtype=6)", x);
      line(
          "    r%s = torch.to(torch.rsqrt(torch.add(torch.mul(torch.mul(l, l), %s), %s)), %d)",
          norm, decimal(1.0 / config.width()), decimal(config.normEpsilon()), type);
      line("    %s = torch.mul(%s, r%s)", y, x, norm);
      return;
    }
    List<String> leaves = new ArrayList<>(List.of(x, norm));
    if (config.norm() == Norm.LAYER) {
      leaves.add(norm + "bias");
    }
    List<String> own = new ArrayList<>();
    for (String leaf : leaves) {
      String name = leaf + "for" + norm;
      line("    %s = torch.requires_grad_(torch.detach(%s), %s)", name, leaf, flag(training));
      own.add(name);
    }
    line("    torch.set_grad_enabled(%s)", flag(training));
    line(
        config.norm() == Norm.RMS
            ? "    tracked%s = torch.rms_norm(%s, [%d], %s, %s)"
            : "    tracked%s = torch.layer_norm(%s, [%d], %s, %s)",
        norm,
        own.get(0),
        config.width(),
        String.join(", ", own.subList(1, own.size())),
        decimal(config.normEpsilon()));
    line("    torch.set_grad_enabled(False)");
    line("    %s = torch.detach(tracked%s)", y, norm);
  }

  private void mlp(int i, String h) {
    line("    g%d = torch.mm(%s, torch.t(gate%d))", i, h, i);
    line("    u%d = torch.mm(%s, torch.t(up%d))", i, h, i);
    line("    sg%d = torch.sigmoid(g%d)", i, i);
    line("    s%d = torch.mul(g%d, sg%d)", i, i, i);
    line("    m%d = torch.mul(s%d, u%d)", i, i, i);
  }

  /** From {@code h} to the heads' results at{i} [tokens, heads * headWidth]. */
  private void attention(int i, String h, boolean training) {
    Blocks b = blocks(config.windows().get(i));
    int s = microSequences;
    int t = length;
    int heads = config.heads();
    int kv = config.kvHeads();
    int hw = config.headWidth();
    int both = (heads + kv) * hw;
    boolean rope = config.positions() == Positions.ROPE;
    int parts = rope ? 2 : 1;
    line("    qkv = torch.mm(%s, torch.t(qkv%d))", h, i);
    if (rope) {
      line("    co = torch.select(rope, 0, 0)");
      line("    si = torch.select(rope, 0, 1)");
      line(
          "    lo = torch.view(torch.slice(qkv, 1, 0, %d), [%d, %d, %d])",
          both / 2, s, t, both / 2);
      line(
          "    hi = torch.view(torch.slice(qkv, 1, %d, %d), [%d, %d, %d])",
          both / 2, both, s, t, both / 2);
      line("    qk = torch.new_empty(qkv, [%d, %d, %d])", s, t, both);
      line("    ro = torch.slice(qk, 2, 0, %d)", both / 2);
      line("    l = torch.addcmul_(torch.mul(lo, co, out=ro), hi, si, value=-1)");
      line("    ro = torch.slice(qk, 2, %d, %d)", both / 2, both);
      line("    l = torch.addcmul_(torch.mul(hi, co, out=ro), lo, si, value=1)");
    } else {
      line("    qk = torch.slice(qkv, 1, 0, %d)", both);
    }
    line("    qk = torch.view(qk, [%d, %d, %d, %d, %d])", s, t, parts, heads + kv, hw / parts);
    line("    q = torch.slice(qk, 3, 0, %d)", heads);
    line(
        "    k = torch.reshape(torch.permute(torch.slice(qk, 3, %d, %d), [0, 3, 1, 2, 4]), [%d, %d,"
            + " %d])",
        heads, heads + kv, s * kv, t, hw);
    line(
        "    v = torch.reshape(torch.transpose(torch.view(torch.slice(qkv, 1, %d, %d), [%d, %d, %d,"
            + " %d]), 1, 2), [%d, %d, %d])",
        both, both + kv * hw, s, t, kv, hw, s * kv, t, hw);
    if (b == null) {
      fullAttention(i, training);
      return;
    }
    line(
        "    q%d = torch.reshape(torch.permute(torch.view(q, [%d, %d, %d, %d, %d, %d, %d]), [0, 4,"
            + " 1, 2, 5, 3, 6]), [%d, %d, %d])",
        i, s, b.count, b.size, parts, kv, b.group, hw / parts, b.products, b.rows, hw);
    for (String name : List.of("k", "v")) {
      if (b.back > 0) {
        line("    %s = torch.constant_pad_nd(%s, [0, 0, %d, 0])", name, name, b.back * b.size);
      }
      line(
          "    %s%d = torch.view(torch.contiguous(torch.transpose(torch.unfold(%s, 1, %d, %d), 2,"
              + " 3)), [%d, %d, %d])",
          name, i, name, b.keys, b.size, b.products, b.keys, hw);
    }
    line("    y = torch.new_empty(q%d, [%d, %d, %d])", i, b.products, b.rows, hw);
    line("    mask = masks[%d]", maskIndex(config.windows().get(i)));
    line("    pr%d = annotate(List[Tensor], [])", i);
    line("    for c in range(%d):", b.products / b.chunk);
    line("      a = torch.mul(c, %d)", b.chunk);
    line("      b = torch.add(a, %d)", b.chunk);
    line(
        "      sc = torch.bmm(torch.slice(q%d, 0, a, b), torch.transpose(torch.slice(k%d, 0, a, b),"
            + " 1, 2))",
        i, i);
    line("      sm = torch.view(sc, [%d, %d, %d, %d])", b.chunk, b.size, b.group, b.keys);
    // Past a sequence's start only the first and the last block of keys have hidden positions.
    boolean ends = b.aligned && b.firstChunks * b.chunk < b.count;
    String full =
        "torch.slice(mask, 0, torch.mul(o, %1$d), torch.mul(torch.add(o, 1), %1$d))"
            .formatted(b.chunk);
    line("      o = torch.remainder(c, %d)", b.count / b.chunk);
    if (ends) {
      line("      if torch.lt(o, %d):", b.firstChunks);
      line("        l = torch.add_(sm, %s)", full);
      line("      else:");
      line("        late = torch.select(mask, 0, %d)", b.count - 1);
      line(
          "        l = torch.add_(torch.slice(sm, 3, 0, %d), torch.slice(late, 2, 0, %d))",
          b.size, b.size);
      line(
          "        l = torch.add_(torch.slice(sm, 3, %d, %d), torch.slice(late, 2, %d, %d))",
          b.keys - b.size, b.keys, b.keys - b.size, b.keys);
    } else {
      line("      l = torch.add_(sm, %s)", full);
    }
    line("      pr = torch.softmax(sc, 2)");
    line("      yc = torch.slice(y, 0, a, b)");
    line("      l = torch.bmm(pr, torch.slice(v%d, 0, a, b), out=yc)", i);
    if (training) {
      line("      pr%d = torch.append(pr%d, pr)", i, i);
    }
    line(
        "    at%d = torch.reshape(torch.permute(torch.view(y, [%d, %d, %d, %d, %d, %d]), [0, 2, 3,"
            + " 1, 4, 5]), [%d, %d])",
        i, s, kv, b.count, b.size, b.group, hw, s * t, heads * hw);
  }

  /** libtorch's fused attention, differentiated by libtorch. */
  private void fullAttention(int i, boolean training) {
    int s = microSequences;
    int t = length;
    int heads = config.heads();
    int kv = config.kvHeads();
    int hw = config.headWidth();
    String grads = flag(training);
    line(
        "    q%d = torch.requires_grad_(torch.reshape(torch.permute(q, [0, 3, 1, 2, 4]), [%d, %d,"
            + " %d, %d]), %s)",
        i, s, heads, t, hw, grads);
    for (String name : List.of("k", "v")) {
      // A copy where v is a view of qkv already: a leaf of its own either way.
      line(
          "    %s%d = torch.requires_grad_(torch.detach(torch.view(%s, [%d, %d, %d, %d])), %s)",
          name, i, name, s, kv, t, hw, grads);
    }
    line("    torch.set_grad_enabled(%s)", grads);
    for (String name : List.of("k", "v")) {
      if (kv == heads) {
        line("    %1$se = %1$s%2$d", name, i);
      } else {
        line("    %1$se = torch.repeat_interleave(%1$s%2$d, %3$d, 1)", name, i, heads / kv);
      }
    }
    line(
        "    y%d = torch.scaled_dot_product_attention(q%d, ke, ve, None, 0., True, scale=1.)",
        i, i);
    line("    torch.set_grad_enabled(False)");
    line(
        "    at%d = torch.reshape(torch.transpose(torch.detach(y%d), 1, 2), [%d, %d])",
        i, i, s * t, heads * hw);
  }

  /** From logits to the loss, summed and divided by the batch's tokens, and dl, its gradient. */
  private void loss(int tokens) {
    line("    ls = torch.log_softmax(logits, 1, 6)");
    line("    valid = torch.unsqueeze(torch.ge(targets, 0), 1)");
    line("    at = torch.unsqueeze(torch.clamp(targets, 0, None), 1)");
    line(
        "    loss = torch.div(torch.neg(torch.sum(torch.mul(torch.gather(ls, 1, at), valid))),"
            + " %d.)",
        tokens);
    line("    ex = torch.exp_(ls)");
    line("    ex = torch.scatter_add_(ex, 1, at, torch.neg(torch.ones_like(at, dtype=6)))");
    line("    ex = torch.mul_(ex, torch.div(torch.to(valid, 6), %d.))", tokens);
    line("    dl = torch.to(ex, %d)", type);
    sum("outputbias", "torch.sum(dl, [0])");
  }

  private void sum(String name, String gradient) {
    line("    l = torch.add_(sums[%d], %s)", prepared.indexOf(name), gradient);
  }

  /** dx: the gradient of x; adds to the sums of the weights' and to dn, the n-grams'. */
  private void backward() {
    boolean output = grams() > 0 && config.ngramOutput();
    sum("output", "torch.mm(torch.t(dl), hl)");
    if (output) {
      sum("gramlogits", "torch.mm(torch.t(dl), n)");
      line("    l = torch.add_(dn, torch.mm(dl, gramlogits))");
    }
    line("    dx = torch.mm(dl, output)");
    if (config.preNorm()) {
      line("    dh = dx");
      normBack("hl", "norm", false);
    }
    for (int i = layers() - 1; i >= 0; i--) {
      if (config.preNorm()) {
        mlpBack(i, "hm" + i);
        normBack("hm" + i, "mlpnorm" + i, true);
        attentionBack(i, "ha" + i);
        normBack("ha" + i, "attentionnorm" + i, true);
      } else {
        line("    dh = dx");
        normBack(null, "mlpnorm" + i, false);
        mlpBack(i, "x" + (2 * i + 1));
        line("    dh = torch.add_(dh, dx)");
        normBack(null, "attentionnorm" + i, false);
        attentionBack(i, "x" + 2 * i);
        line("    dx = torch.add_(dh, dx)");
      }
    }
    if (grams() > 0) {
      sum("gramin", "torch.mm(torch.t(dx), n)");
      line("    l = torch.add_(dn, torch.mm(dx, gramin))");
    }
  }

  /** From dh, the gradient of a norm's result y, to dx: added to it, or in its place. */
  private void normBack(String y, String norm, boolean add) {
    if (folded) {
      line(
          "    l = torch.mul(torch.sum(torch.mul(dh, %s), [1], True), %s)",
          y, decimal(-1.0 / config.width()));
      line("    dh = torch.addcmul(dh, %s, l)", y);
      line(add ? "    dx = torch.addcmul_(dx, dh, r%s)" : "    dx = torch.mul(dh, r%s)", norm);
      return;
    }
    boolean layer = config.norm() == Norm.LAYER;
    List<String> own = new ArrayList<>();
    for (String leaf : trackedLeaves(norm, layer)) {
      own.add(leaf + "for" + norm);
    }
    line(
        "    grads = torch.grad([tracked%s], [%s], annotate(List[Optional[Tensor]], [dh]), None,"
            + " False, False)",
        norm, String.join(", ", own));
    line(add ? "    dx = torch.add_(dx, self.some(grads[0]))" : "    dx = self.some(grads[0])");
    sum(norm, "self.some(grads[1])");
    if (layer) {
      sum(norm + "bias", "self.some(grads[2])");
    }
  }

  private List<String> trackedLeaves(String norm, boolean layer) {
    String x;
    if (norm.equals("norm")) {
      x = "x" + 2 * layers();
    } else {
      boolean mlp = norm.startsWith("mlp");
      int i = Integer.parseInt(norm.substring(norm.indexOf("norm") + 4));
      if (config.preNorm()) {
        x = "x" + (mlp ? 2 * i + 1 : 2 * i);
      } else {
        x = (mlp ? "zm" : "za") + i;
      }
    }
    return layer ? List.of(x, norm, norm + "bias") : List.of(x, norm);
  }

  /** From dx to dh, the gradient of the sublayer's input h. */
  private void mlpBack(int i, String h) {
    sum("down" + i, "torch.mm(torch.t(dx), m%d)".formatted(i));
    line("    dm = torch.mm(dx, down%d)", i);
    line("    du = torch.mul(dm, s%d)", i);
    // silu' = sg + s - s sg
    line("    dg = torch.addcmul_(torch.add(s%d, sg%d), s%d, sg%d, value=-1)", i, i, i, i);
    line("    dg = torch.mul_(torch.mul_(dg, u%d), dm)", i);
    sum("gate" + i, "torch.mm(torch.t(dg), %s)".formatted(h));
    sum("up" + i, "torch.mm(torch.t(du), %s)".formatted(h));
    line("    dh = torch.addmm(torch.mm(dg, gate%d), du, up%d)", i, i);
  }

  /** From dx to dh, the gradient of the sublayer's input h. */
  private void attentionBack(int i, String h) {
    Blocks b = blocks(config.windows().get(i));
    int s = microSequences;
    int t = length;
    int heads = config.heads();
    int kv = config.kvHeads();
    int hw = config.headWidth();
    int both = (heads + kv) * hw;
    boolean rope = config.positions() == Positions.ROPE;
    int parts = rope ? 2 : 1;
    sum("attention" + i, "torch.mm(torch.t(dx), at%d)".formatted(i));
    line("    dy = torch.mm(dx, attention%d)", i);
    // dq: [s, t, parts, heads, headWidth / parts]; dk, dv: [s * kv, t, headWidth]
    if (b == null) {
      line("    dy = torch.transpose(torch.view(dy, [%d, %d, %d, %d]), 1, 2)", s, t, heads, hw);
      line(
          "    grads = torch.grad([y%d], [q%d, k%d, v%d], annotate(List[Optional[Tensor]], [dy]),"
              + " None, False, False)",
          i, i, i, i);
      line(
          "    dq = torch.permute(torch.view(self.some(grads[0]), [%d, %d, %d, %d, %d]), [0, 2, 3,"
              + " 1, 4])",
          s, heads, t, parts, hw / parts);
      line("    dk = self.some(grads[1])");
      line("    dv = self.some(grads[2])");
    } else {
      blocksBack(i, b);
    }
    line("    dqkv = torch.new_empty(dy, [%d, %d, %d])", s, t, both + kv * hw);
    if (rope) {
      line("    dqk = torch.new_empty(dy, [%d, %d, %d])", s, t, both);
    } else {
      line("    dqk = torch.slice(dqkv, 2, 0, %d)", both);
    }
    line("    hs = torch.view(dqk, [%d, %d, %d, %d, %d])", s, t, parts, heads + kv, hw / parts);
    line("    l = torch.copy_(torch.slice(hs, 3, 0, %d), dq)", heads);
    line(
        "    l = torch.copy_(torch.slice(hs, 3, %d, %d), torch.permute(torch.view(dk, [%d, %d, %d,"
            + " %d, %d]), [0, 2, 3, 1, 4]))",
        heads, heads + kv, s, kv, t, parts, hw / parts);
    line(
        "    l = torch.copy_(torch.view(torch.slice(dqkv, 2, %d, %d), [%d, %d, %d, %d]),"
            + " torch.transpose(torch.view(dv, [%d, %d, %d, %d]), 1, 2))",
        both, both + kv * hw, s, t, kv, hw, s, kv, t, hw);
    if (rope) {
      line("    co = torch.select(rope, 0, 0)");
      line("    si = torch.select(rope, 0, 1)");
      line("    lo = torch.slice(dqk, 2, 0, %d)", both / 2);
      line("    hi = torch.slice(dqk, 2, %d, %d)", both / 2, both);
      line("    ro = torch.slice(dqkv, 2, 0, %d)", both / 2);
      line("    l = torch.addcmul_(torch.mul(lo, co, out=ro), hi, si, value=1)");
      line("    ro = torch.slice(dqkv, 2, %d, %d)", both / 2, both);
      line("    l = torch.addcmul_(torch.mul(hi, co, out=ro), lo, si, value=-1)");
    }
    line("    dqkv = torch.flatten(dqkv, 0, 1)");
    sum("qkv" + i, "torch.mm(torch.t(dqkv), %s)".formatted(h));
    line("    dh = torch.mm(dqkv, qkv%d)", i);
  }

  private void blocksBack(int i, Blocks b) {
    int s = microSequences;
    int kv = config.kvHeads();
    int hw = config.headWidth();
    int parts = config.positions() == Positions.ROPE ? 2 : 1;
    line(
        "    dy = torch.reshape(torch.permute(torch.view(dy, [%d, %d, %d, %d, %d, %d]), [0, 3, 1,"
            + " 2, 4, 5]), [%d, %d, %d])",
        s, b.count, b.size, kv, b.group, hw, b.products, b.rows, hw);
    line("    dqb = torch.empty_like(q%d)", i);
    line("    dkb = torch.empty_like(k%d)", i);
    line("    dvb = torch.empty_like(v%d)", i);
    line("    for c in range(%d):", b.products / b.chunk);
    line("      a = torch.mul(c, %d)", b.chunk);
    line("      b = torch.add(a, %d)", b.chunk);
    line("      dc = torch.slice(dy, 0, a, b)");
    line("      pr = pr%d[c]", i);
    line("      o = torch.slice(dvb, 0, a, b)");
    line("      l = torch.bmm(torch.transpose(pr, 1, 2), dc, out=o)");
    line("      sc = torch.bmm(dc, torch.transpose(torch.slice(v%d, 0, a, b), 1, 2))", i);
    line("      sc = torch._softmax_backward_data(sc, pr, 2, %d)", type);
    line("      o = torch.slice(dqb, 0, a, b)");
    line("      l = torch.bmm(sc, torch.slice(k%d, 0, a, b), out=o)", i);
    line("      o = torch.slice(dkb, 0, a, b)");
    line("      l = torch.bmm(torch.transpose(sc, 1, 2), torch.slice(q%d, 0, a, b), out=o)", i);
    line(
        "    dq = torch.permute(torch.view(dqb, [%d, %d, %d, %d, %d, %d, %d]), [0, 2, 3, 5, 1, 4,"
            + " 6])",
        s, kv, b.count, b.size, b.group, parts, hw / parts);
    line("    dq = torch.flatten(torch.flatten(dq, 4, 5), 1, 2)");
    // A key belongs to the blocks of its own and the following queries.
    for (String name : List.of("dk", "dv")) {
      line("    ks = torch.view(%sb, [%d, %d, %d, %d])", name, s * kv, b.count, b.keys, hw);
      line("    %s = torch.contiguous(torch.slice(ks, 2, %d, %d))", name, b.back * b.size, b.keys);
      for (int j = 0; j < b.back; j++) {
        int later = b.back - j;
        line(
            "    l = torch.add_(torch.slice(%s, 1, 0, %d), torch.slice(torch.slice(ks, 1, %d, %d),"
                + " 2, %d, %d))",
            name, b.count - later, later, b.count, j * b.size, (j + 1) * b.size);
      }
    }
  }

  /**
   * How a layer's attention is cut.
   *
   * @param size positions of a block of queries
   * @param count blocks of a sequence
   * @param back how many earlier blocks the window reaches
   * @param keys keys of a product
   * @param group query heads of a key head
   * @param rows queries of a product: positions times heads
   * @param products products of a micro-batch
   * @param chunk products computed at once; divides {@code count}
   * @param firstChunks chunks of a sequence in which some blocks reach before its start
   * @param aligned whether the window's far edge lies within one block
   */
  private record Blocks(
      int size,
      int count,
      int back,
      int keys,
      int group,
      int rows,
      int products,
      int chunk,
      int firstChunks,
      boolean aligned) {}

  /** Null for a window that takes libtorch's fused attention. */
  private Blocks blocks(int window) {
    if (window >= length && length >= FULL_ATTENTION_LENGTH) {
      return null;
    }
    int size = length % 32 == 0 ? 32 : length;
    int count = length / size;
    int back = Math.min((window - 1 + size - 1) / size, count - 1);
    int keys = (back + 1) * size;
    int group = config.heads() / config.kvHeads();
    int rows = size * group;
    int chunk = count;
    while (chunk > 1 && ((long) chunk * rows * keys > CHUNK_SCORES || count % chunk != 0)) {
      chunk--;
    }
    int firstChunks = (back + chunk - 1) / chunk;
    return new Blocks(
        size,
        count,
        back,
        keys,
        group,
        rows,
        microSequences * config.kvHeads() * count,
        chunk,
        firstChunks,
        back > 0 && back * size <= window);
  }

  private List<Integer> distinctWindows() {
    return new ArrayList<>(new TreeSet<>(config.windows()));
  }

  private int maskIndex(int window) {
    return distinctWindows().indexOf(window);
  }

  /** One additive mask [blocks, block, 1, keys] for each distinct window. */
  private void masks() {
    line("  def mask(self: __torch__.M, p: Tensor, window: int, block: int, back: int) -> Tensor:");
    line("    d = ops.prim.device(p)");
    line("    keys = torch.mul(torch.add(back, 1), block)");
    line(
        "    start = torch.view(torch.arange(0, %d, block, dtype=4, layout=None, device=d), [-1, 1,"
            + " 1, 1])",
        length);
    line(
        "    q = torch.add(start, torch.view(torch.arange(block, dtype=4, layout=None, device=d),"
            + " [1, -1, 1, 1]))");
    line(
        "    k = torch.add(torch.sub(start, torch.mul(back, block)), torch.view(torch.arange(keys,"
            + " dtype=4, layout=None, device=d), [1, 1, 1, -1]))");
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
      Blocks b = blocks(window);
      parts.add(
          b == null
              ? "torch.new_zeros(p, [0])"
              : "self.mask(p, %d, %d, %d)".formatted(window, b.size, b.back));
    }
    line("    return [%s]", String.join(", ", parts));
  }

  /**
   * Rotary tables [2, length, (heads + kv) * headWidth / 2], or sinusoids [length, width], or
   * nothing of use.
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
                  + " 2), 1), %d)",
              type);
      case ROPE ->
          line(
              "    return torch.to(torch.repeat(torch.stack([torch.cos(angle), torch.sin(angle)]),"
                  + " [1, 1, %d]), %d)",
              config.heads() + config.kvHeads(), type);
    }
  }

  private int layers() {
    return config.windows().size();
  }

  private int grams() {
    return flat.ngramTables().size();
  }

  private static String flag(boolean value) {
    return value ? "True" : "False";
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
