package io.bytezip.cli;

import io.bytezip.codec.NamedModel;
import io.bytezip.eval.TransferReport;
import io.bytezip.eval.TransferScan;
import io.bytezip.modelzoo.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bytezip transfer}. */
@Command(
    name = "transfer",
    description =
        "Tell how models transfer between kinds of data: bits a byte of each on text, images and"
            + " audio under DIR and on their mixtures, all as raw bytes, by the transformer"
            + " alone.")
final class TransferCommand implements Callable<ExitCode> {
  private final Host host;

  @Mixin EvaluationOptions data;

  @Option(
      names = "--models",
      paramLabel = "MODEL",
      split = ",",
      defaultValue =
          "vanilla-text-2,vanilla-image-2,vanilla-audio-2,vanilla-text-image-2,"
              + "vanilla-text-audio-2,vanilla-image-audio-2,vanilla-text-image-audio-2",
      description =
          "The rows: names, files or hashes of models that read raw bytes, with commas. Default:"
              + " the seven vanilla ones.")
  List<String> models;

  @Mixin WindowOptions windows;

  TransferCommand(Host host) {
    this.host = host;
  }

  @Override
  public ExitCode call() throws UsageException {
    windows.check();
    data.check();
    Reporter reporter = new Reporter(host, data.quiet);
    try {
      FileNotice notice = new FileNotice(host, data.quiet);
      TransferReport report = scan(notice).run(Path.of(data.folder));
      notice.clear();
      windows.tell(report, data.folder, reporter);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      reporter.fail(data.folder, e);
    }
    return reporter.worst();
  }

  private TransferScan scan(FileNotice notice) throws IOException, UsageException {
    Catalogue catalogue = Catalogue.standard(host.environment());
    List<NamedModel> rows = new ArrayList<>();
    for (String model : models) {
      rows.add(catalogue.load(model).named());
    }
    try {
      return new TransferScan(rows, data.files(), windows.window, notice);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
