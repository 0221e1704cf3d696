package io.github.connectionprobe.jvm;

import java.util.List;

/** Tells the frames of HTTP clients, of other libraries and of the application apart, by name. */
final class Frames {

  /** Code that only the client side of an HTTP exchange runs. */
  private static final List<String> HTTP_CLIENTS =
      List.of(
          "okhttp3.",
          "jdk.internal.net.http.",
          "java.net.http.",
          "sun.net.www.protocol.http",
          "org.apache.http.",
          "org.apache.hc.client5.",
          "org.apache.hc.core5.",
          "org.apache.commons.httpclient.",
          "org.eclipse.jetty.client.",
          "org.asynchttpclient.",
          "reactor.netty.http.client.",
          "reactor.core.publisher.Mono.block",
          "reactor.core.publisher.Flux.block",
          "reactor.core.publisher.Blocking",
          "io.vertx.core.http.impl.",
          "io.vertx.ext.web.client.",
          "org.springframework.web.client.",
          "org.springframework.http.client.",
          "org.springframework.web.reactive.function.client.",
          "software.amazon.awssdk.",
          "com.amazonaws.",
          "com.google.api.client.http.",
          "com.azure.core.http.",
          "feign.",
          "retrofit2.",
          "org.elasticsearch.client.",
          "org.opensearch.client.",
          "co.elastic.clients.",
          "org.glassfish.jersey.client.",
          "org.jboss.resteasy.client.",
          "org.apache.cxf.transport.http.",
          "org.jsoup.helper.HttpConnection",
          "io.micronaut.http.client.",
          "io.ktor.client.",
          "kong.unirest.",
          "io.restassured.",
          "com.github.mizosoft.methanol.",
          "ratpack.http.client.",
          "play.api.libs.ws.",
          "akka.http.",
          "org.apache.pekko.http.",
          "sttp.client");

  /** Everything else that stands between an HTTP client and the code that uses it. */
  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "okio.",
          "kotlin.",
          "kotlinx.",
          "scala.",
          "groovy.",
          "org.codehaus.groovy.",
          "org.apache.groovy.",
          "io.netty.",
          "reactor.",
          "io.reactivex.",
          "rx.",
          "io.smallrye.mutiny.",
          "io.vertx.",
          "io.micronaut.",
          "io.quarkus.",
          "org.jboss.",
          "org.eclipse.jetty.",
          "org.apache.hc.",
          "org.springframework.",
          "org.aspectj.",
          "net.bytebuddy.",
          "jakarta.",
          "com.fasterxml.jackson.",
          "tools.jackson.",
          "com.google.common.",
          "dev.failsafe.",
          "io.github.resilience4j.",
          "io.micrometer.",
          "io.opentelemetry.",
          "org.junit.",
          "org.testng.",
          "org.mockito.");

  private static final String SOCKET = "java.net.Socket";

  private Frames() {}

  static boolean isHttpClient(StackTraceElement frame) {
    return startsWithAny(name(frame), HTTP_CLIENTS);
  }

  /** A plain socket, unless it is the listening kind, whose owner is a server. */
  static boolean isClientSocket(StackTraceElement frame) {
    return frame.getClassName().equals(SOCKET)
        || frame.getClassName().startsWith(SOCKET + "$")
        || frame.getClassName().equals("sun.nio.ch.SocketAdaptor")
        || frame.getClassName().equals("sun.nio.ch.SocketChannelImpl");
  }

  static boolean isLibrary(StackTraceElement frame) {
    return isHttpClient(frame) || isGenerated(frame) || startsWithAny(name(frame), LIBRARIES);
  }

  /** A proxy class is named after the package of the interface, but nobody wrote it. */
  private static boolean isGenerated(StackTraceElement frame) {
    return frame.getFileName() == null
        || frame.getClassName().contains("$Proxy")
        || frame.getClassName().contains("$$");
  }

  private static String name(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
