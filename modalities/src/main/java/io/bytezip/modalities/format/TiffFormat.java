package io.bytezip.modalities.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * TIFF and BigTIFF: all images, in strips or tiles, samples of a pixel together or in planes,
 * uncompressed or by LZW, deflate or PackBits. What is compressed otherwise, or can't be compressed
 * again to the same bytes, stays as it is.
 */
final class TiffFormat implements Format {
  private static final int HEADER = 16;

  /** So many bytes behind the last image are taken for directories and their values. */
  private static final int MAX_DIRECTORIES = 1 << 15;

  @Override
  public String name() {
    return "tiff";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position, "MM\0*")
        || window.isAt(position, "II*\0")
        || window.isAt(position, "MM\0+\0\u0008\0\0")
        || window.isAt(position, "II+\0\u0008\0\0\0");
  }

  @Override
  public Finding open(InputWindow window, int room) {
    if (!mayBegin(window, 0) || !window.has(0, HEADER)) {
      return new Finding.Nothing();
    }
    TiffDirectories directories = new TiffDirectories(window);
    if (directories.needed() > window.length()
        && directories.needed() <= room
        && !window.complete()) {
      return new Finding.More(directories.needed());
    }
    List<TiffImage> images = new ArrayList<>();
    for (TiffTags tags : directories.all()) {
      TiffImage image = TiffImage.of(tags, directories.bigEndian());
      if (image != null) {
        images.add(image);
      }
    }
    UnitRun run = images.size() == 1 ? run(images.getFirst(), room) : null;
    return run == null ? pieces(window, images, room) : new Finding.Units(run);
  }

  /** The rows of an image that lie one behind the other; null if they don't. */
  private static UnitRun run(TiffImage image, int room) {
    List<TiffImage.Piece> pieces = image.pieces();
    if (!image.bare() || image.tags().tiled() || pieces.isEmpty()) {
      return null;
    }
    long rowBytes = image.raster().rowBytes();
    long start = pieces.getFirst().offset();
    long end = start;
    long rows = 0;
    for (TiffImage.Piece piece : pieces) {
      if (piece.offset() != end || piece.size() != piece.rows() * rowBytes) {
        return null;
      }
      end += piece.size();
      rows += piece.rows();
    }
    return rows != image.tags().height() || start > room || rowBytes > room
        ? null
        : new UnitRun(image.raster().layout(), (int) start, (int) rowBytes, 0, rows, true);
  }

  private static Finding pieces(InputWindow window, List<TiffImage> images, int room) {
    List<TiffImage.Piece> pieces = new ArrayList<>();
    long end = 0;
    for (TiffImage image : images) {
      pieces.addAll(image.pieces());
    }
    pieces.sort(Comparator.comparingLong(TiffImage.Piece::offset));
    for (TiffImage.Piece piece : pieces) {
      long pieceEnd = piece.offset() + piece.size();
      end = pieceEnd <= room ? Math.max(end, pieceEnd) : end;
    }
    if (!window.has(end, 0) && !window.complete()) {
      return new Finding.More(end);
    }
    Draft draft = new Draft(window);
    long left = room;
    long samples = 0;
    for (TiffImage.Piece piece : pieces) {
      int at = (int) piece.offset();
      int size = (int) piece.size();
      if (at < draft.covered() || !window.has(at, size)) {
        continue;
      }
      left -= at - draft.covered();
      if (left < size) {
        break;
      }
      Content content = piece.image().content(piece, window.copy(at, size), (int) left);
      draft.structure(at - draft.covered());
      if (content == null || content.size() > left) {
        draft.plain(size);
        left -= size;
      } else {
        draft.made(size, content);
        left -= content.size();
        samples += content.size();
      }
    }
    if (samples < MIN_SAMPLES) {
      return new Finding.Nothing();
    }
    int rest = window.length() - draft.covered();
    boolean directories = window.complete() && rest <= Math.min(left, MAX_DIRECTORIES);
    return new Finding.Found(directories ? draft.structure(rest) : draft);
  }
}
