package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.CompressOptions.Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArchiveReaderTest {
  private static final CompressOptions OPTIONS =
      CompressOptions.DEFAULTS.withBlockSize(4096).withProfile(CompressOptions.Profile.FROZEN);
  private static final PredictorSource MODELS = Predictors.order0();

  @Test
  void anyPartCanBeRead() throws IOException {
    byte[] content = Contents.text(30_000, 4);
    check(Archives.compress(content, MODELS, OPTIONS), content, 8);
    check(Archives.compress(content, MODELS, CompressOptions.DEFAULTS), content, 1);
    check(Archives.compress(new byte[0], MODELS, OPTIONS), new byte[0], 0);
  }

  @Test
  void archivesThatFollowOneAnotherAreOne() throws IOException {
    ByteArrayOutputStream archives = new ByteArrayOutputStream();
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (int length : new int[] {5000, 0, 100, 9000}) {
      byte[] content = Contents.text(length, length);
      contents.writeBytes(content);
      archives.writeBytes(Archives.compress(content, MODELS, OPTIONS));
    }
    check(archives.toByteArray(), contents.toByteArray(), 6);
  }

  private static void check(byte[] archive, byte[] content, int blocks) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (ArchiveReader reader =
        ArchiveReader.open(new ByteChannel(archive), MODELS, DecompressOptions.DEFAULTS)) {
      assertEquals(content.length, reader.length());
      assertEquals(blocks, reader.blocks().size());
      for (int i = 0; i < 30 && content.length > 0; i++) {
        int from = random.nextInt(content.length);
        byte[] part = new byte[Math.min(random.nextInt(1, 6000), content.length - from)];
        int filled = 0;
        while (filled < part.length) {
          filled += reader.read(from + filled, part, filled, part.length - filled);
        }
        assertArrayEquals(Arrays.copyOfRange(content, from, from + part.length), part);
      }
      assertEquals(-1, reader.read(content.length, new byte[1], 0, 1));
    }
  }

  @Test
  void itTellsWhatABlockHolds() throws IOException {
    byte[] content = Corpus.joined(Contents.skewed(20_000, 1), Contents.random(20_000, 2));
    CompressOptions options = OPTIONS.withBlockSize(20_000).withLanes(2);
    byte[] archive = Archives.compress(content, MODELS, options);
    try (ArchiveReader reader =
        ArchiveReader.open(new ByteChannel(archive), MODELS, DecompressOptions.DEFAULTS)) {
      List<ArchiveReader.Block> blocks = reader.blocks();
      assertEquals(FileHeader.SIZE, blocks.getFirst().archiveOffset());
      ArchiveReader.Segment modelled = reader.segments(blocks.getFirst()).getFirst();
      assertEquals(Method.MODEL, modelled.method());
      assertEquals("bytes", modelled.layout());
      assertEquals(20_000, modelled.length());
      assertEquals(2, modelled.lanes());
      assertEquals(Predictors.ORDER_0, modelled.model());
      assertTrue(modelled.stored() > 0 && modelled.stored() < 20_000);
      assertEquals(
          List.of(new ArchiveReader.Segment(Method.RAW, "", 20_000, 20_000, 0, null, null)),
          reader.segments(blocks.getLast()));
    }
  }

  @Test
  void itTellsWhatTheMixerCoded() throws IOException {
    byte[] content = Contents.text(9000, 1);
    for (CompressOptions.Profile profile :
        List.of(CompressOptions.Profile.ADAPTIVE, CompressOptions.Profile.MIXED)) {
      byte[] archive = Archives.compress(content, Predictors.none(), OPTIONS.withProfile(profile));
      try (ArchiveReader reader =
          ArchiveReader.open(
              new ByteChannel(archive), Predictors.none(), DecompressOptions.DEFAULTS)) {
        ArchiveReader.Segment segment = reader.segments(reader.blocks().getFirst()).getFirst();
        assertEquals(Method.ADAPTIVE, segment.method());
        assertEquals("bytes", segment.layout());
        assertEquals(1, segment.lanes());
        assertNull(segment.model());
        byte[] part = new byte[100];
        assertEquals(100, reader.read(5000, part, 0, 100));
        assertArrayEquals(Arrays.copyOfRange(content, 5000, 5100), part);
      }
    }
  }

  /** Two bytes each in an archive, and thousands of times that in memory and in time. */
  @Test
  void anIndexOfMoreBlocksThanThereIsRoomForIsAnError() {
    byte[] content = Contents.text(30_000, 4);
    byte[] archive = Archives.compress(content, MODELS, OPTIONS);
    ArchiveIndex index =
        new ArchiveIndex(Collections.nCopies(1 << 20, new ArchiveIndex.Entry(0, 0)), 0);
    byte[] behind = Corpus.joined(archive, index.toBytes());
    for (byte[] wrong :
        List.of(behind, Corpus.joined(FileHeader.bytes(Profile.MIXED), index.toBytes()))) {
      assertThrows(
          CorruptArchiveException.class,
          () -> ArchiveReader.open(new ByteChannel(wrong), MODELS, DecompressOptions.DEFAULTS));
      assertThrows(
          CorruptArchiveException.class,
          () -> Archives.decompress(wrong, MODELS, DecompressOptions.DEFAULTS));
    }
  }

  @Test
  void aDamagedIndexIsAnError() throws IOException {
    byte[] content = Contents.text(30_000, 4);
    byte[] archive = Archives.compress(content, MODELS, OPTIONS);
    archive[archive.length - 1] ^= 1;
    assertThrows(
        CorruptArchiveException.class,
        () -> ArchiveReader.open(new ByteChannel(archive), MODELS, DecompressOptions.DEFAULTS));
    byte[] cut = Arrays.copyOf(archive, archive.length - 4);
    assertThrows(
        CorruptArchiveException.class,
        () -> ArchiveReader.open(new ByteChannel(cut), MODELS, DecompressOptions.DEFAULTS));
    assertThrows(
        CorruptArchiveException.class,
        () -> ArchiveReader.open(new ByteChannel(new byte[0]), MODELS, DecompressOptions.DEFAULTS));
  }
}
