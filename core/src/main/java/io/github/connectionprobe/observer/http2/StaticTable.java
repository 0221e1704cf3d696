package io.github.connectionprobe.observer.http2;

import io.github.connectionprobe.observer.http2.HpackTable.Field;
import java.util.List;

/** The fields that need no introduction (RFC 7541 appendix A), the first of them index 1. */
final class StaticTable {

  static final List<Field> FIELDS =
      """
      :authority
      :method=GET
      :method=POST
      :path=/
      :path=/index.html
      :scheme=http
      :scheme=https
      :status=200
      :status=204
      :status=206
      :status=304
      :status=400
      :status=404
      :status=500
      accept-charset
      accept-encoding=gzip, deflate
      accept-language
      accept-ranges
      accept
      access-control-allow-origin
      age
      allow
      authorization
      cache-control
      content-disposition
      content-encoding
      content-language
      content-length
      content-location
      content-range
      content-type
      cookie
      date
      etag
      expect
      expires
      from
      host
      if-match
      if-modified-since
      if-none-match
      if-range
      if-unmodified-since
      last-modified
      link
      location
      max-forwards
      proxy-authenticate
      proxy-authorization
      range
      referer
      refresh
      retry-after
      server
      set-cookie
      strict-transport-security
      transfer-encoding
      user-agent
      vary
      via
      www-authenticate
      """
          .lines()
          .map(StaticTable::field)
          .toList();

  private StaticTable() {}

  private static Field field(String line) {
    int equals = line.indexOf('=');
    return equals < 0
        ? new Field(line, "")
        : new Field(line.substring(0, equals), line.substring(equals + 1));
  }
}
