package classroom.cloud.cloudformation.api;

import classroom.cloud.gateway.Form;
import classroom.cloud.gateway.FormReader;
import classroom.cloud.gateway.JsonRequest;
import classroom.template.api.Api;
import java.util.Map;

/** Forms as CloudFormation reads them. */
final class Forms {
    private Forms() {}

    static Form of(String action, Map<String, String> parameters) {
        return new Form(new JsonRequest(
                null,
                action,
                FormReader.QUERY.read(
                        Api.of("cloudformation").operations().get(action).input(), parameters),
                Form.members("cloudformation")));
    }
}
