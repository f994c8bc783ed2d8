package classroom.cloud.lambda.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One version of a function that was put or published: what its environments are made of. */
public final class Deployment {
    /** The version of a function that is not published. */
    public static final String LATEST = "$LATEST";

    private static final DateTimeFormatter LAST_MODIFIED =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

    private final Function function;
    private final String arn;
    private final Asset asset;
    private final List<Path> runtime;
    private final String version;
    private final boolean edited;
    private final Instant modified = Instant.now();
    private final String revision = UUID.randomUUID().toString();

    Deployment(Function function, String arn, Asset asset, List<Path> runtime) {
        this(function, arn, asset, runtime, LATEST, false);
    }

    private Deployment(Function function, String arn, Asset asset, List<Path> runtime, String version, boolean edited) {
        this.function = function;
        this.arn = arn;
        this.asset = asset;
        this.runtime = runtime;
        this.version = version;
        this.edited = edited;
    }

    /** A version of this code and configuration, which stays as it is. */
    Deployment published(String number, Function described) {
        return new Deployment(described, arn + ":" + number, asset, runtime, number, edited);
    }

    /** This version with edited code. */
    Deployment edited(Function changed, Asset code) {
        return new Deployment(changed, arn, code, runtime, version, true);
    }

    /** Whether it runs edited code, not an asset. */
    public boolean isEdited() {
        return edited;
    }

    /** {@code $LATEST} or a number. */
    public String version() {
        return version;
    }

    /** Whether its environments are those of a snapshot: only published versions have one. */
    public boolean isSnapStarted() {
        return function.snapStart() && !version.equals(LATEST);
    }

    public Function function() {
        return function;
    }

    /** The function's ARN; a published version's ends in its number. */
    public String arn() {
        return arn;
    }

    /** {@code LastModified} as the Lambda API writes it. */
    public String lastModified() {
        return LAST_MODIFIED.format(modified);
    }

    /** {@code RevisionId}: another one for each version that was put. */
    public String revision() {
        return revision;
    }

    /** The folder of the code, if it is one or had to be unpacked. */
    Optional<Path> root() throws IOException {
        return asset.root();
    }

    /** Whether the code is one archive and stays so. */
    boolean isUsedUnopened() throws IOException {
        return asset.isUsedUnopened();
    }

    /**
     * The class path of its processes: the runtime first, as Lambda's class loader has it, then the function's code.
     */
    List<Path> classPath() throws IOException {
        List<Path> entries = new ArrayList<>(runtime);
        entries.addAll(asset.classPath());
        return List.copyOf(entries);
    }
}
