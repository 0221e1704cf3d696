package io.github.connectionprobe.examples.accuracy;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A real HTTP client behind one face, so that one scenario can be played by many. */
public interface TestClient extends Closeable {

  /** Sends the request, deals with the response as the call says, and returns its status. */
  int send(Call call) throws Exception;

  /** Sends the request without waiting, on the client's own threads where it has some. */
  default CompletableFuture<Integer> sendAsync(Call call) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return send(call);
          } catch (Exception failed) {
            throw new CompletionException(failed);
          }
        },
        Pause.THREADS);
  }

  /** Ends the client and its pool. */
  @Override
  void close() throws IOException;
}
