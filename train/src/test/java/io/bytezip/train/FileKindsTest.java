package io.bytezip.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bytezip.train.data.FolderPacks.Input;
import io.bytezip.train.data.Modality;
import io.bytezip.train.data.TrainException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKindsTest {
  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws Exception {
    Files.writeString(folder.resolve("a.txt"), "hardly a picture");
    Files.writeString(folder.resolve(".hidden"), "not for us");
    // ImageIO's reader of WBMP would take this.
    Files.write(folder.resolve("zeros.bin"), new byte[] {0, 0, 1, 1, 0});
    // By content, not by name.
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    ImageIO.write(image, "png", folder.resolve("p.dat").toFile());
    AudioFormat format = new AudioFormat(8000, 16, 1, true, false);
    try (AudioInputStream in =
        new AudioInputStream(new ByteArrayInputStream(new byte[400]), format, 200)) {
      AudioSystem.write(in, AudioFileFormat.Type.WAVE, folder.resolve("s.dat").toFile());
    }
  }

  private Map<Modality, List<String>> kinds(String config, Path place) throws Exception {
    Map<Modality, List<String>> kinds = new EnumMap<>(Modality.class);
    for (Input input : new FileKinds(RunConfig.load(config).model()).of(place)) {
      kinds.put(
          input.modality(),
          input.files().stream().map(file -> file.getFileName().toString()).toList());
    }
    return kinds;
  }

  @Test
  void aModelOfAllKindsSeesEachAsWhatItIs() throws Exception {
    assertEquals(
        Map.of(
            Modality.TEXT,
            List.of("a.txt", "zeros.bin"),
            Modality.IMAGE,
            List.of("p.dat"),
            Modality.AUDIO,
            List.of("s.dat")),
        kinds("all", folder));
  }

  @Test
  void aModelOfOneKindTakesWhatItReads() throws Exception {
    assertEquals(
        Map.of(Modality.TEXT, List.of("a.txt", "p.dat", "s.dat", "zeros.bin")),
        kinds("text", folder));
    assertEquals(Map.of(Modality.IMAGE, List.of("p.dat")), kinds("image", folder));
    assertThrows(TrainException.class, () -> kinds("audio", folder.resolve("a.txt")));
  }
}
