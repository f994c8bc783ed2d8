package classroom.cloud.cloudformation.engine;

import classroom.template.Resolver;
import classroom.template.StackIdentity;
import classroom.template.Template;
import classroom.template.TemplateException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers by resource type. */
public final class Providers {
    /**
     * Types that are not carried out and can contain a deny, or limit in another way how somebody may use a service of
     * the local class. If one of them were ignored, the local class would allow more than AWS. A managed policy that is
     * attached to nobody limits nobody, and a role that refers to one is refused.
     */
    private static final Map<String, Limit> NEVER_LEFT_OUT = Map.of(
            "AWS::IAM::ManagedPolicy", new Limit("write it as AWS::IAM::Policy", "Groups", "Roles", "Users"),
            "AWS::IAM::RolePolicy", new Limit("write it as AWS::IAM::Policy"),
            "AWS::IAM::UserPolicy", new Limit("remove it: the class has no user except the teacher"),
            "AWS::IAM::GroupPolicy", new Limit("remove it: the class has no groups"),
            "AWS::Logs::ResourcePolicy", new Limit("remove it"),
            "AWS::Organizations::Policy", new Limit("remove it"),
            "AWS::SQS::QueueInlinePolicy", new Limit("write it as AWS::SQS::QueuePolicy"),
            "AWS::SSM::ResourcePolicy", new Limit("remove it"));

    /**
     * The reason why a resource may not be ignored.
     *
     * @param instead what to write instead
     * @param by the properties that limit somebody; empty if it always does
     */
    private record Limit(String instead, String... by) {
        void check(Properties properties) {
            if (by.length == 0 || Arrays.stream(by).anyMatch(properties::has)) {
                throw new ResourceException(
                        "the class cannot carry it out, and without it somebody could do more than on" + " AWS: "
                                + instead);
            }
        }
    }

    private final Map<String, Provider> byType;

    private final boolean lasting;

    /**
     * Carries out resources of these types.
     *
     * @param lasting whether the next local class has these resources again
     */
    public Providers(List<Provider> providers, boolean lasting) {
        this.lasting = lasting;
        byType = providers.stream().collect(Collectors.toUnmodifiableMap(Provider::type, Function.identity()));
    }

    /** Whether the next local class has these resources again. */
    boolean areLasting() {
        return lasting;
    }

    /** Whether resources of this type are carried out. */
    boolean knows(String type) {
        return byType.containsKey(type);
    }

    /** The provider of a type; for one that is not carried out, one that makes nothing. */
    Provider of(String type) {
        return byType.getOrDefault(type, new NoProvider(type));
    }

    /** @throws TemplateException naming the unknown types, in CloudFormation's words */
    void checkTypes(Template template) {
        Set<String> unknown = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        template.resources().values().forEach(resource -> {
            names.add(resource.type());
            if (!knows(resource.type()) && ResourceType.of(resource.type()).isEmpty()) {
                unknown.add(resource.type());
            }
        });
        names.removeIf(ResourceType::isCustom);
        if (!unknown.stream().allMatch(ResourceType::isName)) {
            throw new TemplateException("1 validation error detected: Value '" + names
                    + "' at 'typeNameList' failed to satisfy constraint: " + ResourceType.NAMES);
        }
        if (!unknown.isEmpty()) {
            throw new TemplateException("Template format error: Unrecognized resource types: " + unknown);
        }
    }

    /**
     * Resolves a template.
     *
     * @throws TemplateException naming unknown types, attributes that a type does not have, or parameters that are
     *     missing or not allowed
     */
    Resolver resolver(Change change, StackIdentity stack) {
        Template template = change.template();
        checkTypes(template);
        Resolver resolver = template.resolver(stack, change.parameters());
        checkAttributes(template, resolver);
        return resolver;
    }

    /** In CloudFormation's words. */
    private static void checkAttributes(Template template, Resolver resolver) {
        for (Resolver.Attribute attribute : resolver.attributes()) {
            String type = template.resources().get(attribute.id()).type();
            if (ResourceType.of(type)
                    .filter(known -> !known.hasAttribute(attribute.name()))
                    .isPresent()) {
                throw new TemplateException("Template error: resource " + attribute.id()
                        + " does not support attribute type " + attribute.name() + " in Fn::GetAtt");
            }
        }
    }

    /**
     * The provider of a type that is not carried out: references to it give marks, so that the other resources can be
     * created.
     */
    private record NoProvider(String type) implements Provider {
        @Override
        public Support support() {
            return new Support();
        }

        @Override
        public Optional<String> nameProperty() {
            return Optional.empty();
        }

        @Override
        public Physical create(Desired desired) {
            check(desired);
            return new Physical(desired.name(), Map.of());
        }

        @Override
        public Optional<JsonNode> attribute(Physical current, String name) {
            return ResourceType.of(type).map(known -> known.mark(name, current.id() + "-" + name.replace('.', '-')));
        }

        @Override
        public Physical update(Desired desired, Physical current, Properties before) {
            check(desired);
            return current;
        }

        private void check(Desired desired) {
            Optional.ofNullable(NEVER_LEFT_OUT.get(type)).ifPresent(limit -> limit.check(desired.properties()));
        }

        @Override
        public void delete(Physical current, Properties properties) {
            // Nothing was made.
        }
    }
}
