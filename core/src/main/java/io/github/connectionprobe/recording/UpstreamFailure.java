package io.github.connectionprobe.recording;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * Why the upstream could not be connected to. The client of such a connection gets a RST: its own
 * connect had already succeeded, so a refusal cannot be passed on as one. In forward mode it gets
 * an error in the protocol that it speaks to the proxy.
 *
 * @param kind what went wrong
 * @param detail the address tried and the operating system's words for it
 * @param at when it was known, from the start of the recording
 */
public record UpstreamFailure(Kind kind, String detail, Duration at) {

  /** What can go wrong on the way to the upstream. */
  public enum Kind {
    /** The host answered that nothing listens on that port. */
    REFUSED("refused the connection"),
    /** No route, or the network is down. */
    UNREACHABLE("is unreachable"),
    /** Nobody answered within the connect timeout. */
    TIMED_OUT("did not answer in time"),
    /** The host name has no address, or the address supplier failed. */
    UNRESOLVED("could not be resolved"),
    /** In forward mode: the client asked for a destination that is not allowed. */
    NOT_ALLOWED("is not allowed"),
    /**
     * In forward mode: the client did not say where to connect to, or not so as to be understood.
     */
    NOT_NAMED("was not named"),
    /** It showed a certificate that is not trusted, or is another name's. */
    UNTRUSTED("showed a certificate that is not trusted"),
    /** It could not agree on TLS with a probe that looks into TLS. */
    TLS_HANDSHAKE_FAILED("failed the TLS handshake");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Returns words that fit behind the upstream's name. */
    @Override
    public String toString() {
      return words;
    }
  }

  /** Checks that nothing is missing. */
  public UpstreamFailure {
    requireNonNull(kind, "kind");
    requireNonNull(detail, "detail");
    requireNonNull(at, "at");
  }
}
