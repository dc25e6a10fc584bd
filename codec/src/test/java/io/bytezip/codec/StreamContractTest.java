package io.bytezip.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StreamContractTest {
  private static final CompressOptions OPTIONS =
      CompressOptions.DEFAULTS.withBlockSize(4096).withProfile(CompressOptions.Profile.FROZEN);
  private static final byte[] CONTENT = Contents.text(10_000, 1);
  private static final byte[] ARCHIVE = Archives.compress(CONTENT, Predictors.none(), OPTIONS);

  private final ByteArrayOutputStream target = new ByteArrayOutputStream();

  private BytezipOutputStream output() {
    return new BytezipOutputStream(target, Predictors.none(), OPTIONS);
  }

  private static BytezipInputStream input(InputStream archive) {
    return new BytezipInputStream(archive, Predictors.none(), DecompressOptions.DEFAULTS);
  }

  private static BytezipInputStream input() {
    return input(new ByteArrayInputStream(ARCHIVE));
  }

  @Test
  void howItIsWrittenDoesNotMatter() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (BytezipOutputStream out = output()) {
      for (int i = 0; i < CONTENT.length; ) {
        int count = Math.min(CONTENT.length - i, random.nextInt(700));
        if (count == 1) {
          out.write(CONTENT[i]);
        } else {
          out.write(CONTENT, i, count);
        }
        out.flush();
        i += count;
      }
    }
    assertArrayEquals(ARCHIVE, target.toByteArray());
  }

  @Test
  void finishLeavesTheStreamBelowOpen() throws IOException {
    OutputStream below =
        new FilterOutputStream(target) {
          @Override
          public void close() {
            throw new AssertionError("closed");
          }
        };
    BytezipOutputStream out = new BytezipOutputStream(below, Predictors.none(), OPTIONS);
    out.write(CONTENT);
    out.finish();
    out.finish();
    assertArrayEquals(ARCHIVE, target.toByteArray());
    Statistics expected = new Statistics(CONTENT.length, ARCHIVE.length, 3, 0, CONTENT.length, 0);
    assertEquals(expected, out.statistics());
    assertThrows(IOException.class, () -> out.write(1));
    assertThrows(IOException.class, () -> out.write(new byte[3]));
  }

  @Test
  void closingTwiceIsClosingOnce() throws IOException {
    BytezipOutputStream out = output();
    out.write(CONTENT);
    out.close();
    out.close();
    out.flush();
    assertArrayEquals(ARCHIVE, target.toByteArray());
    assertThrows(IOException.class, () -> out.write(1));
  }

  @Test
  void anArchiveThatCouldNotBeWrittenIsNotFinished() throws IOException {
    OutputStream full =
        new FilterOutputStream(target) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            if (target.size() + length > 700) {
              throw new IOException("full");
            }
            target.write(bytes, offset, length);
          }
        };
    BytezipOutputStream out = new BytezipOutputStream(full, Predictors.none(), OPTIONS);
    assertThrows(IOException.class, () -> out.write(CONTENT));
    int size = target.size();
    assertThrows(IOException.class, () -> out.write(1));
    assertThrows(IOException.class, out::finish);
    assertDoesNotThrow(out::close);
    assertEquals(size, target.size());
    assertThrows(
        CorruptArchiveException.class,
        () ->
            Archives.decompress(
                target.toByteArray(), Predictors.none(), DecompressOptions.DEFAULTS));
  }

  @Test
  void partialReads() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    // One that gives its bytes one by one.
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(ARCHIVE)) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(1, length));
          }
        };
    byte[] read = new byte[CONTENT.length];
    try (BytezipInputStream in = input(slow)) {
      int position = 0;
      while (position < read.length) {
        switch (random.nextInt(3)) {
          case 0 -> read[position++] = (byte) in.read();
          case 1 -> {
            int skipped = (int) in.skip(random.nextInt(50));
            System.arraycopy(CONTENT, position, read, position, skipped);
            position += skipped;
          }
          default -> {
            int room = Math.min(random.nextInt(1500), read.length - position);
            int count = in.read(read, position, room);
            assertTrue(count > 0 || room == 0);
            position += count;
          }
        }
      }
      assertEquals(-1, in.read());
      assertEquals(-1, in.read(read));
      assertEquals(0, in.read(read, 0, 0));
      assertEquals(0, in.skip(5));
      assertEquals(0, in.available());
    }
    assertArrayEquals(CONTENT, read);
  }

  @Test
  void availableCountsWhatIsDecoded() throws IOException {
    try (BytezipInputStream in = input()) {
      assertEquals(0, in.available());
      assertEquals(CONTENT[0], in.read());
      assertEquals(4095, in.available());
      assertEquals(4095, in.read(new byte[9000]));
      assertEquals(0, in.available());
    }
  }

  @Test
  void aClosedInputRefuses() throws IOException {
    List<String> closings = new ArrayList<>();
    InputStream below =
        new ByteArrayInputStream(ARCHIVE) {
          @Override
          public void close() {
            closings.add("closed");
          }
        };
    BytezipInputStream in = input(below);
    assertEquals(CONTENT[0], in.read());
    in.close();
    in.close();
    assertEquals(List.of("closed"), closings);
    assertThrows(IOException.class, in::read);
    assertThrows(IOException.class, in::available);
    assertThrows(IOException.class, () -> in.skip(1));
  }

  @Test
  void whatAListenerThrowsIsNoDamage() throws IOException {
    IllegalArgumentException enough = new IllegalArgumentException("enough");
    DecompressOptions options =
        DecompressOptions.DEFAULTS.withProgress(
            progress -> {
              throw enough;
            });
    try (BytezipInputStream in =
        new BytezipInputStream(new ByteArrayInputStream(ARCHIVE), Predictors.none(), options)) {
      assertSame(enough, assertThrows(IllegalArgumentException.class, in::read));
      assertSame(enough, assertThrows(IllegalArgumentException.class, in::read), "again");
      assertEquals(0, in.available());
    }
  }

  @Test
  void anErrorStaysAnError() throws IOException {
    byte[] damaged = ARCHIVE.clone();
    damaged[damaged.length / 2] ^= 1;
    try (BytezipInputStream in = input(new ByteArrayInputStream(damaged))) {
      byte[] first = in.readNBytes(4096);
      assertArrayEquals(Arrays.copyOf(CONTENT, 4096), first);
      IOException error = assertThrows(CorruptArchiveException.class, in::readAllBytes);
      assertSame(error, assertThrows(IOException.class, in::read));
    }
  }

  @Test
  void progressGrowsToTheWhole() throws IOException {
    List<Progress> heard = new ArrayList<>();
    byte[] content = Contents.skewed(30_000, 3);
    CompressOptions options = CompressOptions.DEFAULTS.withBlockSize(20_000).withLanes(1);
    byte[] archive =
        Archives.compress(content, Predictors.order0(), options.withProgress(heard::add));
    assertGrows(heard, content.length, archive.length);
    heard.clear();
    Archives.decompress(
        archive, Predictors.order0(), DecompressOptions.DEFAULTS.withProgress(heard::add));
    assertGrows(heard, content.length, archive.length);
  }

  private static void assertGrows(List<Progress> heard, int content, int archive) {
    for (int i = 1; i < heard.size(); i++) {
      assertTrue(heard.get(i).original() >= heard.get(i - 1).original());
      assertTrue(heard.get(i).archive() >= heard.get(i - 1).archive());
    }
    assertEquals(content, heard.getLast().original());
    assertTrue(heard.getLast().archive() <= archive);
    assertTrue(heard.getLast().modelled() > 0 && heard.getLast().modelRate() > 0);
  }

  @Test
  void wrongOptionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withBlockSize(4095));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withBlockSize((1 << 26) + 1));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withThreads(0));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withLanes(257));
    assertThrows(IllegalArgumentException.class, () -> DecompressOptions.DEFAULTS.withThreads(0));
  }
}
