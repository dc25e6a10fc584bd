package io.bytezip.modalities.deflate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A deflate encoder that decides everything by chance: any valid stream may come out of it, however
 * silly.
 */
final class RandomStream {
  private final Random random;
  private final byte[] data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final DeflateBits bits;

  /** How often a match is taken, and how often one of a wild length; in percent. */
  private final int matches;

  private final int wild;
  private int position;

  private RandomStream(Random random, byte[] data) {
    this.random = random;
    this.data = data;
    matches = random.nextInt(101);
    wild = random.nextInt(101);
    bits =
        new DeflateBits(
            (bytes, length) -> {
              out.write(bytes, 0, length);
              return true;
            });
  }

  static byte[] of(byte[] data, Random random) {
    return new RandomStream(random, data).stream();
  }

  /** Bytes with repetitions. */
  static byte[] data(Random random, int length) {
    int symbols = 1 + random.nextInt(random.nextBoolean() ? 4 : 256);
    byte[] data = new byte[length];
    int at = 0;
    while (at < length) {
      if (at > 0 && random.nextInt(4) > 0) {
        int distance = 1 + random.nextInt(random.nextBoolean() ? at : Math.min(at, 40));
        for (int count = random.nextInt(random.nextInt(300) + 1);
            count >= 0 && at < length;
            count--) {
          data[at] = data[at - distance];
          at++;
        }
      } else {
        data[at++] = (byte) random.nextInt(symbols);
      }
    }
    return data;
  }

  private byte[] stream() {
    while (position < data.length || random.nextInt(3) == 0) {
      block(false);
    }
    block(true);
    bits.finish(random.nextInt(128));
    return out.toByteArray();
  }

  private void block(boolean last) {
    int start = position;
    int left = data.length - start;
    int size = last ? left : random.nextInt(8) == 0 ? 0 : random.nextInt(left + 1);
    int type = random.nextInt(5);
    if (type == 0 && size <= DeflateCodes.LONGEST_STORED) {
      bits.put(last ? 1 : 0, 3);
      bits.stored(data, start, size, random.nextInt(128));
      position += size;
      return;
    }
    DeflateBlock block = new DeflateBlock();
    boolean[] literals = new boolean[DeflateCodes.LITERALS];
    boolean[] distances = new boolean[DeflateCodes.DISTANCES];
    literals[DeflateCodes.END_OF_BLOCK] = true;
    while (position < start + size) {
      int token = token(start + size);
      block.add(token, data[position]);
      if (token == Token.LITERAL) {
        literals[data[position] & 255] = true;
      } else {
        literals[DeflateCodes.FIRST_LENGTH + DeflateCodes.lengthCode(Token.length(token))] = true;
        distances[DeflateCodes.distanceCode(Token.distance(token))] = true;
      }
      position += Token.length(token);
    }
    DeflateBlock.Shape shape = block.shape(size, false);
    if (type == 1) {
      shape = new DeflateBlock.Shape(DeflateCodes.FIXED, shape.header());
    } else if (type == 2) {
      shape = new DeflateBlock.Shape(DeflateCodes.DYNAMIC, shape.header());
    } else {
      shape = new DeflateBlock.Shape(DeflateCodes.DYNAMIC, header(literals, distances));
    }
    block.write(bits, shape, data, start, last);
  }

  private int token(int end) {
    if (end - position < 3 || position == 0 || random.nextInt(100) >= matches) {
      return Token.LITERAL;
    }
    for (int i = 0; i < 40; i++) {
      int reach = Math.min(position, random.nextInt(3) == 0 ? DeflateCodes.MAX_DISTANCE : 300);
      int distance = 1 + random.nextInt(reach);
      int most = Math.min(DeflateCodes.MAX_MATCH, end - position);
      int common = Strings.common(data, position - distance, position, most);
      if (common >= 3) {
        boolean shorter = random.nextInt(100) < wild;
        return Token.match(distance, shorter ? 3 + random.nextInt(common - 2) : common);
      }
    }
    return Token.LITERAL;
  }

  private DeflateTreeHeader header(boolean[] literalsUsed, boolean[] distancesUsed) {
    int[] literals = code(literalsUsed, DeflateCodes.LONGEST_CODE, 1);
    int[] distances = code(distancesUsed, DeflateCodes.LONGEST_CODE, 0);
    literals = cut(literals, 257);
    distances = cut(distances, 1);
    int[] runs = runs(literals, distances);
    boolean[] used = new boolean[DeflateCodes.LENGTH_CODES];
    for (int run : runs) {
      used[run & 31] = true;
    }
    int[] lengths = code(used, DeflateCodes.LONGEST_LENGTH_CODE, 2);
    int ordered = DeflateTreeHeader.ordered(lengths);
    ordered += random.nextInt(DeflateCodes.LENGTH_CODES - ordered + 1);
    return new DeflateTreeHeader(literals, distances, runs, lengths, ordered);
  }

  /** Leaves out some of the zeros at the end. */
  private int[] cut(int[] lengths, int least) {
    int size = lengths.length;
    while (size > least && lengths[size - 1] == 0 && random.nextInt(6) > 0) {
      size--;
    }
    return Arrays.copyOf(lengths, size);
  }

  /** A code for what is used, and for some more. */
  private int[] code(boolean[] used, int longest, int least) {
    List<Integer> symbols = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < used.length; i++) {
      (used[i] ? symbols : others).add(i);
    }
    Collections.shuffle(others, random);
    int more = random.nextInt(3) == 0 ? random.nextInt(others.size() + 1) : 0;
    while (more > 0 || symbols.size() < least) {
      symbols.add(others.removeLast());
      more--;
    }
    Collections.shuffle(symbols, random);
    int[] lengths = new int[used.length];
    if (symbols.size() == 1) {
      lengths[symbols.getFirst()] = 1;
      return lengths;
    }
    List<Integer> leaves = new ArrayList<>(List.of(0));
    while (leaves.size() < symbols.size()) {
      int place = random.nextInt(leaves.size());
      int depth = leaves.get(place) + 1;
      if (depth <= longest) {
        leaves.set(place, depth);
        leaves.add(depth);
      }
    }
    for (int i = 0; i < symbols.size(); i++) {
      lengths[symbols.get(i)] = leaves.get(i);
    }
    return lengths;
  }

  private int[] runs(int[] literals, int[] distances) {
    int[] lengths = Arrays.copyOf(literals, literals.length + distances.length);
    System.arraycopy(distances, 0, lengths, literals.length, distances.length);
    List<Integer> runs = new ArrayList<>();
    int at = 0;
    while (at < lengths.length) {
      int length = lengths[at];
      boolean repeats = at > 0 && lengths[at - 1] == length;
      int run = 1;
      while (at + run < lengths.length && run < 138 && lengths[at + run] == length) {
        run++;
      }
      int most = length == 0 ? run : repeats ? Math.min(run, 6) : 1;
      if (most < 3 || random.nextInt(4) == 0) {
        runs.add(length);
        at++;
        continue;
      }
      int count = random.nextBoolean() ? most : 3 + random.nextInt(most - 2);
      boolean repeat = length == 0 && repeats && count <= 6 && random.nextBoolean();
      runs.add(DeflateTreeHeader.run(repeat ? 1 : length, count));
      at += count;
    }
    return runs.stream().mapToInt(i -> i).toArray();
  }
}
