package io.bytezip.train;

import io.bytezip.engine.ModelConfig;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import io.bytezip.train.data.FolderPacks.Input;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.Split;
import io.bytezip.train.data.TrainException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Tells by content what a model should see files as: pictures and recordings if they are some and
 * the model reads them so, else bytes.
 */
final class FileKinds {
  /** Not all that ImageIO has: its reader of WBMP takes many other files for pictures. */
  private static final Set<String> PICTURES = Set.of("png", "jpeg", "webp", "bmp", "gif");

  private final boolean pictures;
  private final boolean recordings;
  private final boolean bytes;

  FileKinds(ModelConfig config) {
    pictures = config.layouts().stream().anyMatch(l -> l.id().equals(PixelsLayout.ID));
    recordings = config.layouts().stream().anyMatch(l -> l.id().equals(SamplesLayout.ID));
    bytes = config.layouts().stream().anyMatch(l -> l.id().equals(BytesLayout.ID));
  }

  /**
   * A file, or all files in a folder (those with a leading dot left out), by kind.
   *
   * @throws TrainException when the model reads none of them
   */
  List<Input> of(Path path) throws IOException, TrainException {
    Map<Modality, List<Path>> files = new EnumMap<>(Modality.class);
    for (Path file : Input.files(path)) {
      Modality modality = kind(file);
      if (modality != Modality.TEXT || bytes) {
        files.computeIfAbsent(modality, kind -> new ArrayList<>()).add(file);
      }
    }
    if (files.isEmpty()) {
      throw new TrainException("nothing in " + path + " is of a kind that the model reads");
    }
    List<Input> inputs = new ArrayList<>();
    files.forEach((kind, list) -> inputs.add(new Input(kind, Split.TRAIN, path, list)));
    return inputs;
  }

  private Modality kind(Path file) throws IOException {
    if (pictures && isPicture(file)) {
      return Modality.IMAGE;
    }
    return recordings && isRecording(file) ? Modality.AUDIO : Modality.TEXT;
  }

  private static boolean isPicture(Path file) throws IOException {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      return readers.hasNext()
          && PICTURES.contains(readers.next().getFormatName().toLowerCase(Locale.ROOT));
    }
  }

  private static boolean isRecording(Path file) throws IOException {
    try {
      return AudioSystem.getAudioFileFormat(file.toFile()) != null;
    } catch (UnsupportedAudioFileException e) {
      return false;
    }
  }
}
