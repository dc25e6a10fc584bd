package io.bytezip.codec;

import java.util.List;

/** A block ready to be written: its header, and what follows it, in order. */
record EncodedBlock(BlockHeader header, List<byte[]> body) {}
