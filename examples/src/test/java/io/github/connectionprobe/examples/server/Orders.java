package io.github.connectionprobe.examples.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an order service answers, whichever server it runs in: orders 1 to 999 exist.
 *
 * @param status the status to answer with
 * @param json the body
 */
record Orders(int status, String json) {

  private static final Pattern ORDER = Pattern.compile("/orders/([1-9][0-9]{0,2})");

  static Orders at(String path) {
    Matcher order = ORDER.matcher(path);
    return order.matches()
        ? new Orders(200, "{\"id\":" + order.group(1) + ",\"item\":\"coffee\"}")
        : new Orders(404, "{\"error\":\"There is no such order.\"}");
  }

  byte[] body() {
    return json.getBytes(UTF_8);
  }
}
