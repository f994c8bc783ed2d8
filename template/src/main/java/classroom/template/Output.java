package classroom.template;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An output of a template.
 *
 * @param name its logical id
 * @param value as written or, from {@link Resolver#outputs}, resolved
 * @param description empty if there is none
 * @param exportName the name it is exported under, or null
 * @param condition the name of its condition, or null
 */
public record Output(String name, JsonNode value, String description, JsonNode exportName, String condition) {}
