package io.bytezip.codec;

import io.bytezip.modalities.format.Heading;
import io.bytezip.modalities.format.MemberScanner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The members of a tar or cpio file, as the archive lists them before its index. A convenience: the
 * content does not depend on it, and one that would be too long is left out.
 *
 * @param stored the part's fields
 */
record MemberDirectory(byte[] stored) {
  /** Bytes of a list, unpacked. */
  private static final int MAX_SIZE = 1 << 24;

  private static final int MAX_MEMBERS = 1 << 20;
  private static final int MAX_NAME = 1 << 20;

  /** Gathers the members of a stream that passes. Memory: the list, at most 16 MiB. */
  static final class Writer {
    private final MemberScanner scanner = new MemberScanner(this::add);
    private HeaderOutput fields = new HeaderOutput();
    private int members;
    private int size;
    private long end;

    void update(byte[] bytes, int offset, int length) {
      scanner.update(bytes, offset, length);
    }

    /** The whole part when the stream has ended; empty if there are no members, or too many. */
    byte[] finish(int lzma2Preset) {
      scanner.finish();
      if (members == 0 || members > MAX_MEMBERS || size > MAX_SIZE) {
        return new byte[0];
      }
      byte[] list = new HeaderOutput().varint(members).bytes(fields.toBytes()).toBytes();
      byte[] packed = Lzma2.compress(list, lzma2Preset);
      byte[] stored =
          new HeaderOutput()
              .varint(list.length)
              .i64(Hash.of(list, 0, list.length))
              .bytes(packed == null ? list : packed)
              .toBytes();
      return new HeaderOutput()
          .u8(BlockHeader.MEMBERS)
          .varint(stored.length)
          .bytes(stored)
          .checked();
    }

    private void add(MemberScanner.Member member) {
      Heading heading = member.heading();
      size += heading.name().length + heading.link().length + 32;
      if (++members > MAX_MEMBERS || size > MAX_SIZE) {
        fields = new HeaderOutput();
        size = MAX_SIZE + 1;
        members = MAX_MEMBERS;
        return;
      }
      fields
          .u8(heading.kind().ordinal())
          .varint(member.offset() - end)
          .varint(heading.length())
          .varint(heading.mode())
          .varint(heading.modified())
          .varint(heading.name().length)
          .bytes(heading.name())
          .varint(heading.link().length)
          .bytes(heading.link());
      end = member.offset() + heading.length();
    }
  }

  /** Reads what follows the kind. */
  static MemberDirectory read(ArchiveInput in) throws IOException {
    return new MemberDirectory(BlockHeader.readSized(in, 2 * MAX_SIZE));
  }

  /**
   * Reads the members, which are checked to lie within the content, in their order.
   *
   * @param base where the content of their archive begins
   * @param length how long it is
   */
  void members(long base, long length, Consumer<Member> target) throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(list());
    ArchiveInput in = new ArchiveInput(bytes);
    long left = in.varint(MAX_MEMBERS);
    long end = 0;
    for (; left > 0; left--) {
      int kind = in.u8();
      if (kind >= Heading.Kind.values().length) {
        throw UnsupportedFormatException.newer("members of kind " + kind);
      }
      long offset = end + in.varint(length - end);
      long size = in.varint(length - offset);
      int mode = (int) in.varint(0xFFF);
      long modified = in.varint(Long.MAX_VALUE);
      String name = name(in.bytes((int) in.varint(MAX_NAME)));
      String link = name(in.bytes((int) in.varint(MAX_NAME)));
      Heading.Kind known = Heading.Kind.values()[kind];
      target.accept(new Member(name, known, base + offset, size, mode, modified, link));
      end = offset + size;
    }
    if (bytes.available() > 0) {
      throw damaged();
    }
  }

  private byte[] list() throws IOException {
    ByteArrayInputStream bytes = new ByteArrayInputStream(stored);
    ArchiveInput in = new ArchiveInput(bytes);
    int length = (int) in.varint(MAX_SIZE);
    long hash = in.i64();
    byte[] packed = bytes.readAllBytes();
    if (packed.length > length) {
      throw damaged();
    }
    byte[] list = packed.length == length ? packed : Lzma2.decompress(packed, length);
    if (Hash.of(list, 0, length) != hash) {
      throw damaged();
    }
    return list;
  }

  /** What a name's bytes are read as. */
  static String name(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static CorruptArchiveException damaged() {
    return new CorruptArchiveException("the list of members is damaged");
  }
}
