package classroom.lambda.dynamodb;

import classroom.lambda.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns plain Java to DynamoDB's attribute values and back, without loss. */
public final class Attributes {
    private Attributes() {}

    public static Map<String, AttributeValue> of(Map<String, Object> item) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, Object> attribute : item.entrySet()) {
            attributes.put(attribute.getKey(), of(attribute.getValue()));
        }
        return attributes;
    }

    public static AttributeValue of(String text) {
        return AttributeValue.builder().s(text).build();
    }

    public static AttributeValue of(BigDecimal number) {
        return AttributeValue.builder().n(number.toString()).build();
    }

    public static AttributeValue of(int number) {
        return AttributeValue.builder().n(Integer.toString(number)).build();
    }

    private static AttributeValue of(Object value) {
        if (value instanceof String text) {
            return of(text);
        }
        if (value instanceof BigDecimal number) {
            return of(number);
        }
        AttributeValue.Builder attribute = AttributeValue.builder();
        if (value == null) {
            attribute.nul(true);
        } else if (value instanceof Boolean bool) {
            attribute.bool(bool);
        } else if (value instanceof Map) {
            attribute.m(of(Json.object(value)));
        } else if (value instanceof Set<?> set) {
            attribute.ss(set.toArray(new String[0]));
        } else {
            List<AttributeValue> list = new ArrayList<>();
            for (Object element : (List<?>) value) {
                list.add(of(element));
            }
            attribute.l(list);
        }
        return attribute.build();
    }

    /** Sorts attributes and sets, which have no order in DynamoDB, so that equal items give equal answers. */
    public static Map<String, Object> plain(Map<String, AttributeValue> item) {
        Map<String, Object> plain = new TreeMap<>();
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            plain.put(attribute.getKey(), plain(attribute.getValue()));
        }
        return plain;
    }

    /** The functions write no binary values and no sets but of strings. Someone who writes past them may. */
    private static Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case BOOL -> value.bool();
            case M -> plain(value.m());
            case L -> value.l().stream().map(Attributes::plain).toList();
            case SS -> new TreeSet<>(value.ss());
            case NS -> sorted(value.ns(), BigDecimal::new);
            case B -> base64(value.b());
            case BS -> sorted(value.bs(), Attributes::base64);
            default -> null;
        };
    }

    private static <T> Collection<Object> sorted(List<T> set, Function<T, Object> plain) {
        return set.stream().map(plain).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
    }
}
