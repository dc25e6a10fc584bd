package io.bytezip.modelzoo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Models that lie elsewhere, and how to have them: a folder with a list {@code models.json}, as the
 * program's own models have it, on this machine or behind an address; or the file of one model.
 *
 * <p>Whatever comes is compared with the SHA-256 that the list, or the person, states, and checked
 * to be a model that this version can run. Memory: a model's file twice.
 *
 * <pre>{@code
 * ModelOffer offer = ModelOffer.at("https://example.org/models", Optional.empty());
 * for (ModelEntry entry : offer.entries()) {
 *   byte[] file = offer.fetch(entry);
 * }
 * }</pre>
 */
public final class ModelOffer {
  private static final Pattern ADDRESS = Pattern.compile("(https?|file):.*");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String INDEX = "models.json";
  private static final int MAX_TEXT = 1 << 20;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final List<ModelEntry> entries;

  private ModelOffer(List<ModelEntry> entries) {
    this.entries = entries;
  }

  /**
   * What a place offers.
   *
   * @param place a folder, its list, or a model's file; a path, or an address of http, https or
   *     file
   * @param sha256 of a single model's file; needed where that is behind an address
   * @throws IOException when there is nothing, or no list; the message says what is wrong with it
   */
  public static ModelOffer at(String place, Optional<String> sha256) throws IOException {
    if (sha256.isPresent() && !SHA256.matcher(sha256.get()).matches()) {
      throw new ForeignModelException("a SHA-256 is 64 digits of 0-9a-f");
    }
    boolean address = ADDRESS.matcher(place).matches();
    URI uri = address ? uri(place) : Path.of(place).toAbsolutePath().toUri();
    if (uri.getPath() != null && uri.getPath().endsWith(ModelFile.SUFFIX)) {
      return new ModelOffer(List.of(single(uri, place, address, sha256)));
    }
    if (sha256.isPresent()) {
      throw new ForeignModelException("a SHA-256 goes with the file of one model");
    }
    if (!address && !Files.exists(Path.of(place))) {
      throw new FileNotFoundException(place);
    }
    String folder = uri.toString();
    if (folder.endsWith("/" + INDEX)) {
      folder = folder.substring(0, folder.length() - INDEX.length());
    }
    folder = folder.endsWith("/") ? folder : folder + "/";
    byte[] list;
    try (InputStream in = open(URI.create(folder + INDEX))) {
      list = in.readNBytes(MAX_TEXT + 1);
    } catch (FileNotFoundException e) {
      throw new MissingModelException("there is no list of models, " + folder + INDEX);
    }
    if (list.length > MAX_TEXT) {
      throw new ForeignModelException("the list of models is longer than 1 MiB");
    }
    try {
      return new ModelOffer(
          ModelIndex.parse(new String(list, StandardCharsets.UTF_8), folder, false));
    } catch (IllegalArgumentException e) {
      throw new ForeignModelException("no list of models: " + e.getMessage(), e);
    }
  }

  private static URI uri(String place) throws ForeignModelException {
    try {
      return new URI(place);
    } catch (URISyntaxException e) {
      throw new ForeignModelException("not an address: " + e.getMessage(), e);
    }
  }

  private static ModelEntry single(URI uri, String place, boolean address, Optional<String> sha256)
      throws IOException {
    String hash;
    if (sha256.isPresent()) {
      hash = sha256.get();
    } else if (address) {
      throw new ForeignModelException("say the SHA-256 that the model should have");
    } else {
      hash = ModelFile.sha256(Safetensors.contents(Path.of(place)));
    }
    String path = uri.getPath();
    String file = path.substring(path.lastIndexOf('/') + 1);
    String name = file.substring(0, file.length() - ModelFile.SUFFIX.length());
    return new ModelEntry(name, hash, uri, false, Set.of());
  }

  /** The models, in the order of the list. */
  public List<ModelEntry> entries() {
    return entries;
  }

  /**
   * The file of a model.
   *
   * @throws DamagedModelException when it is not what the list states
   * @throws ForeignModelException when this version can't run it
   */
  public byte[] fetch(ModelEntry entry) throws IOException {
    byte[] file;
    try (InputStream in = open(entry.location())) {
      file = Safetensors.contents(in);
    }
    if (!ModelFile.sha256(file).equals(entry.sha256())) {
      throw new DamagedModelException(
          "what came is not " + entry.name() + ": its SHA-256 is not " + entry.sha256());
    }
    ModelFile.of(file);
    return file;
  }

  /** The model's card (Markdown); empty when none lies beside the file. */
  public Optional<String> card(ModelEntry entry) {
    try (InputStream in = open(entry.card())) {
      byte[] text = in.readNBytes(MAX_TEXT);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static InputStream open(URI uri) throws IOException {
    try {
      URLConnection connection = uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getInputStream();
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address: " + e.getMessage(), e);
    }
  }
}
