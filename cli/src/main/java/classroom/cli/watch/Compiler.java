package classroom.cli.watch;

import classroom.cli.synth.Sources;
import classroom.cli.terminal.CommandException;
import classroom.template.language.Texts;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The JDK's own javac in this process, with the options that pom.xml gives it: warm, it compiles a module in the time
 * that Maven needs to start.
 */
final class Compiler {
    private final Path root;
    private final JavaCompiler javac;
    private final List<String> options;

    Compiler(Path root) {
        this.root = root;
        javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new CommandException(Texts.of(
                    "--watch needs a JDK, and %s has no compiler: install one or set JAVA_HOME",
                    System.getProperty("java.home")));
        }
        options = options(root.resolve("pom.xml"));
    }

    private static List<String> options(Path pom) {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
            XPath path = XPathFactory.newInstance().newXPath();
            String plugin = "//pluginManagement//plugin[artifactId='maven-compiler-plugin']/configuration/";
            NodeList arguments =
                    (NodeList) path.evaluate(plugin + "compilerArgs/arg", document, XPathConstants.NODESET);
            List<String> options = new ArrayList<>(List.of(
                    "--release", path.evaluate("/project/properties/java.release", document), "-encoding", "UTF-8"));
            if (path.evaluate(plugin + "parameters", document).equals("true")) {
                options.add("-parameters");
            }
            for (int i = 0; i < arguments.getLength(); i++) {
                options.add(arguments.item(i).getTextContent());
            }
            return List.copyOf(options);
        } catch (IOException | ParserConfigurationException | SAXException | XPathExpressionException e) {
            throw new CommandException(Texts.of("%s cannot be read (%s): mend it", pom, e.getMessage()));
        }
    }

    /**
     * Compiles a module into an empty folder and adds the module's resources.
     *
     * @param module the module's name
     * @return javac's words; empty if it compiles
     */
    String compile(String module, List<Path> classPath, Path output) throws IOException {
        Path main = root.resolve(Path.of(module, "src", "main"));
        Files.createDirectories(output);
        List<Path> sources = files(main.resolve("java")).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> all = new ArrayList<>(options);
            all.addAll(List.of("-d", output.toString(), "-cp"));
            all.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
            // A module without sources has no classes.
            boolean compiled = sources.isEmpty()
                    || javac.getTask(said, files, null, all, null, files.getJavaFileObjectsFromPaths(sources))
                            .call();
            if (!compiled) {
                return said.toString().replace(root + File.separator, "").strip();
            }
        }
        Path resources = main.resolve("resources");
        for (Path file : files(resources)) {
            Path copy = output.resolve(resources.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
        return "";
    }

    /** The files under a folder; none if it is not there. */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Sources::isSource)
                    .sorted()
                    .toList();
        }
    }
}
