package io.bytezip.eval;

import io.bytezip.modalities.Modality;
import java.nio.file.Path;

/**
 * A file, or a piece of one, that is to be evaluated.
 *
 * @param name what reports call it
 * @param set what its set is called
 * @param path the file
 * @param modality what the file holds
 * @param offset where the piece begins; 0 for pictures and recordings
 * @param length at most so many bytes; pictures and recordings are whole
 */
record Piece(String name, String set, Path path, Modality modality, long offset, long length) {}
