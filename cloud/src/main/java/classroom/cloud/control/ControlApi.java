package classroom.cloud.control;

import classroom.cloud.gateway.AwsError;
import classroom.cloud.gateway.Call;
import classroom.cloud.gateway.JsonRequest;
import classroom.cloud.gateway.JsonService;
import classroom.cloud.gateway.Members;
import classroom.cloud.gateway.Reply;
import classroom.template.api.Api;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What {@code ./classroom status}, {@code reset} and {@code stop} ask. For the teacher alone.
 *
 * <ul>
 *   <li>{@code DescribeClass}: how the class was started;
 *   <li>{@code ResetClass}: makes it as it was when it started, and says what that did;
 *   <li>{@code StopClass}: ends it.
 * </ul>
 */
public final class ControlApi extends JsonService {
    /** The name that requests are signed with, and the prefix of their targets. */
    public static final String SIGNING_NAME = "classroom-control";

    private static final Api API = Api.parse("""
            {"operations": {"DescribeClass": {"input": "Nothing"}, "ResetClass": {"input": "Nothing"},
               "StopClass": {"input": "Nothing"}},
             "shapes": {"Nothing": {"type": "structure", "members": {}}}}
            """);

    private static final Members MEMBERS =
            Members.of(() -> API, member -> new AwsError(400, "ValidationException", member + " is not expected"));

    public ControlApi(Control control) {
        super(SIGNING_NAME + ".", MEMBERS, "1.0");
        on("DescribeClass", (request, answer) -> answer.setAll(control.describe()));
        on("ResetClass", (request, answer) -> put(control.reset(), answer));
        on("StopClass", (request, answer) -> control.stop());
    }

    @Override
    public String signingName() {
        return SIGNING_NAME;
    }

    @Override
    public Reply answer(Call call) {
        if (!call.caller().isAdministrator()) {
            throw new AwsError(403, "AccessDeniedException", "Only the teacher may ask for this");
        }
        return super.answer(call);
    }

    /** All of its operations are carried out. */
    @Override
    protected void checkLeftOut(JsonRequest request) {}

    private static void put(Control.Reset reset, ObjectNode answer) {
        reset.deleted().forEach(answer.putArray("Deleted")::add);
        reset.others().forEach(answer.putArray("Others")::add);
        reset.deployed().forEach(answer.putArray("Deployed")::add);
    }
}
