package io.bytezip.modalities;

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
 * How segments become a block: the parts in order, then whatever is left of each segment, in the
 * order of the segments.
 *
 * @param parts the steps; none where the segments just follow one another
 */
record Recipe(List<Part> parts) {
  Recipe {
    parts = List.copyOf(parts);
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Part part : parts) {
        part.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static Recipe parse(byte[] bytes) throws MalformedRecipeException {
    List<Part> parts = new ArrayList<>();
    try (ByteArrayInputStream source = new ByteArrayInputStream(bytes);
        DataInputStream in = new DataInputStream(source)) {
      while (source.available() > 0) {
        parts.add(Part.read(in));
      }
    } catch (EOFException e) {
      throw new MalformedRecipeException("the recipe ends early");
    } catch (MalformedRecipeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Recipe(parts);
  }
}
