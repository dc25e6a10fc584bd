package io.bytezip.modalities.format;

import io.bytezip.modalities.Layout;
import io.bytezip.modalities.recipe.Transform;
import java.util.List;

/** What some bytes of a file are. Byte arrays are neither copied nor to be changed. */
public sealed interface Content {
  /** The bytes, as far as they are in no transform. */
  long size();

  /**
   * Samples of a picture or sound. Those of equal layouts share a segment, unless what is there
   * already ends within a row or frame.
   */
  record Samples(Layout layout, byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /**
   * One of several pieces that numbers are made of, such as the high bytes of them all: coded with
   * pieces of the same layout, group and place only.
   *
   * @param layout how the bytes lie
   * @param group which kind of numbers it is, in any counting
   * @param place which of their pieces, in any counting
   */
  record Plane(Layout layout, int group, int place, byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** What a format adds to its content: headers, tables, filters, padding. Coded together. */
  record Structure(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** Bytes of no known format. All of a block's text is coded together, and so is the rest. */
  record Plain(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /**
   * A file within the file: opened if its format is known, else plain.
   *
   * @param name what people call it; may be empty
   */
  record Member(String name, byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }
  }

  /** Contents one after another. */
  record Joined(List<Content> contents) implements Content {
    /** Copies the list. */
    public Joined {
      contents = List.copyOf(contents);
    }

    @Override
    public long size() {
      return contents.stream().mapToLong(Content::size).sum();
    }
  }

  /** What a transform makes of the contents' bytes, one after another. */
  record Made(Transform transform, List<Content> contents) implements Content {
    /** Copies the list. */
    public Made {
      contents = List.copyOf(contents);
    }

    @Override
    public long size() {
      return contents.stream().mapToLong(Content::size).sum();
    }
  }
}
