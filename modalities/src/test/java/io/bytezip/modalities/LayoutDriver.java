package io.bytezip.modalities;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Drives the lanes of a segment as the codec does, and keeps all that they told. */
final class LayoutDriver {
  /** What one lane told and coded: contexts and rotation a step, and the coded bytes. */
  record Told(int[][] contexts, int[] rotations, int[] coded) {}

  private LayoutDriver() {}

  /** In lockstep, step by step, lane by lane. */
  static Told[] encode(Layout layout, byte[] source, byte[] rebuilt, int lanes) {
    LiveSegment segment = layout.open(source, rebuilt, lanes);
    Told[] told = blank(segment);
    for (int t = 0; t < steps(segment); t++) {
      for (int i = 0; i < segment.lanes() && t < segment.lane(i).length(); i++) {
        ask(layout, segment.lane(i), told[i], t);
        told[i].coded()[t] = segment.lane(i).next();
      }
      for (int i = 0; i < segment.lanes() && t < segment.lane(i).length(); i++) {
        segment.lane(i).accept(told[i].coded()[t]);
      }
    }
    return told;
  }

  /**
   * Decodes with the lanes out of step as far as the contract allows: a lane may be asked for step
   * t as soon as all others have accepted step t-2.
   */
  static Told[] decode(Layout layout, Told[] encoded, byte[] rebuilt, int lanes, Random order) {
    LiveSegment segment = layout.open(null, rebuilt, lanes);
    Told[] told = blank(segment);
    int[] done = new int[segment.lanes()];
    int left = rebuilt.length;
    while (left > 0) {
      int i = order.nextInt(segment.lanes());
      while (done[i] == segment.lane(i).length() || !mayGo(segment, done, i)) {
        i = (i + 1) % segment.lanes();
      }
      int t = done[i]++;
      ask(layout, segment.lane(i), told[i], t);
      int coded = encoded[i].coded()[t];
      told[i].coded()[t] = coded;
      segment.lane(i).accept(coded);
      left--;
    }
    return told;
  }

  private static boolean mayGo(LiveSegment segment, int[] done, int i) {
    for (int j = 0; j < done.length; j++) {
      if (j != i && done[j] < Math.min(segment.lane(j).length(), done[i] - 1)) {
        return false;
      }
    }
    return true;
  }

  private static void ask(Layout layout, LiveLane lane, Told told, int t) {
    int[] context = new int[layout.contextSizes().length + 2];
    context[0] = -7;
    context[context.length - 1] = -7;
    lane.context(context, 1);
    if (context[0] != -7 || context[context.length - 1] != -7) {
      throw new AssertionError("written beside its place");
    }
    told.contexts()[t] = java.util.Arrays.copyOfRange(context, 1, context.length - 1);
    told.rotations()[t] = lane.rotation();
  }

  private static Told[] blank(LiveSegment segment) {
    Told[] told = new Told[segment.lanes()];
    for (int i = 0; i < told.length; i++) {
      int n = segment.lane(i).length();
      told[i] = new Told(new int[n][], new int[n], new int[n]);
    }
    return told;
  }

  private static int steps(LiveSegment segment) {
    return segment.lanes() == 0 ? 0 : segment.lane(0).length();
  }

  /** SHA-256 of all contexts, rotations and coded bytes. */
  static String digest(Told[] told) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Told lane : told) {
        for (int t = 0; t < lane.coded().length; t++) {
          int[] context = lane.contexts()[t];
          ByteBuffer buffer = ByteBuffer.allocate(4 * context.length + 8);
          for (int c : context) {
            buffer.putInt(c);
          }
          sha.update(buffer.putInt(lane.rotations()[t]).putInt(lane.coded()[t]).array());
        }
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
