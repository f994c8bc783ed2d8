package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Change;
import classroom.cloud.cloudformation.engine.Lookups;
import classroom.cloud.cloudformation.engine.Source;
import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Form;
import classroom.template.AwsEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a request has its template from: its own body, an object of the class's S3, or the stack itself. */
final class TemplateSource {
    /** CloudFormation User Guide, "Understand CloudFormation quotas": a template in a request, and one in S3. */
    private static final int MOST_BYTES_OF_BODY = 51_200;

    private static final int MOST_BYTES_OF_OBJECT = 1_000_000;

    /** An object's URL in path style: bucket and key. */
    private static final Pattern OBJECT = Pattern.compile("https?://[^/]+/([^/]+)/([^?#]+)");

    private final Lookups lookups;

    TemplateSource(Lookups lookups) {
        this.lookups = lookups;
    }

    /** The ARN of the object that a request has its template from. */
    static Optional<String> object(Form form) {
        return form.text("TemplateURL")
                .map(OBJECT::matcher)
                .filter(Matcher::matches)
                .map(object -> AwsEnvironment.bucketArn(object.group(1) + "/" + key(object)));
    }

    /**
     * The template that a request brings, or the previous one.
     *
     * @param before the previous change of the stack, {@code null} if there is none
     * @throws AwsError if there is none, or it is too large
     * @throws classroom.template.TemplateException if it is no template
     */
    Source source(Form form, Change before) {
        if (form.flag("UsePreviousTemplate")) {
            if (before == null) {
                throw Form.invalid("There is no previous template to use");
            }
            return before.source();
        }
        Optional<String> body = form.text("TemplateBody");
        if (body.isPresent() == form.text("TemplateURL").isPresent()) {
            throw Form.invalid("Either Template URL or Template Body must be specified.");
        }
        if (body.isPresent() && body.get().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES_OF_BODY) {
            throw AwsError.violation(
                    "ValidationError",
                    body.get().substring(0, 40) + "...",
                    "templateBody",
                    "Member must have length less than or equal to " + MOST_BYTES_OF_BODY);
        }
        return Source.read(body.orElseGet(() -> read(form.required("TemplateURL"))));
    }

    private static String key(Matcher object) {
        return URLDecoder.decode(object.group(2), StandardCharsets.UTF_8);
    }

    /** The URL's host is not looked at: whatever it is, the class has no other S3 than its own. */
    private String read(String url) {
        Matcher object = OBJECT.matcher(url);
        if (!object.matches()) {
            throw Form.invalid("S3 error: Domain name specified in " + url + " is not a valid S3 domain");
        }
        Path file = lookups.asset(object.group(1), key(object))
                .orElseThrow(() -> Form.invalid("S3 error: The specified key does not exist: " + url));
        try {
            if (Files.size(file) > MOST_BYTES_OF_OBJECT) {
                throw Form.invalid("Template may not exceed " + MOST_BYTES_OF_OBJECT + " bytes in size.");
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw Form.invalid("Template format error: " + url + " is no UTF-8 text");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
