package io.bytezip.modalities.deflate;

import io.bytezip.modalities.MalformedRecipeException;
import io.bytezip.modalities.deflate.DeflateBlock.Shape;
import io.bytezip.modalities.deflate.ParsedStream.Block;

/**
 * Goes through a stream block by block and token by token, predicts everything, and codes what is
 * not as predicted. One pass serves both ways: given a parsed stream it writes corrections, else it
 * reads them and makes the stream. Where all bits read are 0, that is the stream that zlib makes of
 * a buffer in one go.
 */
final class CorrectedDeflate {
  /** More blocks than this, and one for so many bytes, would only keep a decoder busy. */
  private static final int FREE_BLOCKS = 256;

  private static final int BYTES_PER_BLOCK = 32;

  /** Ways of coding what a block is, see {@link #kind}. */
  private enum Kind {
    PREDICTED,
    EXPLICIT,
    STORED
  }

  private final MatchRules rules;
  private final byte[] data;
  private final int length;
  private final BitCoder coder;
  private final TokenPredictor predictor;
  private final TokenCorrections tokens;
  private final TreeCorrections trees;
  private final SlidingWindow window;
  private final DeflateBlock block = new DeflateBlock();
  private int blocks;

  /** What was coded of earlier blocks. */
  private Kind kind = Kind.PREDICTED;

  private int storedLength;

  /** Written: the stream, whether its stored blocks are predicted, and how much may be written. */
  private final ParsedStream actual;

  private final boolean storedPredicted;
  private final BitEncoder written;
  private final int limit;
  private final Race race;
  private int nextNote;

  /** Read: where the stream goes. */
  private final DeflateBits out;

  private CorrectedDeflate(
      MatchRules rules,
      byte[] data,
      int length,
      BitCoder coder,
      ParsedStream actual,
      boolean storedPredicted,
      int limit,
      Race race,
      DeflateSink sink) {
    this.rules = rules;
    this.data = data;
    this.length = length;
    this.coder = coder;
    this.actual = actual;
    this.storedPredicted = storedPredicted;
    this.limit = limit;
    this.race = race;
    written = coder instanceof BitEncoder encoder ? encoder : null;
    out = sink == null ? null : new DeflateBits(sink);
    predictor = new TokenPredictor(rules, data, length);
    tokens = new TokenCorrections(coder, data, length);
    trees = new TreeCorrections(coder);
    window = new SlidingWindow(1 << rules.windowBits(), length);
  }

  /**
   * Makes the stream.
   *
   * @throws MalformedRecipeException if corrections don't fit or the sink refuses
   */
  static void restore(
      MatchRules rules, byte[] data, int length, BitCoder corrections, DeflateSink sink)
      throws MalformedRecipeException {
    new CorrectedDeflate(rules, data, length, corrections, null, false, 0, null, sink).run();
  }

  /**
   * Writes the corrections.
   *
   * @param limit how many bytes of corrections are too many
   * @param race is told now and then how far this pass is
   * @return false if they are, if the race is lost, or if the stream can't be had this way
   */
  static boolean correct(
      MatchRules rules,
      ParsedStream stream,
      boolean storedPredicted,
      BitEncoder corrections,
      int limit,
      Race race) {
    byte[] plain = stream.plain();
    race.start();
    try {
      return new CorrectedDeflate(
              rules, plain, plain.length, corrections, stream, storedPredicted, limit, race, null)
          .run();
    } catch (MalformedRecipeException e) {
      return false;
    }
  }

  /** How many blocks are worth anybody's while, for so many plain bytes. */
  static int mostBlocks(int bytes) {
    return FREE_BLOCKS + bytes / BYTES_PER_BLOCK;
  }

