package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jflac.FLACDecoder;
import org.jflac.PCMProcessor;
import org.jflac.metadata.StreamInfo;
import org.jflac.util.ByteData;

/** Turns recordings into WAV bytes: FLAC is decoded, WAV stays as it is. */
final class Recordings {
  private static final int HEADER = 44;
  private static final long MAX_BYTES = 1L << 30;

  private Recordings() {}

  static boolean isFlac(byte[] start) {
    return tag(start, 0, "fLaC");
  }

  static boolean isWav(byte[] start) {
    return tag(start, 0, "RIFF") && tag(start, 8, "WAVE");
  }

  private static boolean tag(byte[] bytes, int offset, String tag) {
    byte[] wanted = tag.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length < offset + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (bytes[offset + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * A WAV file as it is; where its samples are not PCM of 8, 16 or 24 bits, its content is plain.
   */
  static Subject wav(byte[] file) {
    return new Subject(Modality.AUDIO, file, content(file));
  }

  private static Content content(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int channels = 0;
    int rate = 0;
    int bits = 0;
    long position = 12;
    while (position + 8 <= file.length) {
      int at = (int) position;
      long length = Integer.toUnsignedLong(bytes.getInt(at + 4));
      int body = at + 8;
      if (tag(file, at, "fmt ") && length >= 16 && body + 16 <= file.length) {
        int format = Short.toUnsignedInt(bytes.getShort(body));
        boolean extensible = format == 0xfffe && length >= 26 && body + 26 <= file.length;
        if (format != 1 && !(extensible && bytes.getShort(body + 24) == 1)) {
          return new Content.Plain();
        }
        channels = Short.toUnsignedInt(bytes.getShort(body + 2));
        rate = bytes.getInt(body + 4);
        bits = Short.toUnsignedInt(bytes.getShort(body + 14));
        int frame = Short.toUnsignedInt(bytes.getShort(body + 12));
        if (bits % 8 != 0 || bits < 8 || bits > 24 || frame != channels * bits / 8) {
          return new Content.Plain();
        }
      } else if (tag(file, at, "data") && channels > 0) {
        int available = (int) Math.min(length, file.length - body);
        return new Content.Sound(
            rate, channels, bits, body, available - available % (channels * bits / 8));
      }
      position = body + length + (length & 1);
    }
    return new Content.Plain();
  }

  /**
   * A FLAC file decoded, as a WAV file with a header of 44 bytes.
   *
   * @throws UnreadableException when it is damaged, or its samples are not of 8, 16 or 24 bits
   */
  static Subject flac(byte[] file) throws IOException {
    FLACDecoder decoder = new FLACDecoder(new ByteArrayInputStream(file));
    Collector pcm = new Collector();
    decoder.addPCMProcessor(pcm);
    try {
      decoder.decode();
    } catch (IOException | RuntimeException e) {
      throw new UnreadableException("its FLAC decoder failed: " + e, e);
    }
    StreamInfo info = decoder.getStreamInfo();
    if (info == null || decoder.getBadFrames() > 0) {
      throw new UnreadableException("damaged FLAC");
    }
    int bits = info.getBitsPerSample();
    if (bits != 8 && bits != 16 && bits != 24) {
      throw new UnreadableException("FLAC of " + bits + " bits a sample");
    }
    int frame = info.getChannels() * bits / 8;
    int length = pcm.bytes.size();
    if (info.getTotalSamples() > 0 && info.getTotalSamples() * frame != length) {
      throw new UnreadableException("cut off FLAC: " + length / frame + " frames");
    }
    byte[] wav = new byte[HEADER + length];
    System.arraycopy(pcm.bytes.toByteArray(), 0, wav, HEADER, length);
    ByteBuffer.wrap(wav)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(HEADER - 8 + length)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) 1)
        .putShort((short) info.getChannels())
        .putInt(info.getSampleRate())
        .putInt(info.getSampleRate() * frame)
        .putShort((short) frame)
        .putShort((short) bits)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(length);
    return new Subject(
        Modality.AUDIO,
        wav,
        new Content.Sound(info.getSampleRate(), info.getChannels(), bits, HEADER, length));
  }

  private static final class Collector implements PCMProcessor {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void processStreamInfo(StreamInfo info) {
      // The decoder itself is asked for it afterwards.
    }

    @Override
    public void processPCM(ByteData pcm) {
      if (bytes.size() + (long) pcm.getLen() > MAX_BYTES) {
        throw new IllegalStateException("more than 1 GiB of samples");
      }
      bytes.write(pcm.getData(), 0, pcm.getLen());
    }
  }
}
