package io.github.connectionprobe.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where the annotation may stand, and which of several probes a parameter gets. */
class DeclarationTest {

  @Test
  @DisplayName("an annotation of one's own may carry it, and subclasses inherit it or replace it")
  void metaAnnotationAndInheritance() {
    Kit.runWithServer(MetaFixture.class, InheritingFixture.class, ReplacingFixture.class).passed(3);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @ConnectionProbe(value = "${server}", name = "search")
  @interface SearchProbe {}

  @SearchProbe
  static class MetaFixture {
    @Test
    void test(Probe probe) {
      assertThat(probe.name()).isEqualTo("search");
      Http.get(probe.uri("/"));
    }
  }

  @ConnectionProbe("${server}")
  static class ParentFixture {}

  static class InheritingFixture extends ParentFixture {
    @Test
    void test(Probe probe) {
      Http.get(probe.uri("/"));
    }
  }

  @ConnectionProbe("localhost:1")
  static class ReplacingFixture extends ParentFixture {
    @Test
    void test(Probe probe) {
      assertThat(probe.recording().upstream()).isEqualTo("localhost:1");
      probe.assertConnectionsOpened(0);
    }
  }

  @Test
  @DisplayName("several probes are told apart by name or by the parameter's own name")
  void severalProbes() {
    Kit.runWithServer(SeveralFixture.class).passed(2);
  }

  @ConnectionProbe(value = "${server}", name = "orders")
  @ConnectionProbe(value = "${server}", name = "users")
  static class SeveralFixture {
    @Test
    void byName(
        @ConnectionProbe(name = "orders") Probe one, @ConnectionProbe(name = "users") Probe two) {
      Http.get(one.uri("/"));
      Http.get(two.uri("/"));
      assertThat(one.name() + two.name()).isEqualTo("ordersusers");
    }

    @Test
    void byParameterName(Probe users) {
      Http.get(users.uri("/"));
      assertThat(users.name()).isEqualTo("users");
    }
  }
}
