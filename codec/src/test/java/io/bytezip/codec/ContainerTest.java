package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.codec.mix.MixerOptions;
import io.bytezip.engine.Session;
import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.LiveLane;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerTest {
  private static final NamedModel MODEL = TinyModels.tiny(new BytesLayout());
  private static final PredictorSource MODELS = PredictorSource.of(TinyModels.source(MODEL));

  @ParameterizedTest
  @ValueSource(ints = {100, 1000, 10_000})
  void theContainerCostsAtMost32Bytes(int length) {
    byte[] content = Contents.drawnFrom(MODEL, new BytesLayout(), length, 1, 4);
    CompressOptions options =
        CompressOptions.DEFAULTS.withLanes(1).withProfile(CompressOptions.Profile.FROZEN);
    byte[] archive = Archives.compress(content, MODELS, options);
    double ideal = logLoss(content) / 8;
    assertTrue(
        archive.length - 32 <= ideal * 1.0002 + 0.001 / 8 * length, archive.length + " " + ideal);
  }

  private static double logLoss(byte[] content) {
    Session session = MODEL.model().open(BytesLayout.ID, 1);
    LiveLane lane = new BytesLayout().open(content, new byte[content.length], 1).lane(0);
    int[] context = new int[3];
    int[] previous = {256};
    float[] weights = new float[256];
    double bits = 0;
    for (byte octet : content) {
      lane.context(context, 0);
      session.step(1, previous, context, weights);
      double total = 0;
      for (float weight : weights) {
        total += weight;
      }
      previous[0] = octet & 0xFF;
      lane.accept(previous[0]);
      bits -= Math.log(weights[previous[0]] / total) / Math.log(2);
    }
    return bits;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 63, 1000, 65_535, 65_536, 65_537, 131_072, 400_000})
  void nothingGrowsMuch(int length) throws IOException {
    byte[] content = Contents.random(length, 9);
    for (PredictorSource models : new PredictorSource[] {Predictors.none(), MODELS}) {
      CompressOptions options = CompressOptions.DEFAULTS.withBlockSize(1 << 16);
      byte[] archive = Archives.compress(content, models, options);
      assertTrue(archive.length <= length * 1.001 + 64, length + " became " + archive.length);
      assertArrayEquals(content, Archives.decompress(archive, models, DecompressOptions.DEFAULTS));
    }
  }

  @Test
  void anEmptyFileTakesNineBytes() {
    assertEquals(9, Archives.compress(new byte[0], MODELS, CompressOptions.DEFAULTS).length);
  }

  @Test
  void archivesThatFollowOneAnotherAreOne() throws IOException {
    ByteArrayOutputStream archives = new ByteArrayOutputStream();
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (int length : new int[] {0, 10, 20_000, 0, 5000}) {
      byte[] content = Contents.text(length, length);
      contents.writeBytes(content);
      CompressOptions options = CompressOptions.DEFAULTS.withBlockSize(4096);
      archives.writeBytes(Archives.compress(content, MODELS, options));
    }
    assertArrayEquals(
        contents.toByteArray(),
        Archives.decompress(archives.toByteArray(), MODELS, DecompressOptions.DEFAULTS));
  }

  @Test
  void whateverFollowsAnArchiveIsAnError() {
    byte[] archive = Archives.compress(new byte[5], MODELS, CompressOptions.DEFAULTS);
    byte[] longer = Arrays.copyOf(archive, archive.length + 1);
    assertThrows(CorruptArchiveException.class, () -> decompress(longer));
  }

  @Test
  void aMissingModelIsNamed() {
    byte[] content = Contents.drawnFrom(MODEL, new BytesLayout(), 3000, 1, 4);
    byte[] archive = Archives.compress(content, MODELS, CompressOptions.DEFAULTS);
    UnknownModelException e =
        assertThrows(
            UnknownModelException.class,
            () -> Archives.decompress(archive, Predictors.none(), DecompressOptions.DEFAULTS));
    assertEquals(MODEL.id(), e.model());
    assertTrue(e.getMessage().contains(MODEL.id().toString()));
    assertEquals(MODEL.id(), ModelId.parse(MODEL.id().toString()));
  }

  @Test
  void anotherFormatIsNamed() throws IOException {
    byte[] archive = Archives.compress(new byte[50], MODELS, CompressOptions.DEFAULTS);
    byte[] version = archive.clone();
    for (int other : new int[] {0, 2, 15}) {
      version[4] = (byte) other;
      assertThrows(CorruptArchiveException.class, () -> decompress(version));
      UnsupportedFormatException e =
          assertThrows(
              UnsupportedFormatException.class, () -> decompress(Checksums.repaired(version)));
      assertTrue(e.getMessage().contains("format " + other), e.getMessage());
    }
    byte[] profile = archive.clone();
    profile[4] = 0x31;
    assertThrows(UnsupportedFormatException.class, () -> decompress(Checksums.repaired(profile)));

    byte[] kind = Arrays.copyOf(archive, FileHeader.SIZE + 30);
    kind[FileHeader.SIZE] = 9;
    kind[FileHeader.SIZE + 1] = 20;
    assertThrows(CorruptArchiveException.class, () -> decompress(kind));
    assertThrows(UnsupportedFormatException.class, () -> decompress(Checksums.repaired(kind)));
  }

  /** No byte for the mixer breaks the decoder or makes it allocate much. */
  @Test
  void noMixerMemoryIsTooMuch() throws IOException {
    byte[] content = Contents.skewed(300, 2);
    CompressOptions options =
        CompressOptions.DEFAULTS.withProfile(CompressOptions.Profile.ADAPTIVE);
    byte[] archive = Archives.compress(content, MODELS, options);
    int at = FileHeader.SIZE + 4;
    assertEquals(BlockHeader.ADAPTIVE | BlockHeader.LAST, archive[FileHeader.SIZE] & 0xFF);
    int code = archive[at] & 0xFF;
    assertEquals(MixerOptions.DEFAULTS.memory(), MixerOptions.memory(code));
    for (int changedTo = 0; changedTo < 256; changedTo++) {
      byte[] changed = archive.clone();
      changed[at] = (byte) changedTo;
      byte[] repaired = Checksums.repaired(changed);
      int memory = changedTo & 31;
      if (memory < MixerOptions.MIN_MEMORY || memory > MixerOptions.MAX_MEMORY) {
        CorruptArchiveException e =
            assertThrows(CorruptArchiveException.class, () -> decompress(repaired));
        assertTrue(e.getMessage().contains("mixer"), e.getMessage());
      } else if (changedTo >>> 5 > 5) {
        assertThrows(UnsupportedFormatException.class, () -> decompress(repaired));
      } else if (memory >= 24 && changedTo >>> 5 == code >>> 5) {
        // More than a table for so few bytes would have anyway.
        assertArrayEquals(content, decompress(repaired));
      } else if (changedTo >>> 5 >= MixerOptions.LEARNED_FOR_TEXT) {
        // Another start or effort, and so other probabilities.
        assertThrows(CorruptArchiveException.class, () -> decompress(repaired));
      }
    }
  }

  /** Texts begin with a start of their own. */
  @Test
  void theStartGoesByTheContent() throws IOException {
    CompressOptions options =
        CompressOptions.DEFAULTS.withProfile(CompressOptions.Profile.ADAPTIVE);
    int at = FileHeader.SIZE + 4;
    byte[] text = Archives.compress(Contents.text(3000, 2), MODELS, options);
    assertEquals(MixerOptions.LEARNED_FOR_TEXT, MixerOptions.of(text[at] & 0xFF).start());
    byte[] other = Contents.text(3000, 2);
    for (int i = 0; i < other.length; i += 10) {
      other[i] = 0;
    }
    byte[] archive = Archives.compress(other, MODELS, options);
    assertEquals(MixerOptions.LEARNED, MixerOptions.of(archive[at] & 0xFF).start());
  }

  @Test
  void otherFilesAreNoArchives() {
    for (byte[] file :
        new byte[][] {{}, {1}, Contents.text(1000, 1), {(byte) 0x89, 'P', 'N', 'G'}}) {
      CorruptArchiveException e =
          assertThrows(CorruptArchiveException.class, () -> decompress(file));
      assertTrue(e.getMessage().startsWith("not a bytezip archive"));
    }
  }

  private static byte[] decompress(byte[] archive) throws IOException {
    return Archives.decompress(archive, MODELS, DecompressOptions.DEFAULTS);
  }
}
