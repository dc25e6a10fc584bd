package io.bytezip.modelzoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.bytezip.engine.ModelConfig;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigJsonTest {
  private static final ModelConfig TINY = Configs.tiny("bytes", 1, List.of(257, 257));

  @Property(tries = 200)
  void comesBackEqual(
      @ForAll @IntRange(min = 1, max = 512) int halfWidth,
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 1 << 20) Integer> windows,
      @ForAll ModelConfig.Norm norm,
      @ForAll boolean preNorm,
      @ForAll @IntRange(min = 1, max = 0x3f7fffff) int epsilonBits,
      @ForAll ModelConfig.Positions positions,
      @ForAll @LongRange(min = 0x3ff0000000000001L, max = 0x426d1a94a1ffffffL) long baseBits,
      @ForAll boolean output) {
    ModelConfig config =
        new ModelConfig(
            2 * halfWidth,
            8,
            4,
            2,
            halfWidth,
            windows,
            norm,
            preNorm,
            Float.intBitsToFloat(epsilonBits),
            positions,
            Double.longBitsToDouble(baseBits),
            positions == ModelConfig.Positions.SINUSOIDAL ? Collections.max(windows) : 0,
            TINY.layouts(),
            TINY.ngrams(),
            output);
    assertEquals(config, ConfigJson.parse(ConfigJson.compact(config)));
    assertEquals(config, ConfigJson.parse(ConfigJson.pretty(config)));
    assertFalse(ConfigJson.compact(config).contains("\n"));
  }

  @Test
  void everyKeyIsNeededAndNoOther() {
    JsonObject good = JsonParser.parseString(ConfigJson.compact(TINY)).getAsJsonObject();
    assertEquals(15, good.size());
    for (String key : good.keySet()) {
      JsonObject without = good.deepCopy();
      without.remove(key);
      assertMessage(without, "missing key \"" + key + "\"");
      JsonObject mistyped = good.deepCopy();
      mistyped.add(key, new JsonObject());
      assertMessage(mistyped, "key \"" + key + "\" must be");
    }
    JsonObject more = good.deepCopy();
    more.addProperty("dropout", 0);
    assertMessage(more, "unknown key \"dropout\"");
    good.getAsJsonArray("layouts").get(0).getAsJsonObject().addProperty("taps", 3);
    assertMessage(good, "unknown key \"layouts[0].taps\"");
  }

  @ParameterizedTest
  @CsvSource({
    "hidden_size,0",
    "hidden_size,1.5",
    "hidden_size,1e2",
    "hidden_size,99999999999",
    "norm_eps,0",
    "norm_eps,-1",
    "rope_theta,1e999",
    "stride,-1"
  })
  void numbersOutOfRangeAreNamed(String key, String number) {
    String json = ConfigJson.compact(TINY);
    JsonObject bad = JsonParser.parseString(json).getAsJsonObject();
    bad.add(key, new JsonPrimitive(new BigDecimal(number)));
    assertMessage(bad, "key \"" + key + "\" must be");
  }

  @ParameterizedTest
  @CsvSource({"norm,batch", "norm_position,middle", "position,alibi", "norm,RMS"})
  void unknownWordsAreNamed(String key, String word) {
    JsonObject bad = JsonParser.parseString(ConfigJson.compact(TINY)).getAsJsonObject();
    bad.addProperty(key, word);
    assertMessage(bad, "key \"" + key + "\" must be one of");
  }

  private static void assertMessage(JsonObject json, String part) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ConfigJson.parse(json.toString()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
