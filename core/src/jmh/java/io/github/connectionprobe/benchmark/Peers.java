package io.github.connectionprobe.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Requests a second through the probe and through what people use instead, side by side: in every
 * round each of them has its turn, so that a noisy neighbour disturbs all alike.
 */
final class Peers {

  static final String HAPROXY = "HAProxy, TCP mode";
  static final String HAPROXY_ON_ONE_THREAD = "HAProxy, one thread";

  /** Until nothing more is compiled: with few processors that takes its time. */
  private static final long COMPILING_MILLIS = 10_000;

  private Peers() {}

  /**
   * Measures.
   *
   * @param only a part of the name of the loads to run
   */
  static void measure(Results results, int rounds, long millis, String only) throws Exception {
    Path directory = directory();
    try (Peer backend = Peer.backend(directory)) {
      List<Peer> peers = start(results, backend.port(), directory);
      for (Load load : Load.ALL) {
        if (load.name().contains(only)) {
          measure(results, load, peers, rounds, millis);
        }
      }
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  /** Makes a directory for what peers read. */
  static Path directory() throws IOException {
    Path directory = Files.createTempDirectory("peers");
    // The server's workers are of another user.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    return directory;
  }

  private static void measure(
      Results results, Load load, List<Peer> peers, int rounds, long millis) {
    if (!load.oneProcessor()) {
      results.throughput(load, measure(load, peers, rounds, millis));
      return;
    }
    try {
      Processors processors = new Processors();
      try {
        processors.useOne();
        results.throughput(load, measure(load, peers, rounds, millis));
      } finally {
        processors.useAll();
      }
    } catch (IOException missing) {
      results.leftOut(load.name() + ": " + missing.getMessage());
    }
  }

  private interface Start {
    Peer peer() throws Exception;
  }

  private static List<Peer> start(Results results, int backend, Path directory) {
    List<Peer> peers = new ArrayList<>();
    for (Start start :
        List.<Start>of(
            () -> Peer.direct(backend),
            () -> Peer.haproxy(backend, directory),
            () -> Peer.haproxyOnOneThread(backend, directory),
            () -> Peer.java("connection-probe", ProbeProcess.class, backend),
            () -> Peer.java("nothing but Netty", BareNetty.class, backend),
            () -> Peer.java("plain java.nio", PlainNioProcess.class, backend),
            () -> Peer.java("NetCrusher", NetCrusherProcess.class, backend),
            () -> Peer.toxiproxy(backend, directory),
            () -> Peer.nginxStream(backend, directory),
            () -> Peer.socat(backend),
            () -> Peer.java("WireMock", WireMockProcess.class, backend))) {
      try {
        peers.add(start.peer());
      } catch (Exception missing) {
        results.leftOut(missing.getMessage());
      }
    }
    return peers;
  }

  private static Map<String, Turns> measure(
      Load load, List<Peer> peers, int rounds, long millis) {
    for (Peer peer : peers) {
      // In turns like those measured: how a connection begins and ends is compiled as well, and
      // what was compiled without knowing it would be thrown away in the first measured turn.
      for (long spent = 0; spent == 0 || (peer.java() && spent < COMPILING_MILLIS); spent += millis) {
        run(load, peer, millis, new Turns());
      }
    }
    Map<String, Turns> all = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Peer peer : peers) {
        run(load, peer, millis, all.computeIfAbsent(peer.name(), name -> new Turns()));
      }
    }
    return all;
  }

  /** What a peer cannot carry at all counts as nothing, such as a body too large for it. */
  private static void run(Load load, Peer peer, long millis, Turns turns) {
    try {
      load.run(peer, millis, turns);
    } catch (IOException | UncheckedIOException e) {
      turns.add(0, 1, CpuTime.NONE);
    }
  }
}
