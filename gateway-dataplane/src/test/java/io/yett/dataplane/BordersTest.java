package io.yett.dataplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The borders inside the data plane: a packet goes one way, and so do the names. */
@AnalyzeClasses(packages = "io.yett", importOptions = ImportOption.DoNotIncludeTests.class)
class BordersTest {
  private static final String D = "io.yett.dataplane.";

  @ArchTest
  static final ArchRule rxNamesClassifyAtMost =
      noClasses()
          .that()
          .resideInAPackage(D + "rx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(D + "esp..", D + "sad..", D + "spd..");

  @ArchTest
  static final ArchRule classifyNamesNoStageBeforeAndNotTx =
      noClasses()
          .that()
          .resideInAPackage(D + "classify..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(D + "rx..", D + "tx..");

  @ArchTest
  static final ArchRule espNamesNoStageBeforeAndNotTx =
      noClasses()
          .that()
          .resideInAPackage(D + "esp..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(D + "rx..", D + "classify..", D + "tx..");

  @ArchTest
  static final ArchRule txNamesNoStageBefore =
      noClasses()
          .that()
          .resideInAPackage(D + "tx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(D + "rx..", D + "classify..", D + "esp..");

  @ArchTest
  static final ArchRule tablesNameNoStage =
      noClasses()
          .that()
          .resideInAnyPackage(
              D + "sad..", D + "spd..", D + "route..", D + "packet..", D + "counters..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(D + "rx..", D + "classify..", D + "esp..", D + "tx..");

  @ArchTest
  static final ArchRule thePacketPathKnowsNoConfigurationFile =
      noClasses()
          .that()
          .resideInAnyPackage(
              D + "rx..",
              D + "classify..",
              D + "esp..",
              D + "tx..",
              D + "sad..",
              D + "spd..",
              D + "route..",
              D + "packet..",
              D + "counters..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(D + "config..", "org.slf4j..", "java.util.logging..");

  @ArchTest
  static final ArchRule onlyTheTopJoinsTheDisruptor =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.yett.dataplane")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.lmax.disruptor..");

  @ArchTest
  static final ArchRule nativeBindingsKnowNothingOfIpsec =
      noClasses()
          .that()
          .resideInAPackage("io.yett.dpdk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.yett.dataplane..", "io.yett.ike..");

  @ArchTest
  static final ArchRule theContractNamesOnlyItself =
      classes()
          .that()
          .resideInAPackage(D + "sachannel")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              D + "rx..",
              D + "classify..",
              D + "esp..",
              D + "tx..",
              D + "sad..",
              D + "spd..",
              D + "route..",
              "io.yett.dpdk..");
}
