package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.format.Heading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lists of members in archives. */
class MembersTest {
  private static final CompressOptions OPTIONS = CompressOptions.DEFAULTS.withLevel(1);

  @Test
  void membersAreListedAndReadOneByOne() throws IOException {
    byte[] tar = tar(40);
    for (int blockSize : new int[] {4096, 10_000, 1 << 20}) {
      byte[] archive = compress(tar, blockSize);
      assertArrayEquals(tar, decompress(archive));
      try (ArchiveReader reader = open(archive)) {
        assertEquals(tar.length, reader.length());
        List<Member> members = reader.members();
        assertEquals(members, reader.findMembers());
        check(members, reader, 40);
      }
    }
  }

  private static void check(List<Member> members, ArchiveReader reader, int count)
      throws IOException {
    assertEquals(count, members.size());
    for (int i = 0; i < count; i++) {
      Member member = members.get(i);
      assertEquals(name(i), member.name());
      assertEquals(Heading.Kind.FILE, member.kind());
      assertEquals(0640, member.mode());
      assertEquals(1_700_000_000 + i, member.modified());
      byte[] bytes = new byte[(int) member.length()];
      int filled = 0;
      while (filled < bytes.length) {
        filled += reader.read(member.offset() + filled, bytes, filled, bytes.length - filled);
      }
      assertArrayEquals(content(i), bytes);
    }
  }

  @Test
  void archivesThatFollowOneAnotherListTheirs() throws IOException {
    byte[] text = Contents.text(5000, 1);
    byte[] archives =
        Corpus.joined(
            compress(tar(3), 4096), Corpus.joined(compress(text, 4096), compress(tar(3), 1 << 20)));
    assertArrayEquals(Corpus.joined(tar(3), Corpus.joined(text, tar(3))), decompress(archives));
    try (ArchiveReader reader = open(archives)) {
      List<Member> members = reader.members();
      assertEquals(6, members.size());
      check(members.subList(0, 3), reader, 3);
      check(members.subList(3, 6), reader, 3);
    }
  }

  @Test
  void whatIsNoContainerHasNoList() throws IOException {
    byte[] text = Contents.text(9000, 1);
    for (byte[] content : List.of(text, new byte[0], Arrays.copyOf(tar(1), 600))) {
      try (ArchiveReader reader = open(compress(content, 4096))) {
        assertTrue(reader.members().isEmpty());
        assertTrue(reader.findMembers().isEmpty());
      }
    }
  }

  @Test
  void aMemberThatIsCutShortIsNotListed() throws IOException {
    byte[] tar = tar(3);
    byte[] cut = Arrays.copyOf(tar, tar.length - 1600);
    try (ArchiveReader reader = open(compress(cut, 1 << 20))) {
      assertEquals(2, reader.members().size());
    }
  }

  @Test
  void noDamageOfTheListGoesUnnoticed() throws IOException {
    byte[] tar = tar(4);
    byte[] archive = compress(tar, 4096);
    int start = listStart(archive);
    for (int bit = 8 * start; bit < 8 * archive.length; bit++) {
      byte[] damaged = archive.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThrows(BytezipException.class, () -> decompress(damaged), "bit " + bit);
    }
  }

  /** Lists that are made up, checksums and hash included. */
  @Test
  void listsThatLieAreRefused() throws IOException {
    byte[] content = Contents.text(900, 1);
    byte[] empty = {};
    // The right one first: what follows is refused for what it says.
    assertArrayEquals(content, decompress(withList(content, list(1, 0, 10, 20, 0, 0), 0)));
    for (byte[] wrong :
        List.of(
            list(1, 0, 901, 0, 0, 0),
            list(1, 0, 10, 891, 0, 0),
            list(1, 0, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0),
            list(2, 0, 10, 20, 0, 0),
            list(0, 0, 10, 20, 0, 0),
            list(1 << 20, 0, 10, 20, 0, 0),
            list(1, 9, 10, 20, 0, 0),
            list(1, 0, 10, 20, 0x1000, 0),
            empty)) {
      byte[] archive = withList(content, wrong, 0);
      assertThrows(BytezipException.class, () -> decompress(archive));
      try (ArchiveReader reader = open(archive)) {
        assertThrows(BytezipException.class, reader::members);
        byte[] start = new byte[100];
        assertEquals(100, reader.read(0, start, 0, 100), "the content is there all the same");
      }
    }
    // Longer than it is, and far too long.
    for (long more : new long[] {1, 100, 1 << 24, 1L << 40}) {
      byte[] archive = withList(content, list(1, 0, 10, 20, 0, 0), more);
      assertThrows(CorruptArchiveException.class, () -> decompress(archive));
    }
  }

  /** 130 lists of 16,384 members each, with names of one byte. */
  @Test
  void moreMembersThanMemoryShouldHoldAreRefused() throws IOException {
    byte[] content = Contents.text(900, 1);
    HeaderOutput list = new HeaderOutput().varint(1 << 14);
    for (int i = 0; i < 1 << 14; i++) {
      list.u8(0).varint(0).varint(0).varint(0).varint(0).varint(1).u8('n').varint(0);
    }
    byte[] archive = withList(content, list.toBytes(), 0);
    ByteArrayOutputStream archives = new ByteArrayOutputStream();
    for (int i = 0; i < 120; i++) {
      archives.writeBytes(archive);
    }
    try (ArchiveReader reader = open(archives.toByteArray())) {
      assertEquals(120 << 14, reader.members().size());
    }
    for (int i = 0; i < 10; i++) {
      archives.writeBytes(archive);
    }
    try (ArchiveReader reader = open(archives.toByteArray())) {
      IOException refused = assertThrows(IOException.class, reader::members);
      assertTrue(refused.getMessage().startsWith("too many members"), refused.getMessage());
    }
  }

