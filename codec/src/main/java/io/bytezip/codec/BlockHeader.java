package io.bytezip.codec;

import io.bytezip.codec.mix.Effort;
import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Layouts;
import io.bytezip.modalities.MalformedRecipeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The header of a block that holds data.
 *
 * @param length bytes of the original that the block restores
 * @param recipe bytes of the recipe that stands before the segments
 * @param segments the segments, in order
 * @param payload bytes of the arithmetic coder's stream, which follows the segments stored by
 *     themselves; all segments coded by a model share it
 * @param hash of the restored bytes
 */
record BlockHeader(int length, int recipe, List<SegmentHeader> segments, int payload, long hash) {
  static final int LAST = 0x80;
  static final int END = 0;
  static final int RAW = 1;
  static final int LZMA2 = 2;
  static final int MODEL = 3;
  static final int SEGMENTS = 4;
  static final int INDEX = 5;
  static final int ADAPTIVE = 6;
  static final int MIXED = 7;
  static final int MEMBERS = 8;

  /** Kinds up to here have the shape of {@link #SEGMENTS}: size, that many bytes, checksum. */
  static final int MAX_KIND = 15;

  private static final int MAX_SIZE = 1 << 20;

  /**
   * A byte costs at least 8 log2(1 / (1 - 2^-15)) bits, so a payload byte is at most so many
   * symbols.
   */
  private static final long SYMBOLS_A_BYTE = 22_720;

  private static final Layout BYTES = new BytesLayout();

  /** Bytes that follow the header. */
  long body() {
    long sum = (long) recipe + payload;
    for (SegmentHeader segment : segments) {
      sum += segment.stored();
    }
    return sum;
  }

  /** Whether the block is its one segment, of plain bytes. */
  boolean plain() {
    return recipe == 0
        && segments.size() == 1
        && segments.getFirst().length() == length
        && (segments.getFirst().layout() == null || segments.getFirst().layout().equals(BYTES));
  }

  byte[] toBytes(boolean last) {
    HeaderOutput out = new HeaderOutput();
    int flag = last ? LAST : 0;
    if (!plain()) {
      byte[] fields = fields();
      if (fields.length > MAX_SIZE) {
        throw new IllegalArgumentException("too many segments in a block: " + segments.size());
      }
      return out.u8(SEGMENTS | flag).varint(fields.length).bytes(fields).checked();
    }
    SegmentHeader segment = segments.getFirst();
    switch (segment.method()) {
      case RAW -> out.u8(RAW | flag).varint(length);
      case LZMA2 -> out.u8(LZMA2 | flag).varint(length).varint(segment.stored());
      case MODEL, ADAPTIVE, MIXED -> {
        lanes(out.u8(kind(segment.method()) | flag).varint(length), segment).varint(payload);
        if (segment.model() != null) {
          out.i64(segment.model().value());
        }
      }
    }
    return out.i64(hash).checked();
  }

  /** Writes lanes and mixer. */
  private static HeaderOutput lanes(HeaderOutput out, SegmentHeader segment) {
    out.u8(segment.lanes() - 1);
    return segment.mixer() == null ? out : out.u8(segment.mixer().code());
  }

  private static int kind(Method method) {
    return switch (method) {
      case RAW -> RAW;
      case LZMA2 -> LZMA2;
      case MODEL -> MODEL;
      case ADAPTIVE -> ADAPTIVE;
      case MIXED -> MIXED;
    };
  }

  private byte[] fields() {
    List<ModelId> models =
        segments.stream()
            .filter(segment -> segment.method().modelled())
            .map(SegmentHeader::model)
            .distinct()
            .toList();
    HeaderOutput out = new HeaderOutput().varint(length).varint(recipe).varint(models.size());
    models.forEach(model -> out.i64(model.value()));
    out.varint(segments.size());
    for (SegmentHeader segment : segments) {
      out.u8(segment.method().ordinal()).varint(segment.length());
      switch (segment.method()) {
        case RAW -> {}
        case LZMA2 -> out.varint(segment.stored());
        case MODEL, MIXED ->
            lanes(out, segment)
                .varint(models.indexOf(segment.model()))
                .bytes(layoutBytes(segment.layout()));
        case ADAPTIVE -> lanes(out, segment).bytes(layoutBytes(segment.layout()));
      }
    }
    return out.varint(payload).i64(hash).toBytes();
  }

