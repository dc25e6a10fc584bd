package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.format.Heading;
import io.bytezip.modalities.format.MemberScanner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class ContainersTest {
  private static final int BLOCK = 1 << 20;
  private static final int MAX_BLOCK = 1 << 22;

  @Property(tries = 150)
  void comeBack(@ForAll long seed) throws Exception {
    Blocks.of(ContainerFiles.any(new Random(seed), 8).bytes(), BLOCK, MAX_BLOCK);
  }

  @Property(tries = 300)
  void comeBackInSmallBlocks(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 5000) int blockSize,
      @ForAll @IntRange(max = 40_000) int more)
      throws Exception {
    byte[] file = ContainerFiles.any(new Random(seed), 8).bytes();
    Blocks.of(file, blockSize, blockSize + more);
  }

  @Property(tries = 100)
  void truncatedComeBack(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9000) int blockSize)
      throws Exception {
    Random random = new Random(seed);
    byte[] file = ContainerFiles.any(random, 5).bytes();
    for (int i = 0; i < 10; i++) {
      byte[] cut = Arrays.copyOf(file, random.nextInt(file.length + 1));
      Blocks.of(cut, blockSize, blockSize + random.nextInt(20_000));
      members(cut, random);
    }
  }

  @Property(tries = 100)
  void damagedComeBack(@ForAll long seed, @ForAll @IntRange(min = 100, max = 90_000) int blockSize)
      throws Exception {
    Random random = new Random(seed);
    byte[] file = ContainerFiles.any(random, 5).bytes();
    for (int i = 0; file.length > 0 && i < 20; i++) {
      byte[] damaged = file.clone();
      for (int k = random.nextInt(6); k >= 0; k--) {
        int at = random.nextInt(random.nextBoolean() ? Math.min(file.length, 600) : file.length);
        damaged[at] = (byte) (random.nextBoolean() ? random.nextInt() : '0' + random.nextInt(9));
      }
      Blocks.of(damaged, blockSize, blockSize + random.nextInt(100_000));
      members(damaged, random);
    }
  }

  @Property(tries = 150)
  void membersAreFound(@ForAll long seed) {
    Random random = new Random(seed);
    ContainerFiles files = ContainerFiles.any(random, 8);
    byte[] file = files.bytes();
    if (new String(file, 0, Math.min(file.length, 8), StandardCharsets.ISO_8859_1)
        .equals("!<arch>\n")) {
      assertTrue(members(file, random).isEmpty());
      return;
    }
    List<MemberScanner.Member> found = members(file, random);
    assertEquals(files.put().size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      ContainerFiles.Put expected = files.put().get(i);
      Heading heading = found.get(i).heading();
      assertEquals(expected.name(), new String(heading.name(), StandardCharsets.UTF_8));
      assertEquals(expected.offset(), found.get(i).offset());
      assertEquals(expected.bytes().length, heading.length());
      assertEquals(Heading.Kind.FILE, heading.kind());
      assertEquals(0644, heading.mode());
      assertEquals(1_700_000_000, heading.modified());
    }
  }

  @Test
  void membersAreOpened() throws Exception {
    Random random = new Random(7);
    byte[] sound = new TestFiles(random).wav(2, 16);
    byte[] picture = new TestFiles(random).bmp(60, 50);
    for (int kind = 0; kind < 4; kind++) {
      ContainerFiles files = new ContainerFiles(random);
      switch (kind) {
        case 0 -> files.tar("a.wav", sound).tar("b.bmp", picture).tarEnd();
        case 1 -> files.newc("a.wav", sound).newc("b.bmp", picture).cpioEnd(true);
        case 2 -> files.odc("a.wav", sound).odc("b.bmp", picture).cpioEnd(false);
        default -> files.arBegin().ar("a", sound).ar("b", picture);
      }
      byte[] file = files.bytes();
      List<Segment> segments = Blocks.of(file, BLOCK, MAX_BLOCK).getFirst().segments();
      assertEquals(
          List.of(Modality.AUDIO, Modality.IMAGE),
          segments.subList(0, 2).stream().map(Segment::modality).toList());
      assertEquals("a", segments.getFirst().origin().name().substring(0, 1));
    }
  }

  @Test
  void aLongSoundGoesOnAsSamples() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 30; i++) {
      byte[] sound = new TestFiles(random).wav(1 + random.nextInt(2), 16);
      byte[] text = ContainerFiles.ascii("Some text behind it. ".repeat(200));
      byte[] file =
          new ContainerFiles(random).tar("a", text).tar("s", sound).tar("z", text).tarEnd().bytes();
      // Twice: within a tar file that is itself longer than a block.
      byte[] outer = new ContainerFiles(random).tar("inner", file).tarEnd().bytes();
      for (byte[] tar : List.of(file, outer)) {
        List<Plan> plans = Blocks.of(tar, 2000 + random.nextInt(2000), MAX_BLOCK);
        long samples = 0;
        for (Plan plan : plans) {
          for (Segment segment : plan.segments()) {
            samples += segment.layout() instanceof SamplesLayout ? segment.bytes().length : 0;
          }
        }
        assertTrue(plans.size() > 3);
        assertTrue(samples >= 2200 * 2 / 2 - 4, "samples " + samples);
      }
    }
  }

  @Test
  void aPictureLongerThanABlockIsOpenedWhole() throws Exception {
    Random random = new Random(3);
    byte[] picture = new TestFiles(random).bmp(90, 60);
    byte[] text = ContainerFiles.ascii("Some text before it. ".repeat(100));
    for (int before = 0; before < 4; before++) {
      ContainerFiles files = new ContainerFiles(random);
      for (int i = 0; i < before; i++) {
        files.tar("text" + i, text);
      }
      byte[] file = files.tar("b.bmp", picture).tar("z", text).tarEnd().bytes();
      Layout layout = Blocks.opened(Blocks.of(file, 3000, MAX_BLOCK));
      assertEquals(90, assertInstanceOf(PixelsLayout.class, layout).width());
    }
  }

  @Test
  void blocksEndBetweenMembers() throws Exception {
    Random random = new Random(5);
    ContainerFiles files = new ContainerFiles(random);
    for (int i = 0; i < 300; i++) {
      files.tar("member" + i, ContainerFiles.ascii("x".repeat(random.nextInt(2000))));
    }
    byte[] file = files.tarEnd().bytes();
    long position = 0;
    List<Plan> plans = Blocks.of(file, 20_000, MAX_BLOCK);
    assertTrue(plans.size() > 10);
    for (Plan plan : plans) {
      assertTrue(plan.length() <= 20_001, "a block of " + plan.length());
      position += plan.length();
      for (ContainerFiles.Put put : files.put()) {
        long end = put.offset() + put.bytes().length;
        assertTrue(position <= put.offset() || position >= end, "cut at " + position);
      }
    }
  }

  @Test
  void tenThousandTinyMembersAreQuick() {
    Random random = new Random(9);
    ContainerFiles files = new ContainerFiles(random);
    for (int i = 0; i < 10_000; i++) {
      files.tar("m" + i, ContainerFiles.ascii("text ".repeat(random.nextInt(300))));
    }
    byte[] file = files.tarEnd().bytes();
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (Plan plan : Blocks.of(file, 1 << 24, 1 << 26)) {
            assertTrue(plan.segments().size() <= 3, "segments " + plan.segments().size());
          }
        });
    assertEquals(10_000, members(file, random).size());
  }

  @Test
  void picturesOfThousandsOfWidthsHaveBoundedSegments() throws Exception {
    ContainerFiles files = new ContainerFiles(new Random(1));
    for (int width = 40; width < 2040; width++) {
      byte[] header = ContainerFiles.ascii("P5 " + width + " 30 255\n");
      files.tar("p" + width, Arrays.copyOf(header, header.length + 30 * width));
    }
    byte[] file = files.tarEnd().bytes();
    for (Plan plan : Blocks.of(file, 1 << 26, 1 << 26)) {
      assertTrue(plan.segments().size() < 1100, "segments " + plan.segments().size());
    }
  }

  @Test
  void lyingSizesStayPlain() throws Exception {
    Random random = new Random(2);
    byte[] text = ContainerFiles.ascii("text ".repeat(1000));
    for (long size : new long[] {1L << 33, 1L << 40, (1L << 56) + 1, Long.MAX_VALUE, -1}) {
      for (boolean base256 : new boolean[] {false, true}) {
        ContainerFiles files = new ContainerFiles(random);
        files.tar("first", text).header("lie", '0', size, base256, "ustar\00000").padded(text);
        byte[] file = files.tar("last", text).tarEnd().bytes();
        Blocks.of(file, 3000, 30_000);
        Blocks.of(file, BLOCK, MAX_BLOCK);
        List<MemberScanner.Member> found = members(file, random);
        assertEquals(
            "first", new String(found.getFirst().heading().name(), StandardCharsets.UTF_8));
      }
      ContainerFiles files = new ContainerFiles(random);
      byte[] records = ContainerFiles.ascii(ContainerFiles.record("size", "" + size));
      files.header("x", 'x', records.length, false, "ustar\00000").padded(records);
      byte[] file = files.header("y", '0', 5000, false, "ustar\00000").padded(text).bytes();
      Blocks.of(file, 3000, 30_000);
      members(file, random);
    }
  }

  @Test
  void sparseAndUnknownMembersAreNoFiles() {
    Random random = new Random(4);
    byte[] text = ContainerFiles.ascii("text ".repeat(100));
    ContainerFiles files = new ContainerFiles(random);
    byte[] sparse = ContainerFiles.ascii(ContainerFiles.record("GNU.sparse.major", "1"));
    files.header("x", 'x', sparse.length, false, "ustar\00000").padded(sparse);
    files.header("sparse", '0', 500, false, "ustar\00000").padded(text);
    files.header("volume", 'V', 0, false, "ustar  \0");
    files.header("folder/", '5', 0, false, "ustar  \0");
    files.header("link", '2', 0, false, "ustar  \0");
    files.header("old", 'S', 500, false, "ustar  \0").padded(text).tarEnd();
    assertEquals(
        List.of(
            Heading.Kind.OTHER,
            Heading.Kind.OTHER,
            Heading.Kind.FOLDER,
            Heading.Kind.SYMBOLIC_LINK),
        members(files.bytes(), random).stream().map(found -> found.heading().kind()).toList());
  }

  /** What a scanner finds that is shown random pieces; it must stay within the stream. */
  private static List<MemberScanner.Member> members(byte[] file, Random random) {
    List<MemberScanner.Member> members = new ArrayList<>();
    MemberScanner scanner = new MemberScanner(members::add);
    for (int at = 0; at < file.length; ) {
      int count = Math.min(file.length - at, 1 + random.nextInt(3000));
      scanner.update(file, at, count);
      at += count;
    }
    scanner.finish();
    for (MemberScanner.Member member : members) {
      long end = Math.addExact(member.offset(), member.heading().length());
      assertTrue(end <= file.length, "beyond the end");
    }
    return members;
  }
}
