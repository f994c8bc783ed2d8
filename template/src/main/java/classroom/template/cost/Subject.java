package classroom.template.cost;

import classroom.template.Parameter;
import classroom.template.Resource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A resource that is being judged, and what a rule may say of it. */
record Subject(String stack, Resource resource, Map<String, Parameter> parameters, Appraisal appraisal) {
    /** <code>Stack/LogicalId</code>. */
    String name() {
        return stack + "/" + resource.id();
    }

    Property properties() {
        return Property.of(resource.properties(), name() + ".Properties", parameters, appraisal);
    }

    void usage(String price) {
        appraisal.usage(name(), appraisal.prices().price(price));
    }

    /** Refuses the feature that stands there if it has a price in the table. */
    void paid(String what, String price, Property where, String wayOut) {
        Price found = appraisal.prices().price(price);
        paid(what, found.what() + ": " + found.text(), where.path(), wayOut);
    }

    void paid(String what, String howMuch, String where, String wayOut) {
        appraisal.refuse(new Violation(Violation.Kind.PAID_FEATURE, what, howMuch, List.of(where), wayOut));
    }

    void remains(String what, String where, String wayOut) {
        appraisal.refuse(
                new Violation(Violation.Kind.REMAINS, what, "it would stay after destroy", List.of(where), wayOut));
    }

    void unknown(String what, String where) {
        appraisal.refuse(new Violation(
                Violation.Kind.UNKNOWN,
                what,
                "the price table of " + appraisal.prices().date() + " does not know what it costs",
                List.of(where),
                "leave it out, or add it to prices.json with its source"));
    }

    /** Refuses every member that the price table does not speak for. */
    void onlyKnown(Property object, String type) {
        Optional<Prices.KnownType> known = appraisal.prices().type(type);
        for (String name : object.names()) {
            if (known.isEmpty() || !known.get().properties().contains(name)) {
                unknown("the property " + name, object.path() + "." + name);
            }
        }
    }
}
