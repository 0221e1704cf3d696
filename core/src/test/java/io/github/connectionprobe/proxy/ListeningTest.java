package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.connectionprobe.jfr.Flight;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a proxy listens, and what it says about that. */
class ListeningTest {

  private static final Logger LOGGER = Logger.getLogger("io.github.connectionprobe");

  private final List<String> logged = new CopyOnWriteArrayList<>();

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void stop() {
    LOGGER.removeHandler(handler);
  }

  @Test
  void itIsTheLoopbackAddressUnlessSaidOtherwiseAndNothingIsSaid() {
    try (RecordingProxy proxy =
        RecordingProxy.to(Upstream.of("localhost", 1)).name("ListeningTest by default").start()) {
      assertThat(proxy.address().getAddress().isLoopbackAddress()).isTrue();
    }
    assertThat(logged).noneMatch(line -> line.contains("ListeningTest by default"));
  }

  @Test
  void anyOtherAddressIsNamedInAWarning() throws UnknownHostException {
    InetAddress any = InetAddress.getByAddress(new byte[4]);
    try (RecordingProxy proxy =
        RecordingProxy.to(Upstream.of("localhost", 1))
            .name("ListeningTest on all")
            .listenOn(any)
            .start()) {
      assertThat(logged)
          .filteredOn(line -> line.contains("ListeningTest on all"))
          .singleElement()
          .asString()
          .startsWith("WARNING The probe")
          .containsPattern("listens on (0\\.0\\.0\\.0|\\[[0:]+\\]):" + proxy.port())
          .contains("no loopback address");
    }
  }

  @Test
  void startingFailsWhereTheListenerCannotBeRegistered() {
    RelayLoop usual = RelayLoop.next();
    RelayLoop refusing = new RelayLoop(refusing(usual.loop()), usual.turns(), usual.buffers());
    Recorder recorder = new Recorder(Optional::empty, Flight.NONE);
    Acceptor acceptor = new Acceptor(refusing, recorder, relay -> {}, null);
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    assertThatThrownBy(() -> new Listener("shop", refusing, acceptor, anyPort))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "The probe \"shop\" cannot listen on 127.0.0.1:0: no selector. Choose a free port, or 0"
                + " for any free one, on an address of this machine.");
  }

  /** The same loop, but one that registers no channel: nothing on this machine makes one do so. */
  private static EventLoop refusing(EventLoop usual) {
    return (EventLoop)
        Proxy.newProxyInstance(
            ListeningTest.class.getClassLoader(),
            new Class<?>[] {EventLoop.class},
            (self, method, arguments) ->
                method.getName().equals("register")
                    ? ((Channel) arguments[0]).newFailedFuture(new IOException("no selector"))
                    : method.invoke(usual, arguments));
  }
}