  private static byte[] layoutBytes(Layout layout) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      Layouts.write(layout, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Reads what follows the kind of a block of one plain segment, its checksum included. */
  static BlockHeader readPlain(int kind, ArchiveInput in) throws IOException {
    int length = (int) in.varint(CompressOptions.MAX_BLOCK);
    boolean coded = kind != RAW && kind != LZMA2;
    int lanes = coded ? in.u8() + 1 : 0;
    int learning = kind == ADAPTIVE || kind == MIXED ? in.u8() : 0;
    int stored = kind == RAW ? length : (int) in.varint(CompressOptions.MAX_BLOCK);
    ModelId model = kind == MODEL || kind == MIXED ? new ModelId(in.i64()) : null;
    long hash = in.i64();
    in.checkHeader();
    MixerOptions mixer =
        switch (kind) {
          case ADAPTIVE -> mixer(Method.ADAPTIVE, learning);
          case MIXED -> mixer(Method.MIXED, learning);
          default -> null;
        };
    SegmentHeader segment =
        switch (kind) {
          case RAW -> SegmentHeader.raw(length);
          case LZMA2 -> SegmentHeader.lzma2(length, stored);
          case MODEL -> SegmentHeader.coded(Method.MODEL, length, BYTES, lanes, model, null);
          case ADAPTIVE -> SegmentHeader.coded(Method.ADAPTIVE, length, BYTES, lanes, null, mixer);
          default -> SegmentHeader.coded(Method.MIXED, length, BYTES, lanes, model, mixer);
        };
    return new BlockHeader(length, 0, List.of(segment), coded ? stored : 0, hash).checked();
  }

  /** Reads the sized part of a header, its checksum included. */
  static byte[] readSized(ArchiveInput in, int limit) throws IOException {
    byte[] fields = in.bytes((int) in.varint(limit));
    in.checkHeader();
    return fields;
  }

  /** Reads the header of a block of segments. */
  static BlockHeader readSegments(ArchiveInput source) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(readSized(source, MAX_SIZE));
    ArchiveInput in = new ArchiveInput(bytes);
    int length = (int) in.varint(CompressOptions.MAX_BLOCK);
    int recipe = (int) in.varint(CompressOptions.MAX_BLOCK);
    List<ModelId> models = new ArrayList<>();
    for (long left = in.varint(MAX_SIZE); left > 0; left--) {
      models.add(new ModelId(in.i64()));
    }
    List<SegmentHeader> segments = new ArrayList<>();
    for (long left = in.varint(MAX_SIZE); left > 0; left--) {
      segments.add(readSegment(in, bytes, models));
    }
    int payload = (int) in.varint(CompressOptions.MAX_BLOCK);
    long hash = in.i64();
    if (bytes.available() > 0) {
      throw new CorruptArchiveException("a header is too long");
    }
    return new BlockHeader(length, recipe, List.copyOf(segments), payload, hash).checked();
  }

  /** The checksum has matched already: what is not known is of a later version. */
  private static MixerOptions mixer(Method method, int code)
      throws CorruptArchiveException, UnsupportedFormatException {
    if (!MixerOptions.valid(MixerOptions.memory(code))) {
      throw new CorruptArchiveException("no mixer has 2^" + MixerOptions.memory(code) + " bytes");
    }
    if (!MixerOptions.known(code)) {
      throw UnsupportedFormatException.newer("mixer " + code);
    }
    MixerOptions mixer = MixerOptions.of(code);
    if (method == Method.MIXED && mixer.effort() != Effort.FULL) {
      throw UnsupportedFormatException.newer("a light mixer beside a model");
    }
    return mixer;
  }

  private static SegmentHeader readSegment(
      ArchiveInput in, ByteArrayInputStream bytes, List<ModelId> models) throws IOException {
    int method = in.u8();
    int length = (int) in.varint(CompressOptions.MAX_BLOCK);
    if (method >= Method.values().length) {
      throw UnsupportedFormatException.newer("segment method " + method);
    }
    Method kind = Method.values()[method];
    return switch (kind) {
      case RAW -> SegmentHeader.raw(length);
      case LZMA2 -> SegmentHeader.lzma2(length, (int) in.varint(CompressOptions.MAX_BLOCK));
      case MODEL, ADAPTIVE, MIXED -> {
        int lanes = in.u8() + 1;
        MixerOptions mixer = kind.learns() ? mixer(kind, in.u8()) : null;
        ModelId model = kind.modelled() ? model(in, models) : null;
        yield SegmentHeader.coded(kind, length, layout(bytes), lanes, model, mixer);
      }
    };
  }

  private static ModelId model(ArchiveInput in, List<ModelId> models) throws IOException {
    long index = in.varint(MAX_SIZE);
    if (index >= models.size()) {
      throw new CorruptArchiveException("a segment names no model");
    }
    return models.get((int) index);
  }

  /** The checksum has matched already: a layout that is not known is one of a later version. */
  private static Layout layout(ByteArrayInputStream bytes) throws IOException {
    try {
      return Layouts.read(new DataInputStream(bytes));
    } catch (MalformedRecipeException e) {
      throw UnsupportedFormatException.newer(e.getMessage());
    } catch (EOFException e) {
      throw new CorruptArchiveException("a header is too short", e);
    }
  }

  /** Refuses lengths that no encoder makes, before anything is allocated by them. */
  private BlockHeader checked() throws CorruptArchiveException {
    long total = 0;
    long symbols = 0;
    for (SegmentHeader segment : segments) {
      total += segment.length();
      if (segment.method().coded()) {
        symbols += segment.length();
      } else if (segment.length() > SYMBOLS_A_BYTE * segment.stored()) {
        throw new CorruptArchiveException("a segment is implausibly long");
      }
    }
    if (total > CompressOptions.MAX_BLOCK || body() > CompressOptions.MAX_BLOCK) {
      throw new CorruptArchiveException("a block is too long");
    }
    if (symbols > SYMBOLS_A_BYTE * (payload + DecisionCoder.REGISTER_BYTES + 1)) {
      throw new CorruptArchiveException("a segment is implausibly long");
    }
    return this;
  }
}
