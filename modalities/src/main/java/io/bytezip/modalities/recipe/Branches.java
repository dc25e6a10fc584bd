package io.bytezip.modalities.recipe;

import io.bytezip.modalities.MalformedRecipeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * Machine code, of the same code with the addresses that its instructions mean where they have
 * distances: all calls of a function look alike then, wherever they are. Linear in the code's
 * length; memory: a copy of it.
 *
 * @param machine whose code it is
 * @param address where the code's first byte lies in memory, modulo 2^31
 */
public record Branches(Machine machine, int address) implements Transform {
  /** In the order of their numbers in recipes. */
  public enum Machine {
    /** 32 bits. */
    X86,
    /** 64 bits. */
    X86_64,
    /** 64 bits, little-endian. */
    ARM64
  }

  static final int KIND = 32;

  /** Checks the ranges. */
  public Branches {
    Objects.requireNonNull(machine);
    if (address < 0) {
      throw new IllegalArgumentException("address " + address);
    }
  }

  @Override
  public int kind() {
    return KIND;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(machine.ordinal());
    Varint.write(out, address);
  }

  static Branches read(DataInput in) throws IOException {
    int machine = in.readUnsignedByte();
    if (machine >= Machine.values().length) {
      throw new MalformedRecipeException("unknown machine " + machine);
    }
    return new Branches(Machine.values()[machine], Varint.read(in, 0, Integer.MAX_VALUE));
  }

  @Override
  public void apply(byte[] input, RecipeOutput out) throws MalformedRecipeException {
    out.write(turned(input, false), 0, input.length);
  }

  /** What makes this code. */
  public byte[] absolute(byte[] code) {
    return turned(code, true);
  }

  private byte[] turned(byte[] code, boolean absolute) {
    byte[] turned = code.clone();
    switch (machine) {
      case X86 -> new X86Branches(turned, address, false, absolute).turn();
      case X86_64 -> new X86Branches(turned, address, true, absolute).turn();
      case ARM64 -> new Arm64Branches(turned, address, absolute).turn();
    }
    return turned;
  }
}
