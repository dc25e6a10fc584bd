package io.bytezip.modalities.format;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The formats there are: bytezip's own, and then those of the class path. */
public final class Formats {
  private Formats() {}

  /** All of them, in the order in which they are asked. */
  public static List<Format> all() {
    List<Format> formats =
        new ArrayList<>(
            List.of(
                new WavFormat(),
                new AiffFormat(),
                new AuFormat(),
                new CafFormat(),
                new PngFormat(),
                new BmpFormat(),
                new PnmFormat(),
                new TiffFormat(),
                new GifFormat(),
                new QoiFormat(),
                new IconFormat(),
                new TgaFormat(),
                new GzipFormat(),
                new ZipFormat(),
                new ContainerFormat(new TarSyntax()),
                new ContainerFormat(new CpioSyntax()),
                new ContainerFormat(new ArSyntax(true)),
                new PdfStreamFormat(),
                new NpyFormat(),
                new SafetensorsFormat(),
                new ElfFormat(),
                new PeFormat(),
                new MachFormat()));
    ServiceLoader.load(Format.class).stream().forEach(provider -> add(provider, formats));
    return List.copyOf(formats);
  }

  /** One that cannot be had is left out with a word in the log: files can be compressed without. */
  private static void add(ServiceLoader.Provider<Format> provider, List<Format> formats) {
    try {
      formats.add(provider.get());
    } catch (ServiceConfigurationError e) {
      Logger logger = System.getLogger(Formats.class.getName());
      logger.log(Level.WARNING, "The format {0} is left out: {1}", provider.type().getName(), e);
    }
  }
}
