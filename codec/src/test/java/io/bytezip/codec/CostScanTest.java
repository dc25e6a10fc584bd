package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bytezip.modalities.BytesLayout;
import io.bytezip.modalities.Layout;
import io.bytezip.modalities.Modality;
import io.bytezip.modalities.PixelsLayout;
import io.bytezip.modalities.SamplesLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CostScanTest {
  private static final CompressOptions ADAPTIVE = CompressOptions.DEFAULTS.withLevel(4);

  /** What a coder's end takes, and what probabilities lose by its arithmetic. */
  private static final double SLACK = 5.1;

  private record Scan(CostScan.Sum sum, List<BlockCost> blocks) {}

  private static Scan ofFile(byte[] content, CompressOptions options) throws IOException {
    List<BlockCost> blocks = new ArrayList<>();
    CostScan scan = new CostScan(Corpus.models(), blocks::add);
    return new Scan(scan.compress(new ByteArrayInputStream(content), options), blocks);
  }

  private static Scan ofArchive(byte[] archive, int threads) throws IOException {
    List<BlockCost> blocks = new ArrayList<>();
    CostScan scan = new CostScan(Corpus.models(), blocks::add);
    CostScan.Sum sum =
        scan.decompress(
            new ByteArrayInputStream(archive), DecompressOptions.DEFAULTS.withThreads(threads));
    return new Scan(sum, blocks);
  }

  static List<Corpus.Entry> corpus() {
    return Corpus.entries();
  }

  /** Of every method, layout and number of blocks, with any number of threads. */
  @ParameterizedTest
  @MethodSource("corpus")
  void bytesTakeTogetherWhatThePayloadHas(Corpus.Entry entry) throws IOException {
    Scan scan = ofArchive(entry.archive(), 1);
    assertEquals(
        new CostScan.Sum(entry.content().length, entry.archive().length, true), scan.sum());
    List<BlockHeader> headers = headers(entry.archive());
    assertEquals(headers.size(), scan.blocks().size());
    long offset = 0;
    for (int i = 0; i < headers.size(); i++) {
      BlockHeader header = headers.get(i);
      BlockCost block = scan.blocks().get(i);
      assertEquals(offset, block.offset());
      assertEquals(header.length(), block.length());
      assertEquals(header.toBytes(false).length + header.body(), block.archive());
      double coded = 0;
      for (int s = 0; s < block.segments().size(); s++) {
        SegmentCost cost = block.segments().get(s);
        assertEquals(cost.bytes().length, cost.bits().length);
        if (cost.method().coded()) {
          coded += cost.total() / 8;
        } else {
          assertEquals(header.segments().get(s).stored(), cost.total() / 8, 1e-3);
        }
      }
      assertEquals(header.payload(), coded, SLACK);
      offset += header.length();
    }
    assertSame(scan, ofArchive(entry.archive(), 3));
  }

  private static List<BlockHeader> headers(byte[] archive) throws IOException {
    List<BlockHeader> headers = new ArrayList<>();
    ArchiveInput in = new ArchiveInput(new ByteArrayInputStream(archive));
    while (FileHeader.read(in)) {
      boolean inside = true;
      while (inside) {
        switch (Part.read(in)) {
          case Part.Data(BlockHeader header, boolean last) -> {
            headers.add(header);
            in.bytes((int) header.body());
            inside = !last;
          }
          case Part.Members _ -> {}
          case Part.End _, Part.Index _ -> inside = false;
        }
      }
    }
    return headers;
  }

  private static void assertSame(Scan one, Scan other) {
    assertEquals(one.sum(), other.sum());
    assertEquals(one.blocks().size(), other.blocks().size());
    for (int i = 0; i < one.blocks().size(); i++) {
      List<SegmentCost> segments = one.blocks().get(i).segments();
      List<SegmentCost> others = other.blocks().get(i).segments();
      assertEquals(segments.size(), others.size());
      for (int s = 0; s < segments.size(); s++) {
        assertArrayEquals(segments.get(s).bytes(), others.get(s).bytes());
        assertArrayEquals(segments.get(s).bits(), others.get(s).bits(), 0);
        assertEquals(segments.get(s).method(), others.get(s).method());
        assertEquals(segments.get(s).model(), others.get(s).model());
      }
    }
  }

  static List<byte[]> files() {
    return List.of(
        new byte[0],
        Contents.text(9000, 1),
        Contents.random(300, 2),
        Contents.wav(3000, 3),
        Contents.ppm(50, 40, 4),
        Contents.png(50, 40, 5));
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileAndItsArchiveAreTheSame(byte[] content) throws IOException {
    for (int level : new int[] {1, 4, 6}) {
      CompressOptions options = CompressOptions.DEFAULTS.withLevel(level).withBlockSize(4096);
      Scan file = ofFile(content, options);
      byte[] archive = Archives.compress(content, Corpus.models(), options);
      assertSame(file, ofArchive(archive, 1));
    }
  }

  @Test
  void kindsOfDataAreTold() throws IOException {
    assertEquals(Set.of(Modality.TEXT), kinds(Contents.text(9000, 1)));
    assertEquals(Set.of(Modality.GENERIC), kinds(Contents.random(300, 2)));
    assertTrue(kinds(Contents.wav(3000, 3)).contains(Modality.AUDIO));
    assertTrue(kinds(Contents.ppm(50, 40, 4)).contains(Modality.IMAGE));
    assertTrue(kinds(Contents.png(50, 40, 5)).contains(Modality.IMAGE));
  }

  private static Set<Modality> kinds(byte[] content) throws IOException {
    return ofFile(content, ADAPTIVE).blocks().stream()
        .flatMap(block -> block.segments().stream())
        .map(SegmentCost::modality)
        .collect(Collectors.toSet());
  }

  /** An empty picture, stored as LZMA2 beside a text, has no layout in the archive. */
  @Test
  void aFileTellsLayoutsThatItsArchiveDoesNot() throws IOException {
    byte[] picture = Contents.ppm(200, 100, new byte[200 * 100 * 3]);
    byte[] content = Corpus.joined(picture, Contents.text(9000, 9));
    List<SegmentCost> planned = ofFile(content, ADAPTIVE).blocks().getFirst().segments();
    assertEquals(
        List.of(new PixelsLayout(200, 3, false)),
        planned.stream()
            .filter(cost -> cost.method() == Method.LZMA2)
            .map(SegmentCost::layout)
            .toList());
    byte[] archive = Archives.compress(content, Corpus.models(), ADAPTIVE);
    List<SegmentCost> decoded = ofArchive(archive, 1).blocks().getFirst().segments();
    assertEquals(planned.size(), decoded.size());
    for (SegmentCost cost : decoded) {
      assertEquals(!cost.method().coded(), cost.layout() == null);
    }
  }

  @Test
  void segmentsAreWhereTheyComeFrom() throws IOException {
    byte[] picture = Contents.ppm(60, 50, 4);
    int header = picture.length - 60 * 50 * 3;
    byte[] text = Contents.text(6000, 9);
    byte[] content = Corpus.joined(picture, text);
    for (Scan scan :
        List.of(
            ofFile(content, ADAPTIVE),
            ofArchive(Archives.compress(content, Corpus.models(), ADAPTIVE), 1))) {
      for (SegmentCost cost : scan.blocks().getFirst().segments()) {
        long expected =
            switch (cost.modality()) {
              case IMAGE -> header;
              case TEXT -> cost.bytes().length < 100 ? 0 : picture.length;
              case AUDIO, GENERIC -> -1;
            };
        assertEquals(expected, cost.offset(), cost.modality().name());
      }
    }
  }

  /** Every coding order must find its way back to the bytes. */
  @ParameterizedTest
  @EnumSource(Coding.class)
  void noiseIsDearWhereItIs(Coding coding) throws CorruptArchiveException {
    Layout grey = new PixelsLayout(300, 1, false);
    byte[] picture = new byte[300 * 60];
    boolean[] noisy = new boolean[picture.length];
    byte[] noise = Contents.random(picture.length, 1);
    for (int i = 0; i < picture.length; i++) {
      int x = i % 300;
      int y = i / 300;
      noisy[i] = x >= 130 && x < 230 && y >= 20 && y < 40;
      picture[i] = noisy[i] ? noise[i] : 70;
    }
    assertDear(coding, grey, picture, noisy);
    assertDear(coding, new BytesLayout(), picture, noisy);
    for (boolean bigEndian : new boolean[] {false, true}) {
      byte[] sound = new byte[16_000];
      boolean[] low = new boolean[sound.length];
      for (int i = 0; i < sound.length; i++) {
        low[i] = (i % 2 == 1) == bigEndian;
        sound[i] = low[i] ? noise[i] : 3;
      }
      assertDear(coding, new SamplesLayout(2, 16, true, bigEndian), sound, low);
    }
  }

  private static void assertDear(Coding coding, Layout layout, byte[] content, boolean[] dear)
      throws CorruptArchiveException {
    PredictorSource models = Predictors.order0();
    int lanes = 5;
    byte[] stream = Lanes.encode(layout, content, lanes, coding, models, 1);
    float[] bits = new float[content.length];
    MeteredDecoder coder = new MeteredDecoder(new DecisionDecoder(stream));
    coder.begin(bits);
    byte[] rebuilt = new byte[content.length];
    new LaneCoder(coder, coded -> true)
        .code(
            layout,
            LaneCoder.open(layout, null, rebuilt, lanes, coding.mixer()),
            coding.transforms() ? models.forCompression(layout, ModelSize.DEFAULT) : null,
            coding.mixer(),
            2);
    assertArrayEquals(content, rebuilt);
    double[] mean = new double[2];
    int[] count = new int[2];
    for (int i = 0; i < bits.length; i++) {
      mean[dear[i] ? 1 : 0] += bits[i];
      count[dear[i] ? 1 : 0]++;
    }
    double plain = mean[0] / count[0];
    double noise = mean[1] / count[1];
    assertEquals(stream.length, (mean[0] + mean[1]) / 8, SLACK);
    // A transformer's stand-in knows only how often it has seen a residual.
    double apart = coding == Coding.FROZEN ? 2 : 6;
    assertTrue(noise > plain + apart, coding + " " + layout + ": " + plain + ", " + noise);
  }

  @Test
  void stopsWhereTheVisitorHasEnough() throws IOException {
    CompressOptions options = ADAPTIVE.withBlockSize(4096);
    byte[] content = Contents.text(20_000, 6);
    List<BlockCost> seen = new ArrayList<>();
    CostScan.Visitor two = block -> seen.add(block) && seen.size() < 2;
    CostScan.Sum file =
        new CostScan(Corpus.models(), two).compress(new ByteArrayInputStream(content), options);
    assertEquals(2, seen.size());
    assertEquals(8192, file.original());
    assertFalse(file.complete());
    seen.clear();
    byte[] archive = Archives.compress(content, Corpus.models(), options);
    CostScan.Sum decoded =
        new CostScan(Corpus.models(), two)
            .decompress(new ByteArrayInputStream(archive), DecompressOptions.DEFAULTS);
    assertEquals(2, seen.size());
    assertEquals(file, decoded);
  }

  @Test
  void damageIsNoticed() {
    byte[] archive = Archives.compress(Contents.text(5000, 7), Corpus.models(), ADAPTIVE);
    archive[archive.length - 9] ^= 1;
    assertThrows(CorruptArchiveException.class, () -> ofArchive(archive, 1));
    byte[] cut = Arrays.copyOf(archive, archive.length / 2);
    assertThrows(CorruptArchiveException.class, () -> ofArchive(cut, 1));
  }

  @Test
  void archivesAreRecognised() throws IOException {
    byte[] archive = Archives.compress(new byte[0], Corpus.models(), ADAPTIVE);
    ByteArrayInputStream in = new ByteArrayInputStream(archive);
    assertTrue(CostScan.isArchive(in));
    assertEquals(archive.length, in.available());
    assertFalse(CostScan.isArchive(new ByteArrayInputStream(Contents.text(100, 8))));
    assertFalse(CostScan.isArchive(new ByteArrayInputStream(Arrays.copyOf(archive, 3))));
  }
}
