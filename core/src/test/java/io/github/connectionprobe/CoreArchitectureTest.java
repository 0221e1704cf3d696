package io.github.connectionprobe;

import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Keeps the arrows between the packages of this module pointing down, and the API free of Netty.
 */
class CoreArchitectureTest {

  private static final String BASE = "io.github.connectionprobe";
  private static final String RECORDING = BASE + ".recording..";
  private static final String DIAGNOSIS = BASE + ".diagnosis..";
  private static final String REPORT = BASE + ".report..";
  private static final String CAPTURE = BASE + ".capture..";
  private static final String JFR = BASE + ".jfr..";
  private static final String PROXY = BASE + ".proxy..";
  private static final String OBSERVER = BASE + ".observer";
  private static final String OBSERVERS = BASE + ".observer..";
  private static final String SOCKET = BASE + ".socket..";
  private static final String JVM = BASE + ".jvm..";
  private static final String CONSOLE = BASE + ".console..";

  private static final JavaClasses MAIN_AND_TEST = new ClassFileImporter().importPackages(BASE);
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void recordingDependsOnNothingOfOurs() {
    assertDependsOnlyOn(RECORDING);
  }

  @Test
  void diagnosisDependsOnRecording() {
    assertDependsOnlyOn(DIAGNOSIS, RECORDING);
  }

  @Test
  void reportDependsOnRecordingAndDiagnosis() {
    assertDependsOnlyOn(REPORT, RECORDING, DIAGNOSIS);
  }

  @Test
  void captureDependsOnRecordingAndDiagnosis() {
    assertDependsOnlyOn(CAPTURE, RECORDING, DIAGNOSIS);
  }

  @Test
  void jfrDependsOnRecordingAndOnWhatObserversTell() {
    assertDependsOnlyOn(JFR, RECORDING, OBSERVER);
  }

  @Test
  void onlyJfrKnowsTheFlightRecorder() {
    noClasses()
        .that()
        .resideOutsideOfPackage(JFR)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.jfr..")
        .because("a Java without jdk.jfr runs probes as well")
        .check(MAIN);
  }

  @Test
  void proxyDependsOnRecordingTheObserversTheCaptureJfrAndNetty() {
    assertDependsOnlyOn(
        PROXY, RECORDING, OBSERVERS, CAPTURE, JFR, "io.netty..", "org.bouncycastle..");
  }

  @Test
  void observersKnowNoProtocolButTheirOwn() {
    assertDependsOnlyOn(OBSERVER, RECORDING, "io.netty.buffer..");
    assertDependsOnlyOn(OBSERVER + ".http1..", OBSERVER, RECORDING, "io.netty.buffer..");
    assertDependsOnlyOn(OBSERVER + ".http2..", OBSERVER, RECORDING, "io.netty.buffer..");
    assertDependsOnlyOn(OBSERVER + ".tls..", OBSERVER, RECORDING, "io.netty.buffer..");
  }

  @Test
  void socketDependsOnRecording() {
    assertDependsOnlyOn(SOCKET, RECORDING);
  }

  @Test
  void jvmDependsOnRecordingAndDiagnosis() {
    assertDependsOnlyOn(JVM, RECORDING, DIAGNOSIS);
  }

  @Test
  void consoleDependsOnAnyPackageOfThisModule() {
    assertDependsOnlyOn(CONSOLE, RECORDING, DIAGNOSIS, REPORT, PROXY, SOCKET, JVM, "picocli..");
  }

  @Test
  void everyMainClassLivesInOneOfTheDecidedPackages() {
    classes()
        .should()
        .resideInAnyPackage(
            RECORDING, DIAGNOSIS, REPORT, PROXY, OBSERVERS, CAPTURE, JFR, SOCKET, JVM, CONSOLE)
        .allowEmptyShould(true)
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
  void publicApiNamesNoNettyType() {
    classes()
        .that(arePartOfTheApi())
        .should(nameNoNettyType())
        .because("the Netty version is the user's choice")
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void nothingUsesWhatTheJdkKeepsToItself() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
        .allowEmptyShould(true)
        .check(MAIN);
    noClasses()
        .should()
        .accessTargetWhere(nameIs("setAccessible", "trySetAccessible", "privateLookupIn"))
        .because("what is private stays so, on every JDK and in every module")
        .allowEmptyShould(true)
        .check(MAIN);
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

  private static DescribedPredicate<JavaAccess<?>> nameIs(String... names) {
    return DescribedPredicate.describe(
        "has one of the names " + List.of(names),
        access -> List.of(names).contains(access.getTarget().getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> isSleep() {
    return DescribedPredicate.describe(
        "is Thread.sleep or TimeUnit.sleep",
        access ->
            access.getTarget().getName().equals("sleep")
                && (access.getTargetOwner().isAssignableTo(Thread.class)
                    || access.getTargetOwner().isAssignableTo(TimeUnit.class)));
  }

  private static DescribedPredicate<JavaClass> arePartOfTheApi() {
    return DescribedPredicate.describe(
        "are part of the API",
        type -> isVisible(type) && !type.getPackageName().startsWith(OBSERVER));
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(CoreArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<?> modifiers) {
    return modifiers.contains(PUBLIC) || modifiers.contains(PROTECTED);
  }

  private static ArchCondition<JavaClass> nameNoNettyType() {
    return new ArchCondition<>("name no Netty type in what a user can see") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaType> header =
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        report(type, type.getDescription(), header, events);
        type.getMembers().stream()
            .filter(member -> isVisible(member.getModifiers()))
            .forEach(member -> report(type, member.getDescription(), typesOf(member), events));
      }
    };
  }

  private static Stream<JavaType> typesOf(JavaMember member) {
    if (member instanceof JavaCodeUnit unit) {
      Stream<JavaType> inAndOut =
          Stream.concat(unit.getParameterTypes().stream(), Stream.of(unit.getReturnType()));
      Stream<JavaType> thrown = unit.getExceptionTypes().stream().map(JavaType.class::cast);
      Stream<JavaType> bounds = unit.getTypeParameters().stream().map(JavaType.class::cast);
      return Stream.of(inAndOut, thrown, bounds).flatMap(types -> types);
    }
    return member.getAllInvolvedRawTypes().stream().map(JavaType.class::cast);
  }

  private static void report(
      JavaClass type, String where, Stream<JavaType> types, ConditionEvents events) {
    Set<String> netty =
        types
            .flatMap(named -> named.getAllInvolvedRawTypes().stream())
            .map(JavaClass::getName)
            .filter(name -> name.startsWith("io.netty."))
            .collect(Collectors.toSet());
    if (!netty.isEmpty()) {
      events.add(SimpleConditionEvent.violated(type, where + " names " + netty));
    }
  }
}
