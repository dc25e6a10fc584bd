package io.bytezip.modelzoo;

import io.bytezip.codec.ModelId;
import io.bytezip.codec.ModelSize;
import io.bytezip.codec.ModelSource;
import io.bytezip.codec.NamedModel;
import io.bytezip.codec.UnknownModelException;
import io.bytezip.modalities.Layout;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where models come from: those bundled with the program, and the user's own in folders.
 *
 * <p>Models are loaded when first asked for, checked against their SHA-256, and kept. Safe for use
 * by several threads. Memory: the models loaded so far.
 */
public final class Catalogue implements ModelSource {
  /** Environment variable with folders or files of models, separated as in PATH. */
  public static final String MODELS_VARIABLE = "BYTEZIP_MODELS";

  private static final Pattern HASH_PREFIX = Pattern.compile("[0-9a-f]{4,64}");

  private final List<ModelEntry> bundled;
  private final List<Path> places;
  private final Map<String, ModelFile> loaded;
  private final Optional<ModelFile> chosen;
  private Found found;

  /** The user's own models, and what is wrong with the other files. */
  private record Found(List<ModelEntry> entries, List<String> problems) {}

  private Catalogue(
      List<ModelEntry> bundled,
      List<Path> places,
      Map<String, ModelFile> loaded,
      Optional<ModelFile> chosen) {
    this.bundled = bundled;
    this.places = places;
    this.loaded = loaded;
    this.chosen = chosen;
  }

  /**
   * The bundled models, then those in the files and folders of {@value #MODELS_VARIABLE}, then
   * those in {@link #home}.
   *
   * @param environment the environment variables
   */
  public static Catalogue standard(Map<String, String> environment) {
    List<Path> places = new ArrayList<>();
    for (String place :
        environment.getOrDefault(MODELS_VARIABLE, "").split(File.pathSeparator, -1)) {
      if (!place.isBlank()) {
        places.add(Path.of(place));
      }
    }
    places.add(home(environment));
    return of(Catalogue.class.getResource("models/models.json"), places);
  }

  /**
   * The folder for models of the user's own: {@code bytezip/models} under {@code XDG_DATA_HOME} (by
   * default {@code ~/.local/share}); possibly not there.
   *
   * @param environment the environment variables
   */
  public static Path home(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path home =
        data.isBlank()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return home.resolve("bytezip").resolve("models");
  }

  /** The user's own models in the given files and folders only. */
  public static Catalogue of(List<Path> places) {
    return of(null, places);
  }

  /**
   * @param index the list of bundled models, or null for none
   */
  static Catalogue of(URL index, List<Path> places) {
    List<ModelEntry> bundled = List.of();
    if (index != null) {
      try (InputStream in = index.openStream()) {
        String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        String folder = index.toString().substring(0, index.toString().lastIndexOf('/') + 1);
        bundled = ModelIndex.parse(json, folder, true);
      } catch (IOException e) {
        throw new UncheckedIOException("the list of bundled models can't be read", e);
      }
    }
    return new Catalogue(bundled, List.copyOf(places), new ConcurrentHashMap<>(), Optional.empty());
  }

  /**
   * This catalogue, with one model preferred for every layout that it reads.
   *
   * @param model name, path or hash prefix, as for {@link #load(String)}
   */
  public Catalogue choosing(String model) throws IOException {
    return choosing(load(model));
  }

  /**
   * This catalogue, with the given model preferred for every layout that it reads, and known by its
   * id.
   */
  public Catalogue choosing(ModelFile model) {
    return new Catalogue(bundled, places, loaded, Optional.of(model));
  }

  /** All models, the bundled ones first; reads and hashes the user's own on the first call. */
  public List<ModelEntry> entries() {
    return Stream.concat(bundled.stream(), found().entries().stream()).toList();
  }

  /** What is wrong with the files in the user's folders that are no models, one line each. */
  public List<String> problems() {
    return found().problems();
  }

  /**
   * Loads a model.
   *
   * @param model its name, the path of its file, or the first digits (four or more) of its SHA-256
   * @throws MissingModelException when nothing or more than one model is called so
   * @throws DamagedModelException when its file is not what it was
   * @throws ForeignModelException when this version can't run it
   */
  public ModelFile load(String model) throws IOException {
    List<ModelEntry> named = matching(entries(), entry -> entry.name().equals(model));
    if (named.isEmpty() && isFile(model)) {
      return remember(ModelFile.load(Path.of(model)));
    }
    if (named.isEmpty() && HASH_PREFIX.matcher(model).matches()) {
      named = matching(entries(), entry -> entry.sha256().startsWith(model));
    }
    return switch (named.size()) {
      case 0 -> throw new MissingModelException(missing(model));
      case 1 -> load(named.getFirst());
      default ->
          throw new MissingModelException(
              "several models fit \"" + model + "\"; name one by its hash: " + listed(named));
    };
  }

  /**
   * Loads a model of {@link #entries}.
   *
   * @throws DamagedModelException when its file is not what it was
   * @throws ForeignModelException when this version can't run it
   */
  public ModelFile load(ModelEntry entry) throws IOException {
    ModelFile known = loaded.get(entry.sha256());
    if (known != null) {
      return known;
    }
    byte[] file;
    try (InputStream in = entry.location().toURL().openStream()) {
      file = Safetensors.contents(in);
    } catch (IOException e) {
      throw new DamagedModelException(
          "model " + entry.name() + " can't be read: " + entry.location(), e);
    }
    if (!ModelFile.sha256(file).equals(entry.sha256())) {
      throw new DamagedModelException(
          "model "
              + entry.name()
              + " is damaged: the SHA-256 of "
              + entry.location()
              + " is not "
              + entry.sha256());
    }
    return remember(ModelFile.of(file));
  }

