package io.bytezip.modalities.format;

/** How the headings of a kind of container are read. Implementations are immutable. */
interface ContainerSyntax {
  /** More bytes than this a heading hasn't, with everything that belongs to it. */
  int MAX_HEADING = 1 << 20;

  /** What stands at the start of a window. */
  sealed interface Reading {
    /** The heading can't be read before there are {@code length} bytes, and has no fewer. */
    record Incomplete(int length) implements Reading {}

    /** No heading. */
    record Nothing() implements Reading {}

    /** The container's end, which takes so many bytes of the window. */
    record End(int size) implements Reading {}

    /** A member's heading. */
    record Member(Heading heading) implements Reading {}
  }

  /** As {@link Format#name}. */
  String name();

  /** Whether the first heading may be there. */
  boolean mayBegin(InputWindow window, int position);

  /** Reads what stands at the window's start, and never looks at bytes that it doesn't ask for. */
  Reading read(InputWindow window);

  /** Reads the next heading. */
  default ContainerSyntax next() {
    return this;
  }
}
