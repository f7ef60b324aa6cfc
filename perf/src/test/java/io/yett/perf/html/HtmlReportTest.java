package io.yett.perf.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yett.perf.BenchException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The page of results that were made up for it: all groups, all systems, latency and targets. */
class HtmlReportTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path directory;
  private ObjectNode results;

  @BeforeEach
  void readResults() throws Exception {
    try (var in = HtmlReportTest.class.getResourceAsStream("results.json")) {
      results = (ObjectNode) JSON.readTree(in);
    }
  }

  private String page() throws Exception {
    Path json = directory.resolve("results.json");
    Path html = directory.resolve("page.html");
    JSON.writeValue(json, results);
    HtmlReport.write(json, html);
    return Files.readString(html);
  }

  /** Fails if the page is not well-formed. */
  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList nodes = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private void keepRows(Predicate<JsonNode> wanted) {
    ArrayNode rows = results.putArray("rows");
    for (JsonNode row : results().get("rows")) {
      if (wanted.test(row)) {
        rows.add(row);
      }
    }
  }

  private static JsonNode results() {
    try (var in = HtmlReportTest.class.getResourceAsStream("results.json")) {
      return JSON.readTree(in);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> titles(Document page) {
    return elements(page, "figcaption").stream().map(Element::getTextContent).toList();
  }

  @Test
  void isOneWellFormedPageThatLoadsNothing() throws Exception {
    String text = page();
    Document page = parse(text);
    for (String name : List.of("script", "link", "img", "iframe", "object", "image", "use")) {
      assertThat(elements(page, name)).as(name).isEmpty();
    }
    assertThat(text).doesNotContain("http:", "https:", "url(", "@import", "src=", "href=");
    assertThat(elements(page, "style")).hasSize(1);
    assertThat(elements(page, "style").getFirst().getTextContent())
        .as("characters that HTML would not read back in a style sheet")
        .doesNotContain("<", "&", ">")
        .contains("prefers-color-scheme: dark");
    assertThat(text).contains("width=device-width");
  }

  @Test
  void hasAllScenariosAndAllPlots() throws Exception {
    Document page = parse(page());
    List<String> headings =
        elements(page, "th").stream().map(Element::getTextContent).distinct().toList();
    for (JsonNode row : results.get("rows")) {
      assertThat(headings).contains(row.get("scenario").asString());
    }
    assertThat(titles(page))
        .containsExactly(
            "Encrypt, by frame size",
            "Decrypt, by frame size",
            "By number of tunnels",
            "By number of policies",
            "New flows, by number of policies",
            "Scaling, by cores",
            "Throughput by number of cores",
            "Everything else",
            "Latency inside a lane, by load");
    assertThat(page.getDocumentElement().getTextContent())
        .contains("Example CPU", "git checkout 1a2fe7d", "--rounds 5 --warm-up 4 --seconds 3")
        .contains("tunnels-100000, ipsec-secgw: it has room for fewer SAs");
  }

  @Test
  void drawsEachRowOfAGroupOnce() throws Exception {
    keepRows(row -> row.get("scenario").asString().equals("encrypt-64"));
    results.remove("latency");
    Document page = parse(page());
    assertThat(titles(page)).containsExactly("Encrypt, by frame size");
    // The limits are above what they limit, and only in the table.
    assertThat(elements(page, "rect")).hasSize(3);
    assertThat(
            elements(page, "rect").stream()
                .map(bar -> Double.parseDouble(bar.getAttribute("width").replace("%", ""))))
        .allSatisfy(width -> assertThat(width).isBetween(30.0, 85.0));
    assertThat(elements(page, "text").stream().map(Element::getTextContent))
        .contains("64 octets", "17.3", "10.8", "20.0");
  }

  @Test
  void missingGroupsLeaveNoEmptyPlots() throws Exception {
    keepRows(row -> row.get("group").asString().equals("policies"));
    for (String name : List.of("latency", "ratios", "targets", "order", "allocation", "notes")) {
      results.remove(name);
    }
    Document page = parse(page());
    assertThat(titles(page)).containsExactly("By number of policies");
    assertThat(elements(page, "svg")).hasSize(1);
    assertThat(elements(page, "circle")).isNotEmpty();
    assertThat(elements(page, "table")).hasSize(1);
  }

  @Test
  void latencyAloneHasAPageToo() throws Exception {
    results.remove(List.of("rows", "ratios", "targets", "order", "allocation", "notes"));
    ObjectNode own = JSON.createObjectNode();
    own.set("idle", results.get("latency").get(0));
    own.set("latency", results.get("latency"));
    ((ArrayNode) own.get("latency")).remove(0);
    results = own;
    Document page = parse(page());
    assertThat(titles(page)).containsExactly("Latency inside a lane, by load");
    assertThat(page.getDocumentElement().getTextContent())
        .contains("At 70 % load p99.9 is 3.3 times the burst time of an idle lane.")
        .contains("111 µs", "a safepoint of 160 µs");
  }

  @Test
  void hostileNamesAreText() throws Exception {
    String hostile = "\"><script>alert(1)</script>\u0000\ud800&amp;']]>";
    String named = hostile.replace("\ud800", ""); // JSON takes no half of a pair in a name
    ObjectNode row = (ObjectNode) results.get("rows").get(0);
    row.put("scenario", hostile).put("group", hostile).put("system", hostile);
    ((ObjectNode) results.get("machine")).put("cpu", hostile).put("commit", hostile);
    ((ObjectNode) results.get("settings")).put("crypto", "x; rm -rf /").put(named, hostile);
    ((ArrayNode) results.get("notes")).add(hostile);
    ((ObjectNode) results.get("targets").get(0)).put("target", hostile);
    ((ObjectNode) results.get("latency").get(0)).put("worstGapCause", hostile);
    Document page = parse(page());
    assertThat(elements(page, "script")).isEmpty();
    assertThat(page.getDocumentElement().getTextContent())
        .contains("\"><script>alert(1)</script>\ufffd\ufffd&amp;']]>");
    assertThat(elements(page, "pre").getFirst().getTextContent())
        .doesNotContain("rm -rf")
        .doesNotContain("script");
  }

  @Test
  void oddNumbersAreDrawn() throws Exception {
    for (JsonNode row : results.get("rows")) {
      ((ObjectNode) row).put("mpps", 0).put("median", 0).put("min", 0).put("max", 0).put("x", 0);
    }
    for (JsonNode row : results.get("latency")) {
      ((ObjectNode) row).put("p50", 0).put("max", 0);
    }
    assertThat(page()).doesNotContain("NaN", "Infinity");
    parse(page());
  }

  @Test
  void saysWhatIsWrongWithAFile() throws Exception {
    Path json = directory.resolve("none.json");
    Path html = directory.resolve("page.html");
    assertThatThrownBy(() -> HtmlReport.write(json, html))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("none.json")
        .hasMessageContaining("remedy");
    Files.writeString(json, "[1, 2");
    assertThatThrownBy(() -> HtmlReport.write(json, html))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("remedy");
    Files.writeString(json, "[1, 2]");
    assertThatThrownBy(() -> HtmlReport.write(json, html))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("has no results");
    JSON.writeValue(json, results);
    assertThatThrownBy(() -> HtmlReport.write(json, directory.resolve("no/such/page.html")))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("cannot write");
  }
}
