package io.bytezip.train.data;

import io.bytezip.train.data.Recipe.Source;
import java.nio.file.Path;

/**
 * A file of a source.
 *
 * @param source that it belongs to
 * @param group what caps count by
 * @param path relative, parted by "/"
 * @param file where it is
 * @param size in bytes
 */
record InputFile(Source source, String group, String path, Path file, long size) {}
