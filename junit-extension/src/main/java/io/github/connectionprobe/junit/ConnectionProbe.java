package io.github.connectionprobe.junit;

import io.github.connectionprobe.diagnosis.Responsible;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Puts a probe between the code under test and its HTTP server, and fails a test whose client lost
 * connection reuse.
 *
 * <pre>{@code
 * @ConnectionProbe("localhost:9200")
 * class SearchClientTest {
 *
 *   @Test
 *   void reusesOneConnection(Probe probe) {
 *     SearchClient client = new SearchClient(probe.uri());
 *     client.search("a");
 *     client.search("b");
 *     probe.assertConnectionsOpened(1);
 *   }
 * }
 * }</pre>
 *
 * <p>On a class or a method it declares a probe that constructors, {@code @BeforeEach},
 * {@code @Test} and {@code @AfterEach} methods get as a parameter of type {@link Probe}. On a field
 * or a parameter of that type it declares one for that place. A probe in a static field lives as
 * long as the class, every other one as long as the test method. It may stand on an annotation of
 * your own.
 *
 * <p>On a parameter without an upstream it picks, by {@link #name}, a probe declared elsewhere.
 *
 * <p>After each test the guard looks at what was opened: see {@link LostReuse}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({
  ElementType.TYPE,
  ElementType.METHOD,
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.ANNOTATION_TYPE
})
@Repeatable(ConnectionProbe.List.class)
@ExtendWith(ProbeExtension.class)
public @interface ConnectionProbe {

  /**
   * Where the real server is: {@code host:port} or a URI. {@code ${key}} and {@code ${key:default}}
   * stand for a JUnit configuration parameter or else a system property. The server need not be
   * there before the first connection.
   */
  String value() default "";

  /**
   * The name of a method that tells where the real server is, asked at the first connection: of the
   * test class or one that it is in, or {@code com.acme.Servers#search} of another class. It takes
   * no parameters and gives a {@code String}, {@code URI}, {@code URL}, {@code InetSocketAddress},
   * a port on localhost, or an {@code Upstream}. It is static where the probe or the class that
   * holds it is.
   */
  String upstreamMethod() default "";

  /**
   * Whether the probe is a proxy to its clients, SOCKS5 and HTTP CONNECT on one port, for code
   * whose URLs must not change: see {@link Probe#proxy()}. It connects to whatever clients ask for,
   * as far as that is allowed, and has no upstream of its own.
   */
  boolean forward() default false;

  /**
   * What clients of a forwarding probe may ask for besides this machine's loopback addresses, each
   * one {@code host:port} or a URI. May hold placeholders, as {@link #value} may.
   */
  String[] allow() default {};

  /**
   * What clients of a forwarding probe may ask for and is to be found elsewhere, so that a server
   * on this machine can be spoken to under its real name: {@code "api.example:443 ->
   * localhost:8443"}. May hold placeholders, as {@link #value} may.
   */
  String[] map() default {};

  /** What tells the probe from others; on a field, the field's name unless set. */
  String name() default "";

  /** What it does with TLS; passes it through unless set. */
  TlsMode tls() default TlsMode.PASS_THROUGH;

  /**
   * Where TLS is looked into: a file with the certificates, in PEM, of the upstreams to trust or of
   * those who signed theirs. Whom this JVM trusts unless set.
   */
  String trust() default "";

  /**
   * What to do when the client lost connection reuse or went round the probe: see {@link
   * LostReuse}.
   */
  LostReuse lostReuse() default LostReuse.INHERIT;

  /**
   * Whose losses count besides the client's own, such as {@code Responsible.SERVER}. Losses that
   * the server caused are otherwise logged only.
   */
  Responsible[] failOn() default {};

  /** When a test leaves files behind that show what the probe saw: see {@link Artifacts}. */
  Artifacts artifacts() default Artifacts.INHERIT;

  /**
   * Which files those are, such as {@code {ArtifactKind.TIMELINE, ArtifactKind.CAPTURE}}; what the
   * build says unless set. A capture holds bodies and credentials: see {@link ArtifactKind}.
   */
  ArtifactKind[] artifactKinds() default {};

  /** Holds several. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
  @ExtendWith(ProbeExtension.class)
  @interface List {

    /** The probes, each with a name of its own. */
    ConnectionProbe[] value();
  }
}
