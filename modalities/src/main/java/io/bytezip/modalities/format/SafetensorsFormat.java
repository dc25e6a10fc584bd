package io.bytezip.modalities.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Safetensors: a header in JSON, and tensors of little-endian numbers. */
final class SafetensorsFormat implements Format {
  private static final int MAX_HEADER = 1 << 22;
  private static final int PREFIX = 8;

  /** A tensor's bytes, from the end of the header on. */
  record Tensor(NumberType type, NumberRows rows, long start, long end) {}

  @Override
  public String name() {
    return "safetensors";
  }

  @Override
  public boolean mayBegin(InputWindow window, int position) {
    return window.isAt(position + PREFIX, "{\"") && window.u32(position + 4, false) == 0;
  }

  @Override
  public Finding open(InputWindow window, int room) {
    long length = window.u32(0, false);
    if (length > MAX_HEADER) {
      return new Finding.Nothing();
    }
    int start = PREFIX + (int) length;
    if (!window.has(0, start)) {
      return new Finding.More(start);
    }
    List<Tensor> tensors =
        new SafetensorsHeader(window.bytes(), window.offset() + PREFIX, (int) length).tensors();
    List<Tensor> ordered = new ArrayList<>();
    long end = 0;
    for (Tensor tensor :
        tensors.stream().sorted(Comparator.comparingLong(Tensor::start)).toList()) {
      if (tensor.start >= end && tensor.end > tensor.start) {
        ordered.add(tensor);
        end = tensor.end;
      }
    }
    if (ordered.isEmpty()) {
      return new Finding.Nothing();
    }
    Draft draft = new Draft(window).structure(start);
    return new Rest(ordered, 0, -start).found(draft, window, room);
  }

  /**
   * What follows in the next block.
   *
   * @param tensors all of them, in order
   * @param next the first that is not yet done
   * @param offset where the window begins, from the end of the header on
   */
  private record Rest(List<Tensor> tensors, int next, long offset) implements Format {
    @Override
    public String name() {
      return "safetensors";
    }

    @Override
    public boolean mayBegin(InputWindow window, int position) {
      return false;
    }

    @Override
    public Finding open(InputWindow window, int room) {
      return found(new Draft(window), window, room);
    }

    Finding found(Draft draft, InputWindow window, int room) {
      long most = Math.min(window.length(), room);
      int done = next;
      while (done < tensors.size()) {
        Tensor tensor = tensors.get(done);
        long from = Math.max(tensor.start - offset, draft.covered());
        if (from >= most) {
          break;
        }
        draft.plain((int) (from - draft.covered()));
        long left = tensor.end - offset - from;
        boolean added =
            new NumberRun(name(), tensor.type, tensor.rows, left).found(draft, window, (int) most)
                instanceof Finding.Found;
        long missing = tensor.end - offset - draft.covered();
        if (missing >= tensor.type.bytes() || !added && missing > 0) {
          break;
        }
        done++;
      }
      boolean ends = done == tensors.size() || window.complete();
      return new Finding.Found(
          draft, ends ? null : new Rest(tensors, done, offset + draft.covered()));
    }
  }
}
