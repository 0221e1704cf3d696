package io.github.connectionprobe.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Starting and stopping a proxy leaves nothing behind.
 *
 * <p>A process that another test starts holds every socket of this JVM until its own program
 * begins: it would answer at a port for some milliseconds after the proxy has closed it.
 */
@Isolated("it counts the threads, ports and file descriptors of the whole process")
class StartStopTest {

  private static final int CYCLES = Integer.getInteger("connectionprobe.test.startstops", 2_000);

  private static final Path FILE_DESCRIPTORS = Path.of("/proc/self/fd");

  /** As many as there can be event loops. */
  private static final int LOOPS = 4;

  private static final int THREAD_END_MILLIS = 10_000;

  /** One proxy on each loop: reading its recording takes a whole turn of the loop. */
  private final List<RecordingProxy> keepers = new ArrayList<>();

  private ServerSocket upstream;

  @BeforeEach
  void startWhatIsShared() throws IOException {
    upstream = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    upstream.setSoTimeout(THREAD_END_MILLIS);
    for (int i = 0; i < LOOPS; i++) {
      keepers.add(proxy());
    }
    for (int i = 0; i < LOOPS; i++) {
      allocateReadBuffers(RelayLoop.next());
    }
    for (int i = 0; i < 50; i++) {
      cycle(i);
    }
    turn();
  }

  /** They are made when first needed and kept, which would pass for a leak. */
  private static void allocateReadBuffers(RelayLoop loop) {
    Runnable takeAll =
        () -> {
          List<ByteBuf> all = new ArrayList<>();
          for (int i = 0; i < 10; i++) {
            all.add(loop.buffers().takeBulk());
          }
          all.forEach(ByteBuf::release);
        };
    loop.loop().submit(takeAll).syncUninterruptibly();
  }

  @AfterEach
  void stopWhatIsShared() throws IOException {
    keepers.forEach(RecordingProxy::close);
    upstream.close();
  }

  @Test
  @Timeout(300)
  void noThreadFileDescriptorPortOrBufferIsLeft() throws Exception {
    Set<Thread> threads = threads();
    long fileDescriptors = fileDescriptors();
    long direct = UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    long heap = UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
    long pooled = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();

    for (int i = 0; i < CYCLES; i++) {
      cycle(i);
    }

    turn();
    // Fewer, where garbage that another test had left was collected in the meantime.
    assertThat(fileDescriptors()).isLessThanOrEqualTo(fileDescriptors);
    assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isEqualTo(direct);
    assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedHeapMemory()).isEqualTo(heap);
    assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isEqualTo(pooled);
    assertThat(newThreads(threads)).isEmpty();
  }

  @Test
  void nobodyListensAfterClosing() throws IOException {
    RecordingProxy proxy = proxy();
    exchange(proxy);
    proxy.close();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close())
        .isInstanceOf(ConnectException.class);
  }

  private void cycle(int number) throws IOException {
    int port;
    try (RecordingProxy proxy = proxy()) {
      port = proxy.port();
      switch (number % 10) {
        case 0 -> exchange(proxy);
        case 5 -> leaveOpen(proxy);
        default -> assertThat(proxy.recording().opened()).isZero();
      }
    }
    // Throws where anybody still listens there.
    new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
  }

  private RecordingProxy proxy() {
    return RecordingProxy.to(Upstream.of("127.0.0.1", upstream.getLocalPort())).start();
  }

  private void exchange(RecordingProxy proxy) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket server = upstream.accept()) {
      client.getOutputStream().write(1);
      assertThat(server.getInputStream().read()).isEqualTo(1);
      client.shutdownOutput();
      assertThat(server.getInputStream().read()).isEqualTo(-1);
      server.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      assertThat(proxy.recording().stillOpen()).isZero();
    }
  }

  /** Closes the proxy under a connection, with bytes on their way that nobody reads. */
  private void leaveOpen(RecordingProxy proxy) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket server = upstream.accept()) {
      client.getOutputStream().write(new byte[300_000]);
      server.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
      assertThat(proxy.recording().stillOpen()).isEqualTo(1);
      proxy.close();
    }
  }

  /** Lets every loop select once, which is when Java gives back what was closed before. */
  private void turn() {
    keepers.forEach(RecordingProxy::recording);
  }

  private static long fileDescriptors() throws IOException {
    if (!Files.isDirectory(FILE_DESCRIPTORS)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(FILE_DESCRIPTORS)) {
      return all.count();
    }
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /** The threads that were not there before and are not about to end. */
  private static List<Thread> newThreads(Set<Thread> before) throws InterruptedException {
    List<Thread> left = new ArrayList<>();
    for (Thread thread : threads()) {
      if (!before.contains(thread) && thread.getName().startsWith("connection-probe")) {
        // The threads for look-ups end when they have had nothing to do for a second.
        thread.join(THREAD_END_MILLIS);
        if (thread.isAlive()) {
          left.add(thread);
        }
      }
    }
    return left;
  }
}
