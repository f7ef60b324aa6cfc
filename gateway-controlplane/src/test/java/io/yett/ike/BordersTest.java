package io.yett.ike;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.Timer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The borders of the control plane: what may know what (docs/ARCHITECTURE.md). */
class BordersTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.yett.ike");

  /** The packages that are deterministic and without I/O. */
  private static final String[] PURE = {
    "io.yett.ike.message..",
    "io.yett.ike.error..",
    "io.yett.ike.certificate..",
    "io.yett.ike.eap..",
    "io.yett.ike.crypto..",
    "io.yett.ike.engine..",
    "io.yett.ike.exchange..",
    "io.yett.ike.sa.."
  };

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  @Test
  void ofTheDataPlaneOnlyTheContract() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "belong to the data plane, outside sachannel and config",
                    type ->
                        type.getPackageName().startsWith("io.yett.dataplane")
                            && !type.getPackageName().startsWith("io.yett.dataplane.sachannel")
                            && !type.getPackageName().startsWith("io.yett.dataplane.config"))));
  }

  @Test
  void noDpdk() {
    check(noClasses().should().dependOnClassesThat().resideInAPackage("io.yett.dpdk.."));
  }

  @Test
  void messageKnowsOnlyItselfAndTheContract() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.yett.ike.message..")
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "belong to other packages of the control plane",
                    type ->
                        type.getPackageName().startsWith("io.yett.ike")
                            && !type.getPackageName().startsWith("io.yett.ike.message"))));
  }

  @Test
  void cryptoKnowsOnlyMessageAndError() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.yett.ike.crypto..")
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "belong to packages of the control plane other than message and error",
                    type ->
                        type.getPackageName().startsWith("io.yett.ike")
                            && !type.getPackageName().startsWith("io.yett.ike.crypto")
                            && !type.getPackageName().startsWith("io.yett.ike.message")
                            && !type.getPackageName().startsWith("io.yett.ike.error"))));
  }

  @Test
  void errorKnowsOnlyMessage() {
    check(
        noClasses()
            .that()
            .resideInAPackage("io.yett.ike.error..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.yett.ike.crypto..", "io.yett.ike.exchange..", "io.yett.ike.sa.."));
  }

  @Test
  void noInputOrOutput() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "do input or output or run threads",
                    type ->
                        type.getPackageName().startsWith("java.nio.channels")
                            || type.getPackageName().startsWith("java.nio.file")
                            || type.getPackageName().startsWith("java.net.http")
                            || (type.getPackageName().startsWith("java.util.concurrent")
                                && !type.isEquivalentTo(TimeUnit.class))
                            || type.getName().matches("java\\.net\\..*Socket(?!Address).*")
                            || type.getName().matches("java\\.io\\.(File|RandomAccess).*")
                            || type.isAssignableTo(Thread.class)
                            || type.isAssignableTo(ProcessBuilder.class)
                            || type.isAssignableTo(Timer.class))));
  }

  @Test
  void noClockOfTheirOwn() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC"));
  }

  @Test
  void noRandomnessOfTheirOwn() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callConstructor(SecureRandom.class)
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callMethod(Math.class, "random"));
  }
}
