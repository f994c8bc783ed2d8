package classroom.lambda.dynamodb;

import classroom.lambda.BadRequest;
import classroom.lambda.Event;
import classroom.lambda.Json;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The size of an item as DynamoDB counts it, and DynamoDB's bounds. Source: DynamoDB Developer Guide, "DynamoDB item
 * sizes and formats" and "Quotas in Amazon DynamoDB".
 */
public final class ItemSize {
    public static final int MAX_ITEM = 400 * 1024;
    public static final int MAX_PARTITION_KEY = 2048;
    public static final int MAX_SORT_KEY = 1024;

    private static final int MAX_NAME = 65_535;
    private static final int MAX_DEPTH = 32;

    /** The bytes of a list or map without its elements. */
    private static final int COLLECTION = 3;

    /** The bytes of an element without its value. */
    private static final int ELEMENT = 1;

    private ItemSize() {}

    /**
     * Returns the size of {@code item}, which the event has at {@code path}.
     *
     * @throws BadRequest when DynamoDB would not take the item
     */
    public static long check(Event path, Map<String, Object> item) {
        return check(path, item, 0);
    }

    /**
     * Returns the size of {@code item} in a table whose local indexes have this number of whole {@code copies} of it;
     * the copies count as well. Source: DynamoDB Developer Guide, "Item sizes in local secondary indexes".
     *
     * @throws BadRequest when DynamoDB would not take the item
     */
    public static long check(Event path, Map<String, Object> item, int copies) {
        int most = MAX_ITEM / (1 + copies);
        long total = 0;
        long largest = 0;
        String largestName = "";
        for (Map.Entry<String, Object> attribute : item.entrySet()) {
            String name = attribute.getKey();
            long size = ofName(path.path(), name) + of(path.path(name), attribute.getValue(), 1);
            total += size;
            if (size > largest) {
                largest = size;
                largestName = name;
            }
        }
        if (total > most) {
            throw path.refuse(
                    largestName,
                    "must be smaller: the item has " + total + " bytes, and DynamoDB takes " + most + " (" + most / 1024
                            + " KB)");
        }
        return total;
    }

    private static long ofName(String path, String name) {
        long size = Json.utf8(name);
        if (size == 0 || size > MAX_NAME) {
            throw new BadRequest(path, "must have attribute names of 1 to " + MAX_NAME + " bytes");
        }
        return size;
    }

    /** Counts a byte for two digits, paired from the decimal point, one for the magnitude and one for a minus sign. */
    private static long of(BigDecimal number) {
        if (number.signum() == 0) {
            return 1;
        }
        BigDecimal digits = number.stripTrailingZeros();
        int aligned = digits.precision() + Math.floorMod(digits.scale(), 2);
        return (aligned + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
    }

    private static long of(String path, Object value, int depth) {
        if (value instanceof String text) {
            return Json.utf8(text);
        }
        if (value instanceof BigDecimal number) {
            return of(number);
        }
        if (value instanceof Set<?> set) {
            long size = 0;
            for (Object element : set) {
                size += Json.utf8((String) element);
            }
            return size;
        }
        if (value instanceof List || value instanceof Map) {
            if (depth >= MAX_DEPTH) {
                throw new BadRequest(path, "must not be nested deeper than " + MAX_DEPTH + " levels");
            }
            long size = COLLECTION;
            if (value instanceof Map<?, ?> map) {
                for (Object name : map.keySet()) {
                    size += ofName(path, (String) name);
                }
            }
            Collection<?> elements = value instanceof Map<?, ?> map ? map.values() : (List<?>) value;
            for (Object element : elements) {
                size += ELEMENT + of(path, element, depth + 1);
            }
            return size;
        }
        return 1; // a boolean or null
    }
}
