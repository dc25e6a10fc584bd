package io.bytezip.eval;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.Segment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells a file's modality by its content, and loads it as it is to be evaluated. */
final class Loader {
  private static final int START = 1 << 16;
  private static final long MAX_FILE = 1L << 30;

  private Loader() {}

  /** The modality, from the file's first 64 KiB. */
  static Modality modality(Path path) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(path)) {
      start = in.readNBytes(START);
    }
    if (Recordings.isWav(start) || Recordings.isFlac(start)) {
      return Modality.AUDIO;
    }
    if (isText(start)) {
      return Modality.TEXT;
    }
    return Pictures.isPicture(start) ? Modality.IMAGE : Modality.GENERIC;
  }

  /** PNM has forms that are written in ASCII. */
  private static boolean isText(byte[] start) {
    boolean pnm =
        start.length > 2
            && start[0] == 'P'
            && start[1] >= '1'
            && start[1] <= '7'
            && start[2] <= ' ';
    return !pnm
        && start.length > 0
        && new Segment(new BytesLayout(), start).modality() == Modality.TEXT;
  }

  /** Loads what is to be evaluated, pictures and recordings decoded. */
  static Subject load(Piece piece, long limit) throws IOException {
    return load(piece, limit, false);
  }

  /**
   * Loads what is to be evaluated.
   *
   * @param limit text and other files are cut after this many bytes
   * @param asIs whether pictures and recordings stay the files that they are
   * @throws UnreadableException when it is too large, or a picture or recording can't be decoded
   */
  static Subject load(Piece piece, long limit, boolean asIs) throws IOException {
    boolean whole = piece.modality() == Modality.IMAGE || piece.modality() == Modality.AUDIO;
    long left = Files.size(piece.path()) - piece.offset();
    long size = whole ? left : Math.min(left, Math.min(limit, piece.length()));
    if (size > MAX_FILE) {
      throw new UnreadableException("longer than 1 GiB");
    }
    byte[] file;
    try (InputStream in = Files.newInputStream(piece.path())) {
      in.skipNBytes(piece.offset());
      file = in.readNBytes((int) size);
    }
    if (asIs) {
      return new Subject(piece.modality(), file, new Content.Plain());
    }
    return switch (piece.modality()) {
      case IMAGE -> Pictures.read(file);
      case AUDIO -> Recordings.isFlac(file) ? Recordings.flac(file) : Recordings.wav(file);
      case TEXT, GENERIC -> new Subject(piece.modality(), file, new Content.Plain());
    };
  }
}
