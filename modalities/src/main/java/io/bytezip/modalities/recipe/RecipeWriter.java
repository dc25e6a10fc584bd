package io.bytezip.modalities.recipe;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a recipe: nodes in order, of which each is a copy from a segment or a transform of other
 * nodes.
 */
public final class RecipeWriter {
  /** From here on a node's first byte names a transform. */
  static final int TRANSFORM = 128;

  /** A segment of this number or more is written as a varint. */
  static final int MORE_SEGMENTS = 127;

  /** A node. */
  public sealed interface Node {
    /** The next {@code count} bytes of a segment. */
    record Copy(int segment, int count) implements Node {}

    /** What a transform makes of its nodes' bytes. */
    record Made(Transform transform, List<Node> nodes) implements Node {
      /** Copies the list. */
      public Made {
        nodes = List.copyOf(nodes);
      }
    }
  }

  private RecipeWriter() {}

  /**
   * The recipe of these nodes.
   *
   * <p>What a recipe leaves of the segments follows by itself, in their order, so copies at the end
   * are left out where that gives the same.
   */
  public static byte[] write(List<Node> nodes) {
    List<Node> joined = joined(nodes);
    int first = Integer.MAX_VALUE;
    while (!joined.isEmpty()
        && joined.getLast() instanceof Node.Copy copy
        && copy.segment < first) {
      first = copy.segment;
      joined.removeLast();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(joined, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Copies that go on in the same segment are one. */
  private static List<Node> joined(List<Node> nodes) {
    List<Node> joined = new ArrayList<>();
    for (Node node : nodes) {
      if (node instanceof Node.Copy next
          && !joined.isEmpty()
          && joined.getLast() instanceof Node.Copy last
          && last.segment == next.segment) {
        joined.set(joined.size() - 1, new Node.Copy(last.segment, last.count + next.count));
      } else {
        joined.add(node);
      }
    }
    return joined;
  }

  private static void write(List<Node> nodes, DataOutputStream out) throws IOException {
    for (Node node : nodes) {
      switch (node) {
        case Node.Copy copy -> {
          out.writeByte(Math.min(copy.segment, MORE_SEGMENTS));
          if (copy.segment >= MORE_SEGMENTS) {
            Varint.write(out, copy.segment);
          }
          Varint.write(out, copy.count);
        }
        case Node.Made made -> {
          out.writeByte(TRANSFORM + made.transform.kind());
          made.transform.write(out);
          List<Node> joined = joined(made.nodes);
          Varint.write(out, joined.size());
          write(joined, out);
        }
      }
    }
  }
}
