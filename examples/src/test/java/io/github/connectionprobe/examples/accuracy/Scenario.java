package io.github.connectionprobe.examples.accuracy;

import io.github.connectionprobe.diagnosis.Cause;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** One row of the suite: who talks to whom, what they do, and what the diagnosis should say. */
final class Scenario {

  /** What the two do. */
  interface Play {
    void on(Stage stage) throws Exception;
  }

  /** What no wire can tell apart, only the number of connection pools in the JVM. */
  private static final Set<Cause> NEEDING_EVIDENCE =
      EnumSet.of(
          Cause.NEW_CLIENT_PER_CALL,
          Cause.LEAKED_RESPONSE,
          Cause.POOL_KEY_DIFFERS,
          Cause.REUSE_DISABLED);

  private static final Set<Cause> RACING =
      EnumSet.of(Cause.RELEASE_RACE, Cause.CONCURRENCY, Cause.SEPARATE_POOLS);

  private final String name;
  private final ClientKind client;
  private final String server;
  private final Set<Cause> right = EnumSet.noneOf(Cause.class);
  private final Set<Cause> acceptable = EnumSet.noneOf(Cause.class);
  private ClientSettings clientSettings = ClientSettings.DEFAULT;
  private ServerSettings serverSettings = ServerSettings.DEFAULT;
  private Optional<ServerKind> serverKind = Optional.empty();
  private Optional<ScriptedServer.Script> script = Optional.empty();
  private boolean quick;
  private Play play = stage -> {};

  private Scenario(String name, ClientKind client, String server) {
    this.name = name;
    this.client = client;
    this.server = server;
  }

  static Scenario of(String name, ClientKind client, ServerKind server) {
    Scenario scenario = new Scenario(name, client, server.label());
    scenario.serverKind = Optional.of(server);
    return scenario;
  }

  static Scenario of(String name, ClientKind client, ScriptedServer.Script script) {
    Scenario scenario = new Scenario(name, client, "script");
    scenario.script = Optional.of(script);
    return scenario;
  }

  /** A scenario without any server: nothing listens where the probe relays to. */
  static Scenario withoutServer(String name, ClientKind client) {
    return new Scenario(name, client, "nobody");
  }

  Scenario client(ClientSettings settings) {
    clientSettings = settings;
    return this;
  }

  Scenario server(ServerSettings settings) {
    serverSettings = settings;
    return this;
  }

  /** Names the cause of the loss; of several, any is as true as the other. */
  Scenario loses(Cause... causes) {
    right.addAll(Set.of(causes));
    return this;
  }

  /** Names the causes that look the same on the wire, or nearly so: see docs of the causes. */
  Scenario looksLike(Cause... causes) {
    acceptable.addAll(Set.of(causes));
    return this;
  }

  /** Makes it one of those that every build plays. */
  Scenario quick() {
    quick = true;
    return this;
  }

  /** Makes it one of those that every build plays, if the condition holds. */
  Scenario quickIf(boolean condition) {
    quick |= condition;
    return this;
  }

  Scenario plays(Play play) {
    this.play = play;
    return this;
  }

  String id() {
    return (lossy() ? "" : "healthy/") + name + "/" + client.label() + "/" + server;
  }

  boolean lossy() {
    return !right.isEmpty();
  }

  /** Returns whether the diagnosis leans on what else happens in the JVM. */
  boolean alone() {
    return right.stream().anyMatch(NEEDING_EVIDENCE::contains);
  }

  boolean isQuick() {
    return quick;
  }

  ClientKind client() {
    return client;
  }

  ClientSettings clientSettings() {
    return clientSettings;
  }

  Optional<ServerKind> serverKind() {
    return serverKind;
  }

  ServerSettings serverSettings() {
    return serverSettings;
  }

  Optional<ScriptedServer.Script> script() {
    return script;
  }

  Set<Cause> right() {
    return right;
  }

  /**
   * Returns the look-alikes. An asynchronous client may race its own pool at any time, for long in
   * a JVM that still loads its classes, and then really needs one connection more.
   */
  Set<Cause> acceptable() {
    Set<Cause> all = EnumSet.noneOf(Cause.class);
    all.addAll(acceptable);
    if (client.asynchronous()) {
      all.addAll(RACING);
    }
    return all;
  }

  Play play() {
    return play;
  }

  @Override
  public String toString() {
    return id();
  }
}
