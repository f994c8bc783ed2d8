package classroom.cloud.s3;

import classroom.cloud.gateway.AwsError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of a request's XML document. Name spaces do not count: clients write none, or one of two. */
final class XmlRequest {
    private final Element element;

    private XmlRequest(Element element) {
        this.element = element;
    }

    /**
     * The root of a document.
     *
     * @throws AwsError {@code MalformedXML} if it is none, or has another name
     */
    static XmlRequest parse(byte[] body, String root) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler()); // The usual one writes to standard error.
            Element element = builder.parse(new ByteArrayInputStream(body)).getDocumentElement();
            if (element.getLocalName().equals(root)) {
                return new XmlRequest(element);
            }
        } catch (SAXException e) {
            // Answered below.
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException("Every Java parses XML from memory", e);
        }
        throw malformed();
    }

    static AwsError malformed() {
        return new AwsError(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    /** The elements of that name within this one. */
    List<XmlRequest> each(String name) {
        List<XmlRequest> found = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child && child.getLocalName().equals(name)) {
                found.add(new XmlRequest(child));
            }
        }
        return found;
    }

    /** The text of the one element of that name within this one. */
    Optional<String> text(String name) {
        return each(name).stream().findFirst().map(child -> child.element.getTextContent());
    }

    /** @throws AwsError {@code MalformedXML} if there is none */
    String required(String name) {
        return text(name).orElseThrow(XmlRequest::malformed);
    }
}
