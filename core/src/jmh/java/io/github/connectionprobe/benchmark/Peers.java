package io.github.connectionprobe.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Requests a second through the probe and through what people use instead, side by side: in every
 * round each of them has its turn, so that a noisy neighbour disturbs all alike. Prints medians, and
 * their ratios to HAProxy and to no relay at all.
 *
 * <p>Arguments: rounds (5), milliseconds a turn (1000), and a part of the name of the loads to run.
 */
final class Peers {

  private Peers() {}

  public static void main(String... args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    long millis = args.length > 1 ? Long.parseLong(args[1]) : 1_000;
    String only = args.length > 2 ? args[2] : "";
    Path directory = Files.createTempDirectory("peers");
    // The server's workers are of another user.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Peer backend = Peer.backend(directory)) {
      List<Peer> peers = start(backend.port(), directory);
      System.out.println("| load | " + String.join(" | ", peers.stream().map(Peer::name).toList()));
      for (Load load : Load.ALL) {
        if (load.name().contains(only)) {
          print(load, measure(load, peers, rounds, millis));
        }
      }
      for (Peer peer : peers) {
        peer.close();
      }
    }
  }

  private interface Start {
    Peer peer() throws Exception;
  }

  private static List<Peer> start(int backend, Path directory) {
    List<Peer> peers = new ArrayList<>();
    for (Start start :
        List.<Start>of(
            () -> Peer.direct(backend),
            () -> Peer.haproxy(backend, directory),
            () -> Peer.probe(backend),
            () -> Peer.nginxStream(backend, directory),
            () -> Peer.socat(backend))) {
      try {
        peers.add(start.peer());
      } catch (Exception missing) {
        System.out.println("left out: " + missing.getMessage());
      }
    }
    return peers;
  }

  private static Map<String, Double> measure(
      Load load, List<Peer> peers, int rounds, long millis) throws Exception {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    for (Peer peer : peers) {
      load.run(peer.port(), millis);
    }
    for (int round = 0; round < rounds; round++) {
      for (Peer peer : peers) {
        all.computeIfAbsent(peer.name(), name -> new ArrayList<>())
            .add(load.run(peer.port(), millis));
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    all.forEach(
        (name, values) -> {
          values.sort(Double::compare);
          medians.put(name, values.get(values.size() / 2));
        });
    return medians;
  }

  private static void print(Load load, Map<String, Double> medians) {
    double reference = medians.getOrDefault("HAProxy, TCP mode", Double.NaN);
    StringBuilder line = new StringBuilder("| " + load.name());
    medians
        .values()
        .forEach(
            value ->
                line.append(
                    String.format(Locale.ROOT, " | %.2f (%.0f/s)", value / reference, value)));
    System.out.println(line);
  }
}
