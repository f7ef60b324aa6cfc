package io.yett.perf.html;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes elements that are always closed, and text that is always escaped. HTML that is XML as
 * well, so that a test can read it. One thread.
 */
final class Html {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringWriter out = new StringWriter();
  private final XMLStreamWriter xml;

  Html() {
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("this JDK has no XML writer", e);
    }
  }

  /** Opens an element; attributes are names and values in turn. */
  Html open(String name, Object... attributes) {
    return write(() -> {
      xml.writeStartElement(name);
      writeAttributes(attributes);
      xml.writeCharacters(""); // so that an element without content is not written as empty
    });
  }

  /** An element without content and without an end tag: {@code meta}, {@code br}, a shape. */
  Html empty(String name, Object... attributes) {
    return write(() -> {
      xml.writeEmptyElement(name);
      writeAttributes(attributes);
    });
  }

  Html text(String text) {
    return write(() -> xml.writeCharacters(clean(text)));
  }

  Html close() {
    return write(xml::writeEndElement);
  }

  /** An element with nothing but text. */
  Html element(String name, String text, Object... attributes) {
    return open(name, attributes).text(text).close();
  }

  /** The page so far, with its document type. */
  String page() {
    write(xml::flush);
    return "<!DOCTYPE html>\n" + out + "\n";
  }

  private void writeAttributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i].toString(), clean(attributes[i + 1].toString()));
    }
  }

  /** Without what no XML may hold: control characters and halves of a character. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(c -> isAllowed(c) ? c : REPLACEMENT).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isAllowed(int c) {
    boolean control = c < ' ' && c != '\t' && c != '\n';
    boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return !control && !half && c != 0xFFFE && c != 0xFFFF && !(c >= 0x7F && c < 0xA0);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws XMLStreamException;
  }

  private Html write(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("the page is not built as it should be", e);
    }
    return this;
  }
}
