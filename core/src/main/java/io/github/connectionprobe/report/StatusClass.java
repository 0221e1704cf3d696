package io.github.connectionprobe.report;

import io.github.connectionprobe.recording.RecordedExchange;

/** How an exchange went: what its bar looks like, by colour and by pattern. */
enum StatusClass {
  SUCCESS("s2", "2xx", "#15735a"),
  REDIRECT("s3", "3xx", "#3a5fc0"),
  CLIENT_ERROR("s4", "4xx", "#9a5200"),
  SERVER_ERROR("s5", "5xx", "#b3262e"),
  NO_RESPONSE("s0", "no response", "#6b7482");

  final String style;
  final String words;

  /** For viewers that apply no style sheet. */
  final String colour;

  StatusClass(String style, String words, String colour) {
    this.style = style;
    this.words = words;
    this.colour = colour;
  }

  static StatusClass of(RecordedExchange exchange) {
    int hundreds = exchange.response().map(response -> response.status() / 100).orElse(0);
    return switch (hundreds) {
      case 0 -> NO_RESPONSE;
      case 3 -> REDIRECT;
      case 4 -> CLIENT_ERROR;
      case 1, 2 -> SUCCESS;
      default -> SERVER_ERROR;
    };
  }

  /** Returns whether a texture lies over the colour, so that it is told without seeing colours. */
  boolean textured() {
    return this == REDIRECT || this == CLIENT_ERROR || this == SERVER_ERROR;
  }
}
