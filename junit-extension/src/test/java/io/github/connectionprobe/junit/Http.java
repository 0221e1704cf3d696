package io.github.connectionprobe.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Requests as the code under test would make them. */
final class Http {

  private Http() {}

  /** By HttpURLConnection, which pools connections per host and port and keeps them. */
  static void get(URI uri) {
    try (InputStream body = uri.toURL().openConnection(Proxy.NO_PROXY).getInputStream()) {
      body.readAllBytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** By OkHttp, with a header that loses the connection. */
  static void getAndClose(OkHttpClient client, URI uri) {
    call(client, new Request.Builder().url(uri.toString()).header("Connection", "close").build());
  }

  /** By OkHttp, which pools connections per client. */
  static void get(OkHttpClient client, URI uri) {
    call(client, new Request.Builder().url(uri.toString()).build());
  }

  private static void call(OkHttpClient client, Request request) {
    try (Response response = client.newCall(request).execute()) {
      response.body().bytes();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
