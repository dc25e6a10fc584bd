package io.bytezip.modalities;

import io.bytezip.modalities.format.Content;
import io.bytezip.modalities.format.Format;
import io.bytezip.modalities.format.InputWindow;
import io.bytezip.modalities.recipe.RecipeWriter;
import io.bytezip.modalities.recipe.RecipeWriter.Node;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts contents into segments, and writes the recipe that takes them from there. Members are opened
 * on the way.
 */
final class Assembly {
  /** Members in members in members. */
  private static final int MAX_DEPTH = 4;

  /** Plain bytes between members that are fewer than this count as structure. */
  private static final int MIN_PLAIN = 256;

  /** Samples of so many kinds have segments of their own; each takes time, whatever its length. */
  private static final int MAX_SEGMENTS = 1024;

  /** The same for the planes of arrays, which are many in a model's file; a header holds more. */
  private static final int MAX_PLANES = 16_384;

  private static final Layout BYTES = new BytesLayout();

  /** In the order of segments. */
  private enum Kind {
    SAMPLES,
    PLANE,
    TEXT,
    GENERIC,
    STRUCTURE
  }

  private record Key(Kind kind, Layout layout, long plane) {}

  private static final class Slot {
    private final int number;
    private final Kind kind;
    private final Layout layout;
    private final Segment.Origin origin;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Slot(int number, Kind kind, Layout layout, Segment.Origin origin) {
      this.number = number;
      this.kind = kind;
      this.layout = layout;
      this.origin = origin;
    }
  }

  private final List<Format> formats;
  private final List<Slot> slots = new ArrayList<>();

  /** To which bytes of the same kind may be appended, where they end with whole units. */
  private final Map<Key, Slot> newest = new HashMap<>();

  private final List<Node> nodes = new ArrayList<>();
  private long room;

  /**
   * An empty plan.
   *
   * @param maxSize the most bytes that all segments may have
   */
  Assembly(List<Format> formats, int maxSize) {
    this.formats = formats;
    this.room = maxSize;
  }

  /** The plan for a block that is these pieces. */
  Plan plan(List<Walk.Piece> pieces, int length) {
    for (Walk.Piece piece : pieces) {
      room -= piece.content().size();
    }
    for (Walk.Piece piece : pieces) {
      Segment.Origin origin = new Segment.Origin(piece.format(), "", piece.offset());
      add(piece.content(), origin, 0, nodes);
    }
    // Samples come first, structure last: then the copies at the end go without saying.
    List<Slot> order = new ArrayList<>(slots);
    order.sort(Comparator.comparing(slot -> slot.kind));
    List<Segment> segments =
        order.stream()
            .map(slot -> new Segment(slot.layout, slot.bytes.toByteArray(), slot.origin))
            .toList();
    int[] numbers = new int[slots.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[order.get(i).number] = i;
    }
    return new Plan(length, segments, RecipeWriter.write(numbered(nodes, numbers)));
  }

  private static List<Node> numbered(List<Node> nodes, int[] numbers) {
    List<Node> numbered = new ArrayList<>();
    for (Node node : nodes) {
      numbered.add(
          switch (node) {
            case Node.Copy copy -> new Node.Copy(numbers[copy.segment()], copy.count());
            case Node.Made made -> new Node.Made(made.transform(), numbered(made.nodes(), numbers));
          });
    }
    return numbered;
  }

  private void add(Content content, Segment.Origin origin, int depth, List<Node> target) {
    switch (content) {
      case Content.Samples samples ->
          copy(Kind.SAMPLES, samples.layout(), samples.bytes(), origin, target);
      case Content.Plane plane -> {
        long number = (long) plane.group() << 32 | plane.place() & 0xFFFF_FFFFL;
        copy(Kind.PLANE, plane.layout(), number, plane.bytes(), origin, target);
      }
      case Content.Structure structure ->
          copy(Kind.STRUCTURE, BYTES, structure.bytes(), origin, target);
      case Content.Plain plain -> copy(kind(plain.bytes()), BYTES, plain.bytes(), origin, target);
      case Content.Member member -> member(member, origin, depth, target);
      case Content.Joined joined ->
          joined.contents().forEach(part -> add(part, origin, depth, target));
      case Content.Made made -> {
        List<Node> inner = new ArrayList<>();
        made.contents().forEach(part -> add(part, origin, depth, inner));
        target.add(new Node.Made(made.transform(), inner));
      }
    }
  }

  private static Kind kind(byte[] bytes) {
    return bytes.length < MIN_PLAIN
        ? Kind.STRUCTURE
        : Modality.of(BYTES, bytes) == Modality.TEXT ? Kind.TEXT : Kind.GENERIC;
  }

  private void member(Content.Member member, Segment.Origin origin, int depth, List<Node> target) {
    byte[] bytes = member.bytes();
    String name = origin.name().isEmpty() ? member.name() : origin.name() + "/" + member.name();
    List<Walk.Piece> pieces = new ArrayList<>();
    if (depth < MAX_DEPTH && bytes.length >= Format.MIN_SAMPLES) {
      int size = (int) Math.min(Integer.MAX_VALUE, bytes.length + room);
      Walk walk = new Walk(InputWindow.of(bytes), formats, bytes.length, size);
      walk.go(true, null);
      pieces.addAll(walk.pieces());
      if (walk.covered() < bytes.length) {
        // A walk ends early where the next block would go on.
        byte[] rest = Arrays.copyOfRange(bytes, walk.covered(), bytes.length);
        pieces.add(new Walk.Piece(new Content.Plain(rest), "", walk.covered()));
      }
    }
    long opened = pieces.stream().mapToLong(piece -> piece.content().size()).sum();
    boolean known = pieces.stream().anyMatch(piece -> !piece.format().isEmpty());
    if (!known || opened - bytes.length > room) {
      add(new Content.Plain(bytes), origin.in(name), depth, target);
      return;
    }
    room -= opened - bytes.length;
    for (Walk.Piece piece : pieces) {
      String format = piece.format().isEmpty() ? origin.format() : piece.format();
      add(piece.content(), new Segment.Origin(format, name, origin.offset()), depth + 1, target);
    }
  }

  private void copy(
      Kind kind, Layout layout, byte[] bytes, Segment.Origin origin, List<Node> target) {
    copy(kind, layout, 0, bytes, origin, target);
  }

  private void copy(
      Kind kind,
      Layout layout,
      long plane,
      byte[] bytes,
      Segment.Origin origin,
      List<Node> target) {
    if (bytes.length == 0) {
      return;
    }
    Key key = new Key(kind, layout, plane);
    Slot slot = newest.get(key);
    if (slot == null || slot.bytes.size() % layout.unit() != 0) {
      if (slots.size() >= most(kind)) {
        copy(kind(bytes), BYTES, bytes, origin, target);
        return;
      }
      slot = new Slot(slots.size(), kind, layout, origin);
      slots.add(slot);
      newest.put(key, slot);
    }
    slot.bytes.writeBytes(bytes);
    target.add(new Node.Copy(slot.number, bytes.length));
  }

  /** With so many segments, there is no further one of a kind. */
  private static int most(Kind kind) {
    return switch (kind) {
      case SAMPLES -> MAX_SEGMENTS;
      case PLANE -> MAX_PLANES;
      case TEXT, GENERIC, STRUCTURE -> Integer.MAX_VALUE;
    };
  }
}