  @Test
  void randomListsGiveErrorsOrMembersWithinTheContent() throws IOException {
    byte[] content = Contents.text(900, 1);
    SplittableRandom random = new SplittableRandom(3);
    int read = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] list = list(1 + i % 3, 0, 1, 2, 3, 4);
      for (int k = random.nextInt(4); k > 0; k--) {
        list[random.nextInt(list.length)] = (byte) random.nextInt(256);
      }
      try (ArchiveReader reader = open(withList(content, list, 0))) {
        for (Member member : reader.members()) {
          assertTrue(member.offset() >= 0 && member.length() >= 0);
          assertTrue(member.offset() + member.length() <= content.length);
        }
        read++;
      } catch (BytezipException e) {
        // As it should be.
      }
    }
    assertTrue(read > 100 && read < 3000, "read " + read);
  }

  @Test
  void namesAreReadAsTheyCan() {
    assertEquals(
        "gr\u00fc\u00df", MemberDirectory.name("gr\u00fc\u00df".getBytes(StandardCharsets.UTF_8)));
    assertEquals("\u00fc\u00df", MemberDirectory.name(new byte[] {(byte) 0xFC, (byte) 0xDF}));
  }

  private static byte[] list(int count, int kind, long gap, long length, int mode, long modified) {
    return new HeaderOutput()
        .varint(count)
        .u8(kind)
        .varint(gap)
        .varint(length)
        .varint(mode)
        .varint(modified)
        .varint(1)
        .u8('n')
        .varint(0)
        .toBytes();
  }

  /** An archive of one block with this list, whose length is told as so much more. */
  private static byte[] withList(byte[] content, byte[] list, long more) {
    byte[] single = compress(content, 1 << 20);
    byte[] block = Arrays.copyOfRange(single, FileHeader.SIZE, single.length);
    BlockHeader header;
    try {
      ArchiveInput in = new ArchiveInput(new ByteArrayInputStream(block));
      header = ((Part.Data) Part.read(in)).header();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    byte[] several = header.toBytes(false);
    System.arraycopy(several, 0, block, 0, several.length);
    byte[] stored =
        new HeaderOutput()
            .varint(list.length + more)
            .i64(Hash.of(list, 0, list.length))
            .bytes(list)
            .toBytes();
    byte[] part =
        new HeaderOutput().u8(BlockHeader.MEMBERS).varint(stored.length).bytes(stored).checked();
    ArchiveIndex index =
        new ArchiveIndex(
            List.of(
                new ArchiveIndex.Entry(block.length, content.length),
                new ArchiveIndex.Entry(part.length, 0)),
            Hash.of(content, 0, content.length));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    archive.write(single, 0, FileHeader.SIZE);
    archive.writeBytes(block);
    archive.writeBytes(part);
    archive.writeBytes(index.toBytes());
    return archive.toByteArray();
  }

  /** Where the list's part begins: by the index, which is behind it. */
  private static int listStart(byte[] archive) throws IOException {
    byte[] trailer = Arrays.copyOfRange(archive, archive.length - 8, archive.length);
    int index = archive.length - (int) ArchiveIndex.length(trailer);
    ArchiveInput in =
        new ArchiveInput(new ByteArrayInputStream(archive, index, archive.length - index), index);
    List<ArchiveIndex.Entry> entries = ((Part.Index) Part.read(in)).index().entries();
    return index - (int) entries.getLast().compressed();
  }

  private static String name(int i) {
    return "folder/member-" + i;
  }

  private static byte[] content(int i) {
    return i % 7 == 3 ? new byte[0] : Contents.text(100 + 311 * (i % 11), i);
  }

  /** A ustar file. */
  private static byte[] tar(int members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < members; i++) {
      byte[] content = content(i);
      byte[] header = new byte[512];
      put(header, 0, name(i));
      put(header, 100, "0000640");
      put(header, 124, String.format(Locale.ROOT, "%011o", content.length));
      put(header, 136, String.format(Locale.ROOT, "%011o", 1_700_000_000 + i));
      put(header, 148, "        0");
      put(header, 257, "ustar");
      int sum = 0;
      for (byte octet : header) {
        sum += octet;
      }
      put(header, 148, String.format(Locale.ROOT, "%06o\0", sum));
      out.writeBytes(header);
      out.writeBytes(content);
      out.writeBytes(new byte[-content.length & 511]);
    }
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] compress(byte[] content, int blockSize) {
    return Archives.compress(content, Predictors.none(), OPTIONS.withBlockSize(blockSize));
  }

  private static byte[] decompress(byte[] archive) throws IOException {
    return Archives.decompress(archive, Predictors.none(), DecompressOptions.DEFAULTS);
  }

  private static ArchiveReader open(byte[] archive) throws IOException {
    return ArchiveReader.open(
        new ByteChannel(archive), Predictors.none(), DecompressOptions.DEFAULTS);
  }
}
