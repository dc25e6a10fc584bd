package io.bytezip.codec;

import io.bytezip.engine.Model;

/**
 * A model with the names by which archives and people know it.
 *
 * @param id what an archive stores
 * @param name what a person says
 * @param model the weights
 */
public record NamedModel(ModelId id, String name, Model model) {}
