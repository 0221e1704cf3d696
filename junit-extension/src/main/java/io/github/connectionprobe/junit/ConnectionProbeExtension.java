package io.github.connectionprobe.junit;

import static java.util.Objects.requireNonNull;

import io.github.connectionprobe.assertj.RecordingAssert;
import io.github.connectionprobe.diagnosis.Diagnosis;
import io.github.connectionprobe.diagnosis.Responsible;
import io.github.connectionprobe.proxy.Destinations;
import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.Tls;
import io.github.connectionprobe.proxy.Upstream;
import io.github.connectionprobe.recording.Recording;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A probe for {@code @RegisterExtension}: the programmatic twin of {@link ConnectionProbe}. In a
 * static field it lives as long as the class, in any other as long as the test method.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final ConnectionProbeExtension search =
 *     ConnectionProbeExtension.to(() -> container.getMappedPort(9200)).build();
 *
 * @DynamicPropertySource
 * static void properties(DynamicPropertyRegistry registry) {
 *   registry.add("search.url", search::uri);
 * }
 * }</pre>
 */
public final class ConnectionProbeExtension extends ProbeCallbacks implements Probe {

  private final UpstreamSource upstream;
  private final String name;
  private final @Nullable Tls tls;
  private final LostReuse lostReuse;
  private final Set<Responsible> failOn;
  private final Artifacts artifacts;
  private final Set<ArtifactKind> artifactKinds;

  /** Where the probe is running now. Its life is a lease in the store; this only leads there. */
  private volatile @Nullable Probe running;

  private ConnectionProbeExtension(Builder builder) {
    upstream = builder.upstream;
    name = builder.name;
    tls = builder.tls;
    lostReuse = builder.lostReuse;
    failOn = Set.copyOf(builder.failOn);
    artifacts = builder.artifacts;
    artifactKinds = builder.artifactKinds;
  }

  /**
   * Starts the description of a probe.
   *
   * @param upstream {@code host:port} or a URI; may hold <code>${key}</code> and <code>
   *     ${key:default}</code>, as {@link ConnectionProbe#value} describes
   */
  public static Builder to(String upstream) {
    requireNonNull(upstream, "upstream");
    return new Builder(
        context -> RecordingProxy.to(Upstream.parse(Placeholders.fill(upstream, context))));
  }

  /** Starts the description of a probe in front of the server at that URI. */
  public static Builder to(URI upstream) {
    return to(Upstream.of(upstream));
  }

  /** Starts the description of a probe in front of that upstream. */
  public static Builder to(Upstream upstream) {
    requireNonNull(upstream, "upstream");
    return new Builder(context -> RecordingProxy.to(upstream));
  }

  /**
   * Starts the description of a probe whose upstream is asked for at the first connection.
   *
   * @param upstream gives whatever {@link Upstream#from} accepts
   */
  public static Builder to(Supplier<?> upstream) {
    return to(Upstream.from(upstream));
  }

  /**
   * Starts the description of a probe that is a proxy to its clients, as {@link
   * ConnectionProbe#forward} describes.
   *
   * @param destinations what clients may ask for
   */
  public static Builder forward(Destinations destinations) {
    requireNonNull(destinations, "destinations");
    return new Builder(new Forwarded(context -> destinations));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startStatic(context);
  }

  @Override
  void startStatic(ExtensionContext context) {
    ExtensionField.inClass(context, this)
        .ifPresent(field -> ClassProbes.of(context).take(this, settings(field), this::run));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    TestProbes probes = TestProbes.of(context);
    if (probes.ownedBy(this).isEmpty()) {
      probes.take(this, settings(ExtensionField.inInstance(context, this)), this::run).give();
    }
  }

  private void run(@Nullable Probe probe) {
    running = probe;
  }

  private Settings settings(ExtensionField field) {
    String where = "ConnectionProbeExtension in " + field.where();
    String key = name.isEmpty() ? field.name() : name;
    return new Settings(
        this, where, key, key, upstream, tls, lostReuse, failOn, artifacts, artifactKinds);
  }

  @Override
  Object owner() {
    return this;
  }

  /**
   * Returns the probe.
   *
   * @throws IllegalStateException if it does not run at the moment
   */
  public Probe probe() {
    Probe probe = running;
    if (probe == null) {
      throw new IllegalStateException(
          "The probe"
              + (name.isEmpty() ? "" : " \"" + name + "\"")
              + " is not running: in a static field it runs from before the beforeAll of every"
              + " extension to after @AfterAll, in any other from before @BeforeEach to after"
              + " @AfterEach. Ask for its"
              + " address then, for example in a lambda: () -> probe.uri().");
    }
    return probe;
  }

  /** Returns the name that messages print; empty where it is the field's and no test runs. */
  @Override
  public String name() {
    Probe probe = running;
    return probe == null ? name : probe.name();
  }

  @Override
  public String host() {
    return probe().host();
  }

  @Override
  public int port() {
    return probe().port();
  }

  @Override
  public InetSocketAddress address() {
    return probe().address();
  }

  @Override
  public URI uri() {
    return probe().uri();
  }

  @Override
  public Proxy proxy() {
    return probe().proxy();
  }

  @Override
  public ProxySelector proxySelector() {
    return probe().proxySelector();
  }

  @Override
  public X509TrustManager trustManager() {
    return probe().trustManager();
  }

  @Override
  public SSLContext sslContext() {
    return probe().sslContext();
  }

  @Override
  public Diagnosis diagnosis() {
    return probe().diagnosis();
  }

  @Override
  public Recording recording() {
    return probe().recording();
  }

  @Override
  public Recording await(Predicate<? super Recording> condition, Duration atMost) {
    return probe().await(condition, atMost);
  }

  @Override
  public RecordingAssert assertThat() {
    return probe().assertThat();
  }

  /** Describes a probe. Not thread-safe. */
  public static final class Builder {

    private final UpstreamSource upstream;
    private String name = "";
    private @Nullable Tls tls;
    private LostReuse lostReuse = LostReuse.INHERIT;
    private Set<Responsible> failOn = Set.of();
    private Artifacts artifacts = Artifacts.INHERIT;
    private Set<ArtifactKind> artifactKinds = Set.of();

    private Builder(UpstreamSource upstream) {
      this.upstream = upstream;
    }

    /** Sets what tells the probe from others; the field's name unless set. */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    /** Looks into TLS like that; TLS is passed through unless set. */
    public Builder tls(Tls tls) {
      this.tls = requireNonNull(tls, "tls");
      return this;
    }

    /** Sets what to do about lost reuse, as {@link ConnectionProbe#lostReuse} describes. */
    public Builder lostReuse(LostReuse lostReuse) {
      this.lostReuse = requireNonNull(lostReuse, "lostReuse");
      return this;
    }

    /** Sets whose losses count besides the client's own. */
    public Builder failOn(Responsible... failOn) {
      this.failOn = Set.copyOf(Arrays.asList(failOn));
      return this;
    }

    /** Sets when a test leaves files behind, as {@link ConnectionProbe#artifacts} describes. */
    public Builder artifacts(Artifacts artifacts) {
      this.artifacts = requireNonNull(artifacts, "artifacts");
      return this;
    }

    /** Sets which files those are, as {@link ConnectionProbe#artifactKinds} describes. */
    public Builder artifactKinds(ArtifactKind... kinds) {
      this.artifactKinds = ArtifactKind.setOf(kinds);
      return this;
    }

    /** Returns the extension. The probe starts with the class or the test. */
    public ConnectionProbeExtension build() {
      return new ConnectionProbeExtension(this);
    }
  }
}
