package io.github.connectionprobe.examples.accuracy;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;

/** The AWS SDK's asynchronous HTTP client. */
final class AwsNettyTestClient implements TestClient {

  /** Shared, because each group takes seconds to end. */
  private static final SdkEventLoopGroup LOOPS =
      SdkEventLoopGroup.builder().numberOfThreads(2).build();

  private final SdkAsyncHttpClient client;

  AwsNettyTestClient(ClientSettings settings) {
    NettyNioAsyncHttpClient.Builder builder =
        NettyNioAsyncHttpClient.builder()
            .eventLoopGroup(LOOPS)
            .readTimeout(settings.readTimeout().orElse(Call.LIMIT))
            .maxConcurrency(settings.maxConnections().orElse(50));
    settings.idleLimit().ifPresent(builder::connectionMaxIdleTime);
    settings.lifetime().ifPresent(builder::connectionTimeToLive);
    client = builder.build();
  }

  @Override
  public int send(Call call) throws Exception {
    return sendAsync(call).get(20, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Integer> sendAsync(Call call) {
    SdkHttpFullRequest request =
        AwsTestClient.request(call, "aws-sdk-java/2.57.8 md/io#async md/http#NettyNio ua/2.1");
    CompletableFuture<Integer> status = new CompletableFuture<>();
    Handler handler = new Handler(status);
    return client
        .execute(
            AsyncExecuteRequest.builder()
                .request(request)
                .requestContentPublisher(new Content(call.body()))
                .responseHandler(handler)
                .build())
        .thenCompose(done -> status);
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class Handler implements SdkAsyncHttpResponseHandler {

    private final CompletableFuture<Integer> status;
    private volatile int code;

    Handler(CompletableFuture<Integer> status) {
      this.status = status;
    }

    @Override
    public void onHeaders(SdkHttpResponse headers) {
      code = headers.statusCode();
    }

    @Override
    public void onStream(Publisher<ByteBuffer> stream) {
      Flux.from(stream).count().subscribe(read -> status.complete(code), this::onError);
    }

    @Override
    public void onError(Throwable error) {
      status.completeExceptionally(error);
    }
  }

  private record Content(byte[] body) implements SdkHttpContentPublisher {

    @Override
    public Optional<Long> contentLength() {
      return Optional.of((long) body.length);
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
      Flux<ByteBuffer> content = body.length == 0 ? Flux.empty() : Flux.just(ByteBuffer.wrap(body));
      content.subscribe(subscriber);
    }
  }
}
