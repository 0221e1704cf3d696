package io.github.connectionprobe.examples.http2;

import io.grpc.Attributes;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A gRPC server without TLS that keeps count. Its messages are plain text. */
final class GrpcService implements AutoCloseable {

  static final MethodDescriptor<String, String> ECHO =
      method("Echo", MethodDescriptor.MethodType.UNARY);

  /** Answers with as many messages as the request says. */
  static final MethodDescriptor<String, String> COUNT =
      method("Count", MethodDescriptor.MethodType.SERVER_STREAMING);

  /** Answers once it is let go. */
  static final MethodDescriptor<String, String> HOLD =
      method("Hold", MethodDescriptor.MethodType.UNARY);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();
  private final Semaphore held = new Semaphore(0);
  private final Semaphore go = new Semaphore(0);
  private final Server server;

  GrpcService(Consumer<NettyServerBuilder> settings) throws IOException {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(anyPort).executor(threads).addService(service());
    builder.addTransportFilter(
        new ServerTransportFilter() {
          @Override
          public Attributes transportReady(Attributes attributes) {
            connections.incrementAndGet();
            return attributes;
          }
        });
    settings.accept(builder);
    server = builder.build().start();
  }

  private ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("probe.Service")
        .addMethod(ECHO, ServerCalls.asyncUnaryCall(this::echo))
        .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(this::count))
        .addMethod(HOLD, ServerCalls.asyncUnaryCall(this::hold))
        .build();
  }

  private void echo(String request, StreamObserver<String> answer) {
    calls.incrementAndGet();
    answer.onNext(request);
    answer.onCompleted();
  }

  private void count(String request, StreamObserver<String> answer) {
    calls.incrementAndGet();
    for (int i = 0; i < Integer.parseInt(request); i++) {
      answer.onNext(Integer.toString(i));
    }
    answer.onCompleted();
  }

  private void hold(String request, StreamObserver<String> answer) {
    calls.incrementAndGet();
    held.release();
    go.acquireUninterruptibly();
    answer.onNext(request);
    answer.onCompleted();
  }

  int port() {
    return server.getPort();
  }

  /** Returns how many connections were ready for calls. */
  int connections() {
    return connections.get();
  }

  /** Returns how many calls arrived. */
  int calls() {
    return calls.get();
  }

  /** Waits until so many further calls are held. */
  void awaitHeld(int count) throws InterruptedException {
    if (!held.tryAcquire(count, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("of " + count + " calls, " + held + " arrived");
    }
  }

  void letGo(int count) {
    go.release(count);
  }

  @Override
  public void close() {
    letGo(1_000);
    server.shutdownNow();
    threads.shutdownNow();
  }

  private static MethodDescriptor<String, String> method(
      String name, MethodDescriptor.MethodType type) {
    MethodDescriptor.Marshaller<String> text = new Text();
    return MethodDescriptor.newBuilder(text, text)
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName("probe.Service", name))
        .build();
  }

  private static final class Text implements MethodDescriptor.Marshaller<String> {

    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream bytes) {
      try {
        return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
