package io.github.connectionprobe.diagnosis;

/** What to do about the messages of each client: the header it sends, the body it leaves. */
final class MessageFixes {

  private MessageFixes() {}

  static String requestClose(ClientLibrary library) {
    return switch (library) {
      case OKHTTP -> "Remove the interceptor or request header that adds \"Connection: close\".";
      case JDK_HTTP_CLIENT ->
          "Remove the header; only jdk.httpclient.allowRestrictedHeaders makes it possible at all.";
      case HTTP_URL_CONNECTION ->
          "Remove setRequestProperty(\"Connection\", \"close\") and -Dhttp.keepAlive=false.";
      case APACHE_4, APACHE_5, APACHE_ASYNC ->
          "Remove the header from setDefaultHeaders, the request or an HttpRequestInterceptor.";
      case REACTOR_NETTY -> "Remove HttpClient.keepAlive(false), or the header.";
      case JETTY -> "Remove HttpHeader.CONNECTION from the request's headers.";
      case ASYNC_HTTP_CLIENT -> "Remove setKeepAlive(false) from the client's configuration.";
      case VERTX -> "Remove HttpClientOptions.setKeepAlive(false), or the header.";
      case GO -> "Remove Transport.DisableKeepAlives and Request.Close.";
      case NODE -> "Use an agent that keeps connections: new http.Agent({ keepAlive: true }).";
      case PYTHON -> "Use requests.Session or httpx.Client; urllib always closes.";
      case CURL -> "Remove the header option and --http1.0.";
      case AWS_SDK, UNKNOWN ->
          "Remove the interceptor, default header or keep-alive setting that adds \"Connection:"
              + " close\". An nginx before 1.29.7 in between needs proxy_http_version 1.1 and an empty"
              + " Connection header.";
    };
  }

  static String readAndClose(ClientLibrary library) {
    return switch (library) {
      case OKHTTP ->
          "Close every Response (try-with-resources), also the ones with an error status.";
      case JDK_HTTP_CLIENT ->
          "With BodyHandlers.ofInputStream() or ofLines(), read to the end; or use ofString(),"
              + " ofByteArray() or discarding().";
      case HTTP_URL_CONNECTION ->
          "Read getInputStream(), or getErrorStream() after an error, to its end and close it.";
      case APACHE_4 ->
          "Call EntityUtils.consume(response.getEntity()) before response.close(), or execute with a"
              + " ResponseHandler.";
      case APACHE_5 ->
          "Execute with an HttpClientResponseHandler, or close every ClassicHttpResponse.";
      case APACHE_ASYNC -> "Let the response consumer run to the end of the stream.";
      case REACTOR_NETTY ->
          "Consume every body: retrieve(), bodyToMono(), or releaseBody() in WebClient; aggregate()"
              + " or then() in Reactor Netty.";
      case JETTY -> "Read and close the InputStream of every InputStreamResponseListener.";
      case ASYNC_HTTP_CLIENT, VERTX -> "Let the body's handler run to its end in every case.";
      case AWS_SDK -> "Read every ResponseInputStream to its end and close it, or abort() it.";
      case GO -> "Read resp.Body to its end (io.Copy(io.Discard, resp.Body)) and close it.";
      case NODE -> "Consume every response: read it, or call resume() or body.dump().";
      case PYTHON -> "With stream=True, read the response to its end or use it in a with block.";
      case CURL, UNKNOWN ->
          "Read every response to its end and close it, also the ones with an error status.";
    };
  }

  /** How a client can look at an idle connection before it trusts it. */
  static String validation(ClientLibrary library) {
    return switch (library) {
      case APACHE_4 ->
          " Or shorten PoolingHttpClientConnectionManager.setValidateAfterInactivity (2 s).";
      case APACHE_5 -> " Or shorten ConnectionConfig.setValidateAfterInactivity (2 s).";
      default -> "";
    };
  }
}
