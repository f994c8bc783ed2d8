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
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a request has its template from: its own body, an object of the class's S3, or the stack itself. */
final class TemplateSource {
    private static final String HOST = "s3(?:[.-][a-z0-9-]+)*\\.amazonaws\\.com(?:\\.cn)?";

    /** CloudFormation User Guide, "Understand CloudFormation quotas": a template in a request, and one in S3. */
    private static final int MOST_BYTES_OF_BODY = 51_200;

    private static final int MOST_BYTES_OF_OBJECT = 1_000_000;

    /**
     * The URLs of an object in S3: bucket and key in the path, or the bucket before the host (Amazon S3 User Guide,
     * "Virtual hosting of buckets"). A host with a port is the class's own, by whatever name its client knows it.
     */
    private static final List<Pattern> OBJECTS = List.of(
            Pattern.compile("https?://(?:127\\.0\\.0\\.1|localhost|[^/]+:\\d+)/(?<bucket>[^/?#]+)/(?<key>[^?#]+)"),
            Pattern.compile("https?://" + HOST + "/(?<bucket>[^/?#]+)/(?<key>[^?#]+)"),
            Pattern.compile("https?://(?<bucket>[^/:]+)\\." + HOST + "/(?<key>[^?#]+)"));

    private static final Pattern S3_SCHEME = Pattern.compile("s3://(?<host>[^/?#]+).*");

    private final Lookups lookups;

    TemplateSource(Lookups lookups) {
        this.lookups = lookups;
    }

    /** The ARN of the object that a request has its template from. */
    static Optional<String> object(Form form) {
        return form.text("TemplateURL")
                .flatMap(S3Object::of)
                .map(object -> AwsEnvironment.bucketArn(object.toString()));
    }

    /**
     * The template that a request brings, or the previous one.
     *
     * @param before the previous change of the stack, {@code null} if there is none
     * @throws AwsError if there is none, or it is too large
     * @throws classroom.template.TemplateException if it is no template
     */
    Source source(Form form, Change before) {
        Optional<String> body = form.text("TemplateBody");
        Optional<String> url = form.text("TemplateURL");
        if (form.flag("UsePreviousTemplate")) {
            if (body.isPresent() || url.isPresent()) {
                throw Form.invalid("You cannot specify both usePreviousTemplate and Template Body/Template URL.");
            }
            if (before == null) {
                throw Form.invalid("Cannot specify usePreviousTemplate as true for a changeSetType CREATE");
            }
            return before.source();
        }
        if (body.isPresent() && url.isPresent()) {
            throw Form.invalid("You cannot specify both Template URL and Template Body.");
        }
        if (body.isEmpty() && url.isEmpty()) {
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

    private String read(String url) {
        S3Object object = S3Object.of(url).orElseThrow(() -> noObject(url));
        Path file = lookups.asset(object.bucket(), object.key())
                .orElseThrow(() -> Form.invalid("S3 error: The specified key does not exist.\nFor more information"
                        + " check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"));
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

    /** The error in a URL that names no object of S3. */
    private static AwsError noObject(String url) {
        Matcher s3 = S3_SCHEME.matcher(url);
        return Form.invalid(
                s3.matches()
                        ? "S3 error: Domain name specified in " + s3.group("host") + " is not a valid S3 domain"
                        : "TemplateURL must be a supported URL.");
    }

    /** An object of the class's S3, whatever the region of its URL: there is no other. */
    private record S3Object(String bucket, String key) {
        static Optional<S3Object> of(String url) {
            return OBJECTS.stream()
                    .map(pattern -> pattern.matcher(url))
                    .filter(Matcher::matches)
                    .map(found -> new S3Object(
                            found.group("bucket"), URLDecoder.decode(found.group("key"), StandardCharsets.UTF_8)))
                    .findFirst();
        }

        @Override
        public String toString() {
            return bucket + "/" + key;
        }
    }
}
