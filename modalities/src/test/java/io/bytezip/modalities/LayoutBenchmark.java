package io.bytezip.modalities;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds a coded byte of a layout's lanes alone: context, rotation, next, accept. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LayoutBenchmark {
  private static final int LENGTH = 1 << 21;

  /** Which layout: its name, and bits and channels. */
  @Param({
    "bytes",
    "pixels-1",
    "pixels-3",
    "pixels16-1",
    "pixels16-3",
    "samples-8-1",
    "samples-16-1",
    "samples-16-2",
    "samples-24-2"
  })
  public String layout;

  /** Lanes in lockstep. */
  @Param({"1", "64"})
  public int lanes;

  private Layout live;
  private byte[] source;
  private int[] context;
  private LiveSegment segment;
  private int step;
  private int next;

  /** Makes the data. */
  @Setup(Level.Trial)
  public void data() {
    live =
        switch (layout) {
          case "bytes" -> new BytesLayout();
          case "pixels-1" -> new PixelsLayout(1024, 1, false);
          case "pixels-3" -> new PixelsLayout(1024, 3, false);
          case "pixels16-1" -> new Pixels16Layout(1024, 1, true);
          case "pixels16-3" -> new Pixels16Layout(1024, 3, true);
          case "samples-8-1" -> new SamplesLayout(1, 8, false, false);
          case "samples-16-1" -> new SamplesLayout(1, 16, true, false);
          case "samples-16-2" -> new SamplesLayout(2, 16, true, false);
          case "samples-24-2" -> new SamplesLayout(2, 24, true, false);
          default -> throw new IllegalArgumentException(layout);
        };
    source =
        switch (live) {
          case BytesLayout bytes -> LayoutData.extreme(0, LENGTH, 1);
          case PixelsLayout pixels -> LayoutData.picture(1024, pixels.channels(), LENGTH, 1);
          case Pixels16Layout pixels -> LayoutData.deepPicture(pixels, LENGTH, 1);
          case SamplesLayout samples -> LayoutData.sound(samples, LENGTH, 1);
        };
    context = new int[live.contextSizes().length];
    open();
  }

  private void open() {
    segment = live.open(source, new byte[LENGTH], lanes);
    step = 0;
    next = 0;
  }

  /** One byte of the next lane in turn. */
  @Benchmark
  public int codedByte() {
    LiveLane lane = segment.lane(next);
    lane.context(context, 0);
    int rotation = lane.rotation();
    int coded = lane.next();
    lane.accept(coded);
    if (++next == segment.lanes() || segment.lane(next).length() <= step + (next == 0 ? 1 : 0)) {
      next = 0;
      if (++step == segment.lane(0).length()) {
        open();
      }
    }
    return coded - rotation;
  }
}