  private boolean run() throws MalformedRecipeException {
    boolean last;
    do {
      if (blocks > mostBlocks(length)) {
        throw new MalformedRecipeException("too many blocks");
      }
      Block seen = actual == null ? null : actual.blocks().get(blocks);
      blocks++;
      kind = kind(seen);
      if (kind == Kind.STORED) {
        last = stored(seen);
      } else {
        last = tokens(seen);
      }
      if (written != null) {
        note();
        if (race.lost() || written.size() > limit) {
          return false;
        }
      }
      if (out != null && !out.drain()) {
        throw new MalformedRecipeException("the deflate stream is longer than its place");
      }
    } while (!last);
    int trailing = Contexts.number(coder, Contexts.PADDING, actual == null ? 0 : actual.trailing());
    if (out != null && !out.finish(trailing)) {
      throw new MalformedRecipeException("the deflate stream is longer than its place");
    }
    return true;
  }

  /** Says how far the race is. */
  private void note() {
    nextNote = race.note(predictor.position(), written.size());
  }

  private Kind kind(Block seen) throws MalformedRecipeException {
    Kind wanted = seen == null ? Kind.PREDICTED : wanted(seen);
    int before = kind.ordinal();
    if (coder.bit(Contexts.EXPLICIT + before, wanted == Kind.PREDICTED ? 0 : 1) == 0) {
      return Kind.PREDICTED;
    }
    int stored = coder.bit(Contexts.EXPLICIT_STORED + before, wanted == Kind.STORED ? 1 : 0);
    return stored == 1 ? Kind.STORED : Kind.EXPLICIT;
  }

  private Kind wanted(Block seen) {
    if (seen.type() == DeflateCodes.STORED) {
      return storedPredicted && seen.length() > 0 ? Kind.PREDICTED : Kind.STORED;
    }
    boolean full = seen.tokens() == rules.blockTokens();
    boolean rest = seen.tokens() < rules.blockTokens() && seen.start() + seen.length() == length;
    return full || rest ? Kind.PREDICTED : Kind.EXPLICIT;
  }

  /** A stored block of which nothing is predicted. */
  private boolean stored(Block seen) throws MalformedRecipeException {
    int start = predictor.position();
    boolean other = seen != null && seen.length() != storedLength;
    if (coder.bit(Contexts.OTHER_STORED_LENGTH, other ? 1 : 0) == 1) {
      int bytes = seen == null ? 0 : seen.length();
      storedLength = Contexts.number(coder, Contexts.STORED_LENGTH, bytes);
    }
    if (storedLength > Math.min(length - start, DeflateCodes.LONGEST_STORED)) {
      throw new MalformedRecipeException("a stored block of " + storedLength + " bytes");
    }
    predictor.skip(storedLength);
    window.slide(predictor.position(), TokenPredictor.MIN_LOOKAHEAD);
    if (storedLength == 0) {
      int forgets = seen != null && actual.forgets(blocks - 1) ? 1 : 0;
      if (coder.bit(Contexts.FORGETS, forgets) == 1) {
        predictor.forget();
      }
    }
    boolean last = last(seen, predictor.position() == length);
    writeStored(seen, start, storedLength, last);
    return last;
  }

