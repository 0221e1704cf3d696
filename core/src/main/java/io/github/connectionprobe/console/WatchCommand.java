package io.github.connectionprobe.console;

import io.github.connectionprobe.proxy.RecordingProxy;
import io.github.connectionprobe.proxy.RecordingProxyBuilder;
import io.github.connectionprobe.recording.Recording;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the program is told to do. */
@Command(
    name = "java -jar connection-probe.jar",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "",
      "Relays TCP connections to an HTTP server, tells what happens on them, and judges at the end"
          + " whether keep-alive held. Nothing that passes is changed, and no root is needed.",
      ""
    },
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:reuse held: every connection was needed",
      "1:reuse was lost: client or server could have spared a connection",
      "2:wrong usage, no exchange seen, or the upstream could not be reached"
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  java -jar connection-probe.jar --listen 9201 9200",
      "  curl http://localhost:9201/ http://localhost:9201/   # in another terminal",
      "  Ctrl-C in the first one prints the verdict."
    })
final class WatchCommand implements Callable<Integer> {

  private final PrintStream out;
  private final Interruption interruption;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "<upstream>",
      description = "The server: a port on this machine, host:port, or a URI.")
  private @Nullable String positional;

  @Option(
      names = {"-u", "--upstream"},
      paramLabel = "<upstream>",
      description = "The same, as an option.")
  private @Nullable String option;

  @Option(
      names = {"-l", "--listen"},
      paramLabel = "[<address>:]<port>",
      converter = ListenAddress.Converter.class,
      description =
          "Where to listen. Unless given: on loopback, on the port after the upstream's or, where"
              + " that is taken, on any free one.")
  private @Nullable ListenAddress listen;

  @Mixin private ForwardOptions forward = new ForwardOptions();

  @Mixin private TlsOptions tls = new TlsOptions();

  @Option(
      names = {"-x", "--exit-after"},
      paramLabel = "<when>",
      converter = ExitAfter.Converter.class,
      description =
          "When to end: after a time (30s, 2m), after so many complete exchanges (10exchanges), or"
              + " when so many connections are over (3connections). May be given several times; the"
              + " first to come true counts.")
  private List<ExitAfter> ends = new ArrayList<>();

  @Option(names = "--json", description = "Print one JSON object a line instead of text.")
  private boolean json;

  @Option(
      names = "--capture",
      paramLabel = "<file>",
      description =
          "Write what passes to a pcapng file for Wireshark, bodies and credentials included.")
  private @Nullable Path capture;

  WatchCommand(PrintStream out, Interruption interruption) {
    this.out = out;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws TroubleException {
    if (tls.incomplete()) {
      throw wrong("--ca-file and --trust mean something with --tls terminate only. Add it.");
    }
    Output output = json ? new JsonOutput(out) : new TextOutput(out, Terminal.isThere());
    RecordingProxy proxy = forward.on() ? startForwarding() : start(Target.parse(upstream()));
    Verdict verdict;
    try (proxy) {
      tls.write(proxy);
      String address =
          forward.on() ? "socks5h://" + proxy.recording().listener() : proxy.uri().toString();
      Recording recording = new Watch(proxy, ends, interruption, output).run(address);
      // While the probe still holds its sockets, the kernel shows both ends.
      verdict = Verdict.of(recording, proxy);
      output.ended(verdict);
    }
    // Only now is the capture whole.
    proxy.captureProblem().ifPresent(System.err::println);
    return verdict.exitCode();
  }

  private RecordingProxy startForwarding() throws TroubleException {
    if (positional != null || option != null) {
      throw wrong(
          "Both --forward and an upstream, \""
              + (positional != null ? positional : option)
              + "\", were given. Leave one out; to let a name be found there, use --map.");
    }
    RecordingProxyBuilder proxy = RecordingProxy.forward(forward.destinations());
    if (listen != null) {
      return start(proxy, listen);
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      return start(proxy, new ListenAddress(loopback, ForwardOptions.PORT));
    } catch (TroubleException taken) {
      return start(proxy, new ListenAddress(loopback, 0));
    }
  }

  private String upstream() {
    if (forward.incomplete()) {
      throw wrong("--allow and --map mean something with --forward only. Add it.");
    }
    if (positional == null && option == null) {
      throw wrong("No upstream was given. Name the server, for example by its port: 9200.");
    }
    if (positional != null && option != null) {
      throw wrong(
          "Two upstreams were given, \""
              + positional
              + "\" and \""
              + option
              + "\". Give one: either --upstream or the argument.");
    }
    return positional != null ? positional : Optional.ofNullable(option).orElseThrow();
  }

  private ParameterException wrong(String message) {
    CommandLine line = Optional.ofNullable(spec).orElseThrow().commandLine();
    return new ParameterException(line, message);
  }

  private RecordingProxy start(Target target) throws TroubleException {
    if (listen != null) {
      return start(target, listen);
    }
    InetAddress loopback = InetAddress.getLoopbackAddress();
    if (target.port() < 65_535) {
      try {
        return start(target, new ListenAddress(loopback, target.port() + 1));
      } catch (TroubleException taken) {
        // Nobody asked for that port in particular.
      }
    }
    return start(target, new ListenAddress(loopback, 0));
  }

  private RecordingProxy start(Target target, ListenAddress where) throws TroubleException {
    if (target.isReachedBy(where.address(), where.port())) {
      throw new TroubleException(
          "The probe would listen on port "
              + where.port()
              + " and relay to the same place, so to itself. Let it listen on another port, such as"
              + " --listen "
              + (where.port() < 65_535 ? where.port() + 1 : 0)
              + ".");
    }
    return start(RecordingProxy.to(target.upstream()), where);
  }

  private RecordingProxy start(RecordingProxyBuilder proxy, ListenAddress where)
      throws TroubleException {
    tls.describeTo(proxy);
    try {
      proxy.name("console").listenOn(where.address()).port(where.port());
      return (capture == null ? proxy : proxy.capture(capture)).start();
    } catch (UncheckedIOException taken) {
      throw new TroubleException(String.valueOf(taken.getMessage()));
    }
  }
}
