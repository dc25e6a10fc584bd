package io.bytezip.eval;

import io.bytezip.codec.ModelId;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The transfer study of Heurtel-Depeiges et al. 2024, "Compression via Pre-trained Transformers: A
 * Study on Byte-Level Multimodal Data": what models that were trained on some mixture of text,
 * images and audio take on every mixture of the three. Everything is raw bytes to them (interleaved
 * samples, PCM), in windows in each of which the model begins anew.
 *
 * <p>Memory: as {@link ContextScan}.
 *
 * <p>Example, of two models on the files of a folder:
 *
 * <pre>{@code
 * Catalogue models = Catalogue.standard(System.getenv());
 * NamedModel text = models.load("vanilla-text-2").named();
 * List<NamedModel> rows = List.of(text, models.load("vanilla-image-2").named());
 * new TransferScan(rows, EvalOptions.DEFAULTS, 4096, (done, total, path) -> {})
 *     .run(Path.of("data"))
 *     .print(System.out);
 * }</pre>
 */
public final class TransferScan {
  private final List<NamedModel> models;
  private final EvalOptions options;
  private final int window;
  private final Evaluation.Listener listener;

  /**
   * For one run.
   *
   * @param models the rows; each reads the layout {@code bytes}
   * @param options which files and pieces; how they are compressed has no meaning here
   * @param window bytes of a window, 1 to {@link ContextScan#MAX_WINDOW}
   * @throws IllegalArgumentException if a model does not read bytes, or the window is out of range
   */
  public TransferScan(
      List<NamedModel> models, EvalOptions options, int window, Evaluation.Listener listener) {
    for (NamedModel model : models) {
      if (!model.reads(new BytesLayout())) {
        throw new IllegalArgumentException(
            "the model " + model.name() + " does not read raw bytes");
      }
    }
    if (window < 1 || window > ContextScan.MAX_WINDOW) {
      throw new IllegalArgumentException("a window of " + window);
    }
    this.models = List.copyOf(models);
    this.options = options;
    this.window = window;
    this.listener = listener;
  }

  /**
   * Measures all models on all files under a folder, or on one file.
   *
   * @throws IOException when the folder can't be read
   */
  public TransferReport run(Path folder) throws IOException {
    List<TransferReport.Row> rows = new ArrayList<>();
    Map<String, Report.Problem> problems = new LinkedHashMap<>();
    for (int i = 0; i < models.size(); i++) {
      int before = i;
      ContextReport report =
          new ContextScan(
                  new Only(models.get(i)),
                  options,
                  window,
                  true,
                  TransferReport.KINDS,
                  (done, total, path) ->
                      listener.file(before * total + done, models.size() * total, path))
              .run(folder);
      rows.add(TransferReport.Row.of(models.get(i), report.curves()));
      report.problems().forEach(problem -> problems.putIfAbsent(problem.path(), problem));
    }
    return new TransferReport(window, rows, List.copyOf(problems.values()));
  }

  /** A source that has one model for everything. */
  record Only(NamedModel model) implements ModelSource {
    @Override
    public NamedModel forCompression(Layout layout) {
      return model;
    }

    @Override
    public NamedModel byId(ModelId id) throws UnknownModelException {
      if (!model.id().equals(id)) {
        throw new UnknownModelException(id);
      }
      return model;
    }
  }
}
