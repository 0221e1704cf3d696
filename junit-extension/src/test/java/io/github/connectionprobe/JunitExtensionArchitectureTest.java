package io.github.connectionprobe;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the arrows between the packages of this module pointing down. Netty is in none of the lists
 * below: only the core may know it.
 */
class JunitExtensionArchitectureTest {

  private static final String BASE = "io.github.connectionprobe";
  private static final String RECORDING = BASE + ".recording..";
  private static final String DIAGNOSIS = BASE + ".diagnosis..";
  private static final String REPORT = BASE + ".report..";
  private static final String JVM = BASE + ".jvm..";
  private static final String PROXY = BASE + ".proxy..";
  private static final String SOCKET = BASE + ".socket..";
  private static final String ASSERTJ = BASE + ".assertj..";
  private static final String JUNIT = BASE + ".junit..";

  private static final JavaClasses MAIN_AND_TEST =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages(BASE);
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void assertjDependsOnWhatIsRecordedAndHowItReads() {
    assertDependsOnlyOn(ASSERTJ, RECORDING, DIAGNOSIS, REPORT, SOCKET, "org.assertj..");
  }

  @Test
  void junitDependsOnProxyAssertjAndWhatLiesBelowThem() {
    assertDependsOnlyOn(
        JUNIT,
        ASSERTJ,
        JVM,
        PROXY,
        SOCKET,
        REPORT,
        DIAGNOSIS,
        RECORDING,
        "org.assertj..",
        "org.junit.jupiter.api..",
        "org.junit.platform.commons..",
        "org.junit.platform.launcher..",
        "org.opentest4j..",
        "org.apiguardian..");
  }

  @Test
  void nothingButTheListenerNeedsTheLauncher() {
    noClasses()
        .that()
        .doNotHaveSimpleName("BuildReportListener")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.junit.platform.launcher..")
        .because("whoever runs tests in another way has no launcher")
        .check(MAIN);
  }

  @Test
  void noPackageIsNamedInternal() {
    noClasses()
        .should()
        .resideInAPackage("..internal..")
        .allowEmptyShould(true)
        .check(MAIN_AND_TEST);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .should()
        .accessTargetWhere(isSleep())
        .because("a test that sleeps is a guess: hold the other side until the fact is there")
        .allowEmptyShould(true)
        .check(MAIN_AND_TEST);
  }

  private static void assertDependsOnlyOn(String from, String... allowed) {
    Stream<String> always = Stream.of(from, "java..", "javax..", "jdk..", "org.jspecify..");
    String[] packages = Stream.concat(always, Stream.of(allowed)).toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(from)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true)
        .check(MAIN);
  }

  private static DescribedPredicate<JavaAccess<?>> isSleep() {
    return DescribedPredicate.describe(
        "is Thread.sleep or TimeUnit.sleep",
        access ->
            access.getTarget().getName().equals("sleep")
                && (access.getTargetOwner().isAssignableTo(Thread.class)
                    || access.getTargetOwner().isAssignableTo(TimeUnit.class)));
  }
}
