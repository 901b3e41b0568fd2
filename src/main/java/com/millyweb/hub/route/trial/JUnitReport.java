package com.millyweb.hub.route.trial;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Outcomes in the form of Maven Surefire, a suite a file. */
final class JUnitReport {
  private final XMLStreamWriter xml;

  private JUnitReport(XMLStreamWriter xml) {
    this.xml = xml;
  }

  static void write(Path file, List<Outcome> outcomes) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Map<String, List<Outcome>> suites =
        outcomes.stream()
            .collect(Collectors.groupingBy(Outcome::file, TreeMap::new, Collectors.toList()));
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument();
      xml.writeStartElement("testsuites");
      var report = new JUnitReport(xml);
      for (Map.Entry<String, List<Outcome>> suite : suites.entrySet()) {
        report.suite(suite.getKey(), suite.getValue());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void suite(String file, List<Outcome> outcomes) throws XMLStreamException {
    Duration time = outcomes.stream().map(Outcome::time).reduce(Duration.ZERO, Duration::plus);
    long failures = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    xml.writeStartElement("testsuite");
    attribute("name", file);
    attribute("tests", String.valueOf(outcomes.size()));
    attribute("failures", String.valueOf(failures));
    attribute("errors", "0");
    attribute("skipped", "0");
    attribute("time", seconds(time));
    for (Outcome outcome : outcomes) {
      test(outcome);
    }
    xml.writeEndElement();
  }

  private void test(Outcome outcome) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", outcome.file());
    attribute("name", outcome.name());
    attribute("file", outcome.file());
    attribute("line", String.valueOf(outcome.line()));
    attribute("time", seconds(outcome.time()));
    if (!outcome.passed()) {
      xml.writeStartElement("failure");
      attribute("type", "difference");
      attribute("message", outcome.faults().get(0));
      xml.writeCharacters(
          legal(outcome.place() + "\n" + String.join("\n", outcome.faults()) + "\n"));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, legal(value));
  }

  /** XML has no way to write most control characters. */
  private static String legal(String text) {
    return text.replaceAll(
        "[^\\t\\n\\r\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]", "?");
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e9);
  }
}
