package io.github.connectionprobe.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page read back. Reading fails where it is not well-formed. */
public final class WrittenPage {

  private final Document document;

  public WrittenPage(String html) {
    try {
      document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(html)));
    } catch (Exception e) {
      throw new AssertionError("The page is not well-formed: " + e.getMessage(), e);
    }
  }

  private List<Element> all() {
    List<Element> all = new ArrayList<>();
    NodeList nodes = document.getElementsByTagName("*");
    for (int i = 0; i < nodes.getLength(); i++) {
      all.add((Element) nodes.item(i));
    }
    return all;
  }

  public List<String> elements() {
    return all().stream().map(Element::getTagName).distinct().toList();
  }

  List<String> attributes() {
    List<String> names = new ArrayList<>();
    for (Element element : all()) {
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        names.add(attributes.item(i).getNodeName());
      }
    }
    return names.stream().distinct().toList();
  }

  List<String> values(String attribute) {
    return all().stream()
        .filter(element -> element.hasAttribute(attribute))
        .map(element -> element.getAttribute(attribute))
        .toList();
  }

  List<String> titles() {
    return all().stream()
        .filter(element -> element.getTagName().equals("title"))
        .map(Element::getTextContent)
        .toList();
  }

  Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    all().stream()
        .filter(element -> element.hasAttribute("data-figure"))
        .forEach(e -> figures.put(e.getAttribute("data-figure"), e.getTextContent()));
    return figures;
  }

  String text() {
    return document.getDocumentElement().getTextContent();
  }
}
