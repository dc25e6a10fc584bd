package io.bytezip.modalities;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LayoutsTest {
  private static List<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>(List.of(new BytesLayout()));
    for (int channels = 1; channels <= 4; channels++) {
      for (int width : new int[] {1, 127, 128, 70_000, 1 << 26}) {
        layouts.add(new PixelsLayout(width, channels, false));
      }
    }
    for (int channels = 1; channels <= 4; channels++) {
      layouts.add(new Pixels16Layout(1 << 25, channels, channels % 2 == 0));
    }
    layouts.add(new PixelsLayout(640, 3, true));
    layouts.add(new PixelsLayout(641, 4, true));
    for (int bits : new int[] {8, 16, 24, 32}) {
      for (int i = 0; i < 32; i++) {
        layouts.add(new SamplesLayout(1 + (i & 7), bits, (i & 8) != 0, (i & 16) != 0));
      }
    }
    return layouts;
  }

  private static byte[] written(Layout layout) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      Layouts.write(layout, out);
    }
    return bytes.toByteArray();
  }

  private static Layout read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return Layouts.read(in);
    }
  }

  @Test
  void everyLayoutReadsBack() throws Exception {
    for (Layout layout : layouts()) {
      byte[] bytes = written(layout);
      assertTrue(bytes.length <= 7);
      assertEquals(layout, read(bytes));
      for (int end = 0; end < bytes.length; end++) {
        byte[] cut = Arrays.copyOf(bytes, end);
        assertThrows(EOFException.class, () -> read(cut));
      }
    }
  }

  @Test
  void newerVersionsAreRefused() throws Exception {
    for (Layout layout : layouts()) {
      byte[] bytes = written(layout);
      bytes[1]++;
      assertThrows(MalformedRecipeException.class, () -> read(bytes));
    }
  }

  @Property(tries = 3000)
  void anyBytesAreALayoutOrAnError(@ForAll @Size(max = 8) byte[] bytes) throws Exception {
    if (bytes.length > 1) {
      bytes[0] &= 7;
      bytes[1] = bytes[1] > 0 ? (byte) 1 : bytes[1];
    }
    Layout layout;
    try {
      layout = read(bytes);
    } catch (EOFException | MalformedRecipeException expected) {
      return;
    }
    byte[] again = written(layout);
    assertArrayEquals(Arrays.copyOf(bytes, again.length), again);
  }
}
