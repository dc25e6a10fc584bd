package io.bytezip.modalities.deflate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.Deflater;

/**
 * Prints what the restoration of different encoders' streams costs. Arguments: a file that they
 * deflate (the JDK's zlib; gzip, zip, node, 7z, zopfli and libdeflate where they are installed),
 * then any gzip files and PNGs, whoever made them.
 */
public final class DeflateTable {
  private static final int MOST = 1 << 28;

  private final PrintStream out;
  private final List<String> left = new ArrayList<>();

  private DeflateTable(PrintStream out) {
    this.out = out;
  }

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    DeflateTable table = new DeflateTable(out);
    byte[] plain = Files.readAllBytes(Path.of(arguments[0]));
    out.println("| encoder | plain | stream | corrections | of the plain | of the stream |");
    out.println("|---|--:|--:|--:|--:|--:|");
    table.zlib(plain);
    table.programs(plain);
    table.libdeflate(plain);
    for (String file : Arrays.asList(arguments).subList(1, arguments.length)) {
      Path path = Path.of(file);
      table.line(String.valueOf(path.getFileName()), body(Files.readAllBytes(path)));
    }
    for (String name : table.left) {
      out.println("not there: " + name);
    }
  }

  private void line(String name, byte[] stream) {
    Optional<Inflated> inflated = DeflateAnalyser.analyse(stream, 0, stream.length, MOST);
    if (inflated.isEmpty()) {
      out.printf(Locale.ROOT, "| %s | | %d | left as it is | | |%n", name, stream.length);
      return;
    }
    int plain = inflated.get().plain().length;
    int size = inflated.get().size();
    int corrections = inflated.get().recreation().corrections().length;
    out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %d | %.3f %% | %.2f %% |%n",
        name,
        plain,
        size,
        corrections,
        100.0 * corrections / Math.max(plain, 1),
        100.0 * corrections / size);
  }

  private void zlib(byte[] plain) {
    for (int level = 1; level <= 9; level++) {
      line("zlib " + level, zlib(plain, level, Deflater.DEFAULT_STRATEGY, 0, Deflater.NO_FLUSH));
    }
    line("zlib 0 (stored)", zlib(plain, 0, Deflater.DEFAULT_STRATEGY, 0, Deflater.NO_FLUSH));
    line("zlib 6, filtered", zlib(plain, 6, Deflater.FILTERED, 0, Deflater.NO_FLUSH));
    line("zlib 6, Huffman only", zlib(plain, 6, Deflater.HUFFMAN_ONLY, 0, Deflater.NO_FLUSH));
    int piece = 16 << 10;
    line(
        "zlib 6, sync flush every 16 KiB",
        zlib(plain, 6, Deflater.DEFAULT_STRATEGY, piece, Deflater.SYNC_FLUSH));
    line(
        "zlib 6, full flush every 16 KiB",
        zlib(plain, 6, Deflater.DEFAULT_STRATEGY, piece, Deflater.FULL_FLUSH));
  }

  private static byte[] zlib(byte[] plain, int level, int strategy, int piece, int flush) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    byte[] buffer = new byte[2 * plain.length + 1000];
    try (Deflater deflater = new Deflater(level, true)) {
      deflater.setStrategy(strategy);
      for (int at = 0; piece > 0 && at < plain.length; at += piece) {
        deflater.setInput(plain, at, Math.min(piece, plain.length - at));
        stream.write(buffer, 0, deflater.deflate(buffer, 0, buffer.length, flush));
      }
      if (piece == 0) {
        deflater.setInput(plain);
      }
      deflater.finish();
      while (!deflater.finished()) {
        stream.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return stream.toByteArray();
  }

  private void programs(byte[] plain) throws IOException, InterruptedException {
    String node =
        "const z=require('zlib'),c=[];process.stdin.on('data',d=>c.push(d)).on('end',()=>"
            + "process.stdout.write(z.gzipSync(Buffer.concat(c),{level:LEVEL})))";
    for (String level : new String[] {"1", "6", "9"}) {
      program("gzip " + level, plain, "gzip", "-c", "-" + level);
      program("Info-ZIP " + level, plain, "zip", "-q", "-" + level, "-", "-");
      program("node (Chromium's zlib) " + level, plain, "node", "-e", node.replace("LEVEL", level));
      program("7-Zip " + level, plain, "7z", "a", "-tgzip", "-mx" + level, "-si", "-so", "x.gz");
    }
    zopfli(plain);
  }

  /** zopfli reads files only. */
  private void zopfli(byte[] plain) throws IOException, InterruptedException {
    Path file = Files.createTempFile("deflate", ".in");
    try {
      Files.write(file, plain);
      program("zopfli", new byte[0], "zopfli", "-c", "--gzip", file.toString());
    } finally {
      Files.delete(file);
    }
  }

  private void program(String name, byte[] plain, String... command)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("deflate", ".out");
    try {
      Process process = new ProcessBuilder(command).redirectOutput(file.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(plain);
      }
      if (process.waitFor() == 0) {
        line(name, body(Files.readAllBytes(file)));
        return;
      }
    } catch (IOException e) {
      left.add(name + ": " + e.getMessage());
    } finally {
      Files.delete(file);
    }
  }

  @SuppressWarnings("restricted")
  private void libdeflate(byte[] plain) {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = SymbolLookup.libraryLookup("libdeflate.so.0", arena);
      Linker linker = Linker.nativeLinker();
      MethodHandle alloc =
          linker.downcallHandle(
              library.find("libdeflate_alloc_compressor").orElseThrow(),
              FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
      MethodHandle compress =
          linker.downcallHandle(
              library.find("libdeflate_deflate_compress").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_LONG));
      MemorySegment in = arena.allocate(plain.length);
      MemorySegment.copy(plain, 0, in, ValueLayout.JAVA_BYTE, 0, plain.length);
      MemorySegment made = arena.allocate(plain.length + 10_000L);
      for (int level = 1; level <= 12; level++) {
        MemorySegment compressor = (MemorySegment) alloc.invokeExact(level);
        long size =
            (long) compress.invokeExact(compressor, in, (long) plain.length, made, made.byteSize());
        line("libdeflate " + level, made.asSlice(0, size).toArray(ValueLayout.JAVA_BYTE));
      }
    } catch (IllegalArgumentException e) {
      left.add("libdeflate: " + e.getMessage());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The deflate stream in a gzip file, a ZIP of one member, or a PNG. */
  private static byte[] body(byte[] file) {
    int magic = (file[0] & 255) << 8 | file[1] & 255;
    return switch (magic) {
      case 0x1F8B -> from(file, afterGzipHeader(file));
      case 0x504B -> from(file, 30 + little(file, 26) + little(file, 28));
      case 0x8950 -> imageData(file);
      default -> throw new IllegalArgumentException("neither gzip nor ZIP nor PNG");
    };
  }

  private static byte[] from(byte[] file, int start) {
    return Arrays.copyOfRange(file, start, file.length);
  }

  private static int afterGzipHeader(byte[] file) {
    int flags = file[3];
    int at = 10;
    if ((flags & 4) != 0) {
      at += 2 + little(file, at);
    }
    for (int flag = 8; flag <= 16; flag += 8) {
      if ((flags & flag) != 0) {
        while (file[at] != 0) {
          at++;
        }
        at++;
      }
    }
    return at;
  }

  private static int little(byte[] file, int at) {
    return file[at] & 255 | (file[at + 1] & 255) << 8;
  }

  private static byte[] imageData(byte[] file) {
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    int at = 8;
    while (at + 12 <= file.length) {
      int length = ByteBuffer.wrap(file).getInt(at);
      if ("IDAT".equals(new String(file, at + 4, 4, StandardCharsets.ISO_8859_1))) {
        zlib.write(file, at + 8, length);
      }
      at += 12 + length;
    }
    return from(zlib.toByteArray(), 2);
  }
}