  /** The model's card (Markdown), which lies beside its file, or empty when there is none. */
  public Optional<String> card(ModelEntry entry) {
    try (InputStream in = entry.card().toURL().openStream()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The model preferred with {@link #choosing} if it reads the layout, else the first bundled one
   * that is a default for it, else null.
   *
   * @throws UncheckedIOException around a {@link ModelException} when that model can't be loaded
   */
  @Override
  public NamedModel forCompression(Layout layout) {
    return forCompression(layout, ModelSize.DEFAULT);
  }

  /**
   * The model preferred with {@link #choosing} if it reads the layout, else of the bundled ones
   * that are defaults for it the smallest, the first in the list or the largest, else null.
   *
   * @throws UncheckedIOException around a {@link ModelException} when one of them can't be loaded
   */
  @Override
  public NamedModel forCompression(Layout layout, ModelSize size) {
    if (chosen.isPresent() && reads(chosen.get(), layout)) {
      return chosen.get().named();
    }
    Stream<NamedModel> candidates =
        bundled.stream()
            .filter(entry -> entry.defaultFor().contains(layout.id()))
            .map(this::loadUnchecked)
            .filter(model -> reads(model, layout))
            .map(ModelFile::named);
    Comparator<NamedModel> parameters =
        Comparator.comparingLong(named -> named.model().parameters());
    Optional<NamedModel> best =
        switch (size) {
          case SMALLEST -> candidates.min(parameters);
          case DEFAULT -> candidates.findFirst();
          case LARGEST -> candidates.max(parameters);
        };
    return best.orElse(null);
  }

  /**
   * The model that an archive names: chosen, loaded, bundled or in the user's folders.
   *
   * @throws UncheckedIOException around a {@link ModelException} when it is there and can't be
   *     loaded
   */
  @Override
  public NamedModel byId(ModelId id) throws UnknownModelException {
    if (chosen.isPresent() && chosen.get().id().equals(id)) {
      return chosen.get().named();
    }
    for (ModelFile model : loaded.values()) {
      if (model.id().equals(id)) {
        return model.named();
      }
    }
    List<ModelEntry> fitting = matching(bundled, entry -> entry.id().equals(id));
    if (fitting.isEmpty()) {
      fitting = matching(found().entries(), entry -> entry.id().equals(id));
    }
    if (fitting.isEmpty()) {
      throw new UnknownModelException(id);
    }
    return loadUnchecked(fitting.getFirst()).named();
  }

  private ModelFile loadUnchecked(ModelEntry entry) {
    try {
      return load(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelFile remember(ModelFile model) {
    ModelFile earlier = loaded.putIfAbsent(model.sha256(), model);
    return earlier == null ? model : earlier;
  }

  private static boolean reads(ModelFile model, Layout layout) {
    return model.named().reads(layout);
  }

  private static boolean isFile(String model) {
    try {
      return Files.isRegularFile(Path.of(model));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static List<ModelEntry> matching(List<ModelEntry> entries, Predicate<ModelEntry> test) {
    return entries.stream().filter(test).toList();
  }

  private String missing(String model) {
    List<ModelEntry> entries = entries();
    StringBuilder message = new StringBuilder("there is no model \"").append(model).append('"');
    if (entries.isEmpty()) {
      message.append("; no models are installed");
    } else {
      message.append("; there are ").append(listed(entries));
    }
    return message.append(" (a path or a hash will do as well)").toString();
  }

  private static String listed(List<ModelEntry> entries) {
    List<String> names = new ArrayList<>();
    for (ModelEntry entry : entries) {
      names.add(entry.name() + " (" + entry.id() + ")");
    }
    return String.join(", ", names);
  }

  private synchronized Found found() {
    if (found == null) {
      List<ModelEntry> entries = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      for (Path place : places) {
        if (Files.isDirectory(place)) {
          try (Stream<Path> files = Files.list(place)) {
            files
                .filter(file -> file.getFileName().toString().endsWith(ModelFile.SUFFIX))
                .sorted()
                .forEach(file -> add(file, entries, problems));
          } catch (IOException | UncheckedIOException e) {
            problems.add(place + ": " + e.getMessage());
          }
        } else if (Files.exists(place)) {
          add(place, entries, problems);
        }
      }
      found = new Found(List.copyOf(entries), List.copyOf(problems));
    }
    return found;
  }

  private void add(Path path, List<ModelEntry> entries, List<String> problems) {
    try {
      byte[] file = Safetensors.contents(path);
      String name = ModelFile.nameIn(Safetensors.of(file));
      String sha256 = ModelFile.sha256(file);
      boolean known =
          Stream.concat(bundled.stream(), entries.stream())
              .anyMatch(entry -> entry.sha256().equals(sha256));
      if (!known) {
        entries.add(new ModelEntry(name, sha256, path.toAbsolutePath().toUri(), false, Set.of()));
      }
    } catch (IOException e) {
      problems.add(path + ": " + e.getMessage());
    }
  }
}
