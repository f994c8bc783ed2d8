package classroom.cloud.console;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.Endpoint;
import classroom.cloud.gateway.Protocol;
import classroom.cloud.gateway.Reply;
import classroom.cloud.gateway.Sha256;
import classroom.template.AwsEnvironment;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Serves the console: the files of the module {@code console}, {@code session.json}, which says to them where the
 * class is and with which key and token they call it, and {@linkplain #serve what else} no AWS API says.
 *
 * <p>A page runs nothing and loads nothing but these files (Content Security Policy). The gateway's door lets no other
 * origin read them, so that no other page learns the token. A program of this user can: the token keeps out browsers,
 * not programs.
 */
public final class Console implements Endpoint {
    /** What all of its paths begin with. */
    public static final String PREFIX = "/_classroom/console";

    /** The path of its page. */
    public static final String PATH = PREFIX + "/";

    private static final String FILES = "/classroom/console/";
    private static final String INDEX = "index.html";
    private static final String SESSION = "session.json";

    /** No name of a file of ours goes up a folder. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9-]+(/[A-Za-z0-9-]+)*(\\.[A-Za-z0-9-]+)*\\.(html|js|mjs|css|svg|json)");

    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "mjs", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "json", "application/json");

    private final Map<String, Supplier<? extends JsonNode>> answers = new ConcurrentHashMap<>();

    /**
     * The console of a class.
     *
     * @param accessKeyId the teacher's key, with which the page signs
     * @param token what tells the page's requests from those of other programs
     */
    public Console(AwsEnvironment environment, String accessKeyId, String token) {
        ObjectNode session = JsonNodeFactory.instance
                .objectNode()
                .put("account", environment.account())
                .put("region", environment.region())
                .put("accessKeyId", accessKeyId)
                .put("token", token);
        serve(SESSION, () -> session);
    }

    /** Serves, beside the files, what the page cannot ask an API of AWS for: as it is when it is asked for. */
    public void serve(String name, Supplier<? extends JsonNode> answer) {
        answers.put(name, answer);
    }

    @Override
    public Reply answer(Call call) {
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            throw new AwsError(405, "MethodNotAllowedException", "The console takes GET, not " + call.method());
        }
        if (call.path().equals(PREFIX)) {
            return new Reply(302, Map.of("Location", PATH, "Cache-Control", "no-store"), new byte[0]);
        }
        String name = call.path().startsWith(PATH) ? call.path().substring(PATH.length()) : call.path();
        if (name.isEmpty()) {
            name = INDEX;
        }
        Supplier<? extends JsonNode> known = answers.get(name);
        byte[] body = known == null ? file(name) : Protocol.bytes(known.get());
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)),
                "Cache-Control", "no-store",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin"));
        if (name.equals(INDEX)) {
            headers.put("Content-Security-Policy", policy(new String(body, StandardCharsets.UTF_8)));
        }
        if (call.header("accept-encoding")
                .filter(encodings -> encodings.contains("gzip"))
                .isPresent()) {
            headers.put("Content-Encoding", "gzip");
            body = zipped(body);
        }
        return new Reply(200, headers, body);
    }

    private static byte[] file(String name) {
        try (InputStream file = NAME.matcher(name).matches() ? Console.class.getResourceAsStream(FILES + name) : null) {
            if (file == null) {
                throw new AwsError(404, "NotFoundException", "The console has no file '" + name + "'");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zipped(byte[] body) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    /** An import map can only stand in the page itself: it is the one script there, allowed by its hash. */
    private static String policy(String page) {
        Matcher map = IMPORT_MAP.matcher(page);
        if (!map.find()) {
            throw new IllegalStateException(INDEX + " has no import map");
        }
        return "default-src 'none'; script-src 'self' 'sha256-" + Sha256.base64(map.group(1)) + "'; style-src 'self';"
                + " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }
}
