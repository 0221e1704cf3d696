package io.github.connectionprobe.proxy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads captures with tshark, as somebody who knows nothing of how they were written. */
final class Tshark {

  private static final List<String> FIELDS =
      List.of(
          "frame.interface_name",
          "tcp.srcport",
          "tcp.dstport",
          "tcp.flags",
          "tcp.seq_raw",
          "tcp.len",
          "http.request.method",
          "tcp.analysis.flags",
          "_ws.malformed",
          "frame.comment");

  /** A packet, and what tshark thinks of it. */
  record Read(
      String leg,
      TcpdumpJudge.Packet packet,
      String requests,
      String analysisFlags,
      String malformed,
      String comment) {}

  private Tshark() {}

  /** Returns why captures cannot be read on this machine, where they cannot. */
  static Optional<String> whyNot() {
    try {
      run(List.of("tshark", "--version"));
      return Optional.empty();
    } catch (IOException missing) {
      return Optional.of("tshark cannot be started (" + missing.getMessage() + ").");
    }
  }

  /** Returns every packet in the order of the file. */
  static List<Read> read(Path file) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "tshark",
                "-n",
                "-r",
                file.toString(),
                "-Y",
                "tcp",
                "-T",
                "fields",
                "-E",
                "separator=|"));
    // The ports of a test are anybody's.
    command.addAll(List.of("-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"));
    command.addAll(List.of("-o", "tcp.try_heuristic_first:TRUE"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    return run(command).lines().filter(line -> line.contains("|")).map(Tshark::parse).toList();
  }

  /**
   * Returns how many HTTP requests there are on both legs together, unfinished ones included. What
   * the kernel leaves to the network card has wrong checksums on the wire, so they do not count.
   */
  static long requests(Path file) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", "http.request"));
    command.addAll(List.of("-o", "tcp.try_heuristic_first:TRUE"));
    command.addAll(List.of("-o", "http.desegment_body:FALSE"));
    command.addAll(List.of("-T", "fields", "-e", "http.request.method"));
    return run(command).lines().filter(line -> line.matches("[A-Z]+")).count();
  }

  /** Returns what each side sent on a stream, as Wireshark's window of that name shows it. */
  static String follow(Path file, int stream) throws IOException {
    String follow =
        run(
            List.of(
                "tshark", "-n", "-q", "-r", file.toString(), "-z", "follow,tcp,ascii," + stream));
    return follow.replaceAll("(?s).*Node 1: [^\n]*\n", "");
  }

  /** Returns what tshark prints. */
  static String run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      String printed = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(command + " ended with " + exit + ": " + printed);
      }
      return printed;
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
  }

  private static Read parse(String line) {
    List<String> values = Arrays.asList(line.split("\\|", FIELDS.size()));
    int flags = Integer.decode(values.get(3));
    String letters =
        ((flags & 2) == 0 ? "" : "S")
            + ((flags & 1) == 0 ? "" : "F")
            + ((flags & 4) == 0 ? "" : "R")
            + ((flags & 16) == 0 ? "" : ".");
    TcpdumpJudge.Packet packet =
        new TcpdumpJudge.Packet(
            Integer.parseInt(values.get(1)),
            Integer.parseInt(values.get(2)),
            letters,
            Long.parseLong(values.get(4)),
            Integer.parseInt(values.get(5)));
    return new Read(
        values.get(0), packet, values.get(6), values.get(7), values.get(8), values.get(9));
  }
}
