package io.github.connectionprobe.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all pages have in common: the head, the look, and how they come into a file. */
final class Page {

  private Page() {}

  static Markup begin(String title, String styles) {
    return new Markup()
        .raw("<!DOCTYPE html>\n")
        .open("html", "lang", "en", "xmlns", "http://www.w3.org/1999/xhtml")
        .line()
        .open("head")
        .empty("meta", "charset", "utf-8")
        .line()
        // Should an escape be missing after all, what it lets through does not run.
        .empty(
            "meta",
            "http-equiv",
            "Content-Security-Policy",
            "content",
            "default-src 'none'; style-src 'unsafe-inline'")
        .line()
        .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
        .line()
        .empty("meta", "name", "color-scheme", "content", "light dark")
        .line()
        .element("title", title)
        .line()
        .open("style")
        .raw("\n" + styles)
        .closeLine()
        .closeLine()
        .open("body")
        .line()
        .open("main")
        .line();
  }

  static String end(Markup page) {
    return page.closeLine().closeLine().closeLine().toString();
  }

  static void write(String page, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, page.getBytes(StandardCharsets.UTF_8));
  }
}
