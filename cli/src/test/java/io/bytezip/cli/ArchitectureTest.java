package io.bytezip.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of docs/ARCHITECTURE.md, as far as byte code shows them. */
class ArchitectureTest {
  private static final String ENGINE = "io.bytezip.engine..";
  private static final String MODALITIES = "io.bytezip.modalities..";
  private static final String CODEC = "io.bytezip.codec..";
  private static final String MODEL_ZOO = "io.bytezip.modelzoo..";
  private static final String EVAL = "io.bytezip.eval..";
  private static final String CLI = "io.bytezip.cli..";
  private static final String TRAIN = "io.bytezip.train..";

  private static final Set<String> TRANSCENDENTAL =
      Set.of(
          "exp", "log", "log10", "log1p", "expm1", "pow", "sin", "cos", "tan", "asin", "acos",
          "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.bytezip");

  @Nested
  class WhoUsesWhom {
    @Test
    void engineUsesNothingOfOurs() {
      nothingFrom(ENGINE, MODALITIES, CODEC, MODEL_ZOO, EVAL, CLI, TRAIN);
    }

    @Test
    void modalitiesUseNothingOfOurs() {
      nothingFrom(MODALITIES, ENGINE, CODEC, MODEL_ZOO, EVAL, CLI, TRAIN);
    }

    @Test
    void codecUsesEngineAndModalitiesOnly() {
      nothingFrom(CODEC, MODEL_ZOO, EVAL, CLI, TRAIN);
    }

    @Test
    void modelZooUsesWhatIsBelow() {
      nothingFrom(MODEL_ZOO, EVAL, CLI, TRAIN);
    }

    @Test
    void evalUsesWhatIsBelow() {
      nothingFrom(EVAL, CLI, TRAIN);
    }

    @Test
    void onlyTrainKnowsDjl() {
      noClasses()
          .that()
          .resideOutsideOfPackage(TRAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", TRAIN)
          .check(PROGRAM);
    }

    @Test
    void compressionStaysLight() {
      noClasses()
          .that()
          .resideInAnyPackage(ENGINE, MODALITIES, CODEC, MODEL_ZOO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "javax.imageio..",
              "javax.sound..",
              "java.awt..",
              "com.twelvemonkeys..",
              "org.jflac..")
          .check(PROGRAM);
    }

    private void nothingFrom(String module, String... others) {
      noClasses()
          .that()
          .resideInAPackage(module)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(PROGRAM);
    }
  }

  @Nested
  class Determinism {
    @Test
    void noTranscendentalFunctions() {
      deterministic("calls a transcendental function of Math", ArchitectureTest::transcendental);
    }

    @Test
    void noReductionsOverLanes() {
      deterministic("reduces lanes in an unspecified order", ArchitectureTest::reduction);
    }

    @Test
    void noPlatformDeflater() {
      deterministic("uses the platform's zlib", ArchitectureTest::deflater);
    }

    @Test
    void noParallelStreams() {
      deterministic("runs a parallel stream", ArchitectureTest::parallel);
    }

    private void deterministic(String what, Predicate<JavaAccess<?>> forbidden) {
      classes()
          .that()
          .resideInAnyPackage(ENGINE, MODALITIES, CODEC)
          .should(never(what, forbidden))
          .check(PROGRAM);
    }
  }

  @Nested
  class BelowTheCommandLine {
    @Test
    void nobodyPrintsOrExits() {
      classes()
          .that()
          .resideOutsideOfPackages(CLI, TRAIN)
          .should(never("prints or exits", ArchitectureTest::printsOrExits))
          .check(PROGRAM);
    }
  }

  /** A rule that can't fail guards nothing. */
  @Nested
  class TheRulesThemselves {
    private final JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);

    @Test
    void noticeAnOffender() {
      assertNotices(ArchitectureTest::transcendental);
      assertNotices(ArchitectureTest::reduction);
      assertNotices(ArchitectureTest::deflater);
      assertNotices(ArchitectureTest::parallel);
      assertNotices(ArchitectureTest::printsOrExits);
    }

    @Test
    void seeAllModules() {
      for (String module : new String[] {ENGINE, MODALITIES, CODEC, MODEL_ZOO, EVAL, CLI}) {
        String prefix = module.replace("..", "");
        assertTrue(
            PROGRAM.stream().anyMatch(type -> type.getPackageName().startsWith(prefix)), module);
      }
    }

    private void assertNotices(Predicate<JavaAccess<?>> forbidden) {
      ArchRule rule = classes().should(never("offends", forbidden));
      assertFalse(rule.evaluate(offender).getFailureReport().isEmpty());
    }
  }

  private static ArchCondition<JavaClass> never(String what, Predicate<JavaAccess<?>> forbidden) {
    return new ArchCondition<>("never be one that " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (forbidden.test(access)) {
            events.add(SimpleConditionEvent.violated(access, access.getDescription()));
          }
        }
      }
    };
  }

  private static boolean transcendental(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return owner.equals("java.lang.Math") && TRANSCENDENTAL.contains(access.getName())
        || access.getTargetOwner().getSimpleName().equals("VectorOperators")
            && TRANSCENDENTAL.stream().anyMatch(access.getName()::equalsIgnoreCase);
  }

  private static boolean reduction(JavaAccess<?> access) {
    return access.getTargetOwner().getPackageName().equals("jdk.incubator.vector")
        && access.getName().startsWith("reduceLanes");
  }

  private static boolean deflater(JavaAccess<?> access) {
    return access.getTargetOwner().getName().startsWith("java.util.zip.Deflater");
  }

  private static boolean parallel(JavaAccess<?> access) {
    return access.getName().equals("parallel") || access.getName().equals("parallelStream");
  }

  private static boolean printsOrExits(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    return owner.equals("java.lang.System")
            && Set.of("out", "err", "exit").contains(access.getName())
        || owner.equals("java.lang.Runtime") && Set.of("exit", "halt").contains(access.getName())
        || access.getName().equals("printStackTrace");
  }

  /** Never run. */
  static final class Offender {
    void offend() {
      double wrong = Math.exp(1) + IntStream.of(1).parallel().sum();
      float sum =
          FloatVector.broadcast(FloatVector.SPECIES_128, (float) wrong)
              .reduceLanes(VectorOperators.ADD);
      System.out.println(sum + new Deflater().getAdler());
      System.exit(1);
    }
  }
}
