package io.bytezip.train.data;

/**
 * Where a source comes from.
 *
 * @param repository public repository
 * @param commit at which it was taken
 * @param what which part of it, and what was done to it
 */
public record Origin(String repository, String commit, String what) {}