  /** A block that has tokens, though in the end it may be stored. */
  private boolean tokens(Block seen) throws MalformedRecipeException {
    int start = predictor.position();
    int end = length;
    int sight = length;
    int full = rules.blockTokens();
    if (kind == Kind.EXPLICIT) {
      int bytes = seen == null ? 0 : seen.length();
      int coded = Contexts.number(coder, Contexts.BLOCK_LENGTH, bytes);
      if (coded > length - start) {
        throw new MalformedRecipeException("a block of " + coded + " bytes");
      }
      end = start + coded;
      full = Integer.MAX_VALUE;
      if (coder.bit(Contexts.LIMITED, seen != null && actual.flushed(blocks - 1) ? 1 : 0) == 1) {
        sight = end;
      }
    }
    block.clear();
    int token = Token.LITERAL;
    boolean lazy = rules.parse() == MatchRules.Parse.LAZY;
    int lookahead = lookahead();
    // A stored block had the tokens that were predicted.
    int[] list = seen == null || seen.type() == DeflateCodes.STORED ? null : actual.tokens();
    int next = list == null ? 0 : seen.firstToken();
    while (predictor.position() < end && block.count() < full) {
      int position = predictor.position();
      window.slide(position, lookahead);
      if (lazy && position + 1 < length) {
        window.slide(position + 1, lookahead);
      }
      int predicted = predictor.predict(sight);
      int wanted = list != null ? list[next++] : seen == null ? Token.LITERAL : predicted;
      token = tokens.code(predictor, predicted, wanted, end);
      block.add(token, data[position]);
      predictor.accept(token, sight);
      if (written != null && (position >= nextNote || written.size() > limit)) {
        note();
        if (race.lost() || written.size() > limit) {
          return false;
        }
      }
    }
    // zlib's last token may fill a block, unless it is a literal that waited for a better match.
    boolean another = block.count() == full && !(lazy && token == Token.LITERAL);
    return finish(seen, start, predictor.position() == length && !another);
  }

  private int lookahead() {
    return switch (rules.parse()) {
      case LITERALS -> 1;
      case RUNS -> DeflateCodes.MAX_MATCH + 1;
      case GREEDY, LAZY -> TokenPredictor.MIN_LOOKAHEAD;
    };
  }

  /** Codes what a block of tokens is, and writes it. */
  private boolean finish(Block seen, int start, boolean lastPredicted)
      throws MalformedRecipeException {
    int position = predictor.position();
    int bytes = position - start;
    boolean storable =
        kind == Kind.PREDICTED && start >= window.start() && bytes <= DeflateCodes.LONGEST_STORED;
    Shape shape = block.shape(bytes, storable);
    int type = type(seen, shape.type());
    boolean last = last(seen, lastPredicted);
    if (type == DeflateCodes.STORED) {
      if (bytes > DeflateCodes.LONGEST_STORED || seen != null && seen.length() != bytes) {
        throw new MalformedRecipeException("a stored block of " + bytes + " bytes");
      }
      writeStored(seen, start, bytes, last);
      return last;
    }
    DeflateTreeHeader header = shape.header();
    if (type == DeflateCodes.DYNAMIC) {
      header = trees.code(header, seen == null ? null : seen.header());
    }
    if (out != null) {
      block.write(out, new Shape(type, header), data, start, last);
    }
    return last;
  }

  private int type(Block seen, int predicted) throws MalformedRecipeException {
    int wanted = seen == null ? predicted : seen.type();
    if (coder.bit(Contexts.OTHER_TYPE + predicted, wanted == predicted ? 0 : 1) == 0) {
      return predicted;
    }
    int lower = predicted == DeflateCodes.STORED ? DeflateCodes.FIXED : DeflateCodes.STORED;
    int higher = predicted == DeflateCodes.DYNAMIC ? DeflateCodes.FIXED : DeflateCodes.DYNAMIC;
    if (kind == Kind.EXPLICIT) {
      return higher;
    }
    return coder.bit(Contexts.HIGHER_TYPE + predicted, wanted == higher ? 1 : 0) == 1
        ? higher
        : lower;
  }

  private boolean last(Block seen, boolean predicted) throws MalformedRecipeException {
    if (predictor.position() < length) {
      return false;
    }
    boolean other = seen != null && seen.last() != predicted;
    return predicted ^ coder.bit(Contexts.OTHER_LAST, other ? 1 : 0) == 1;
  }

  private void writeStored(Block seen, int start, int bytes, boolean last)
      throws MalformedRecipeException {
    int padding = Contexts.number(coder, Contexts.PADDING, seen == null ? 0 : seen.padding());
    if (out != null) {
      out.put(DeflateCodes.STORED << 1 | (last ? 1 : 0), 3);
      out.stored(data, start, bytes, padding);
    }
  }
}
