package classroom.cloud.cloudformation.api;

import classroom.cloud.cloudformation.engine.Stacks;
import classroom.cloud.gateway.Xml;
import classroom.template.Parameter;
import classroom.template.Resource;
import classroom.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a template asks for, as the CloudFormation API Reference has it. What a template has not is left out. */
final class TemplateDescriptions {
    /** The only version there is, also of a template that says none. */
    private static final String VERSION = "2010-09-09";

    private TemplateDescriptions() {}

    /** The answer of ValidateTemplate. */
    static void validated(Xml xml, Template template) {
        xml.optional("Description", text(template.description()))
                .list("Parameters", template.parameters().values(), TemplateDescriptions::parameter);
        Capabilities.describe(xml, template);
    }

    /** The answer of GetTemplateSummary. */
    static void summary(Xml xml, Template template, Stacks stacks) {
        xml.optional("Description", text(template.description()))
                .list("Parameters", template.parameters().values(), (member, parameter) -> {
                    parameter(member, parameter);
                    member.element("ParameterType", parameter.type())
                            .open("ParameterConstraints")
                            .some("AllowedValues", parameter.allowedValues(), Xml::text)
                            .close("ParameterConstraints");
                });
        Capabilities.describe(xml, template);
        Map<String, List<String>> byType = template.resources().values().stream()
                .collect(Collectors.groupingBy(
                        Resource::type, LinkedHashMap::new, Collectors.mapping(Resource::id, Collectors.toList())));
        xml.list("ResourceTypes", byType.keySet(), Xml::text)
                .element("Version", VERSION)
                .optional(
                        "Metadata",
                        template.metadata().isMissingNode()
                                ? null
                                : template.metadata().toString())
                .list(
                        "ResourceIdentifierSummaries",
                        byType.entrySet(),
                        (member, type) -> member.element("ResourceType", type.getKey())
                                .list("LogicalResourceIds", type.getValue(), Xml::text)
                                .some("ResourceIdentifiers", stacks.identifier(type.getKey()), Xml::text));
    }

    private static void parameter(Xml member, Parameter parameter) {
        member.element("ParameterKey", parameter.name())
                .optional("DefaultValue", parameter.defaultValue())
                .element("NoEcho", Boolean.toString(parameter.noEcho()))
                .optional("Description", text(parameter.description()));
    }

    /** {@code null} for an empty text. */
    static String text(String text) {
        return text.isEmpty() ? null : text;
    }
}
