package classroom.cli.review;

import classroom.cli.option.JsonOutput;
import classroom.template.cost.Violation;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Set;

/** A {@link Review} as JSON, whole: {@link Report} leaves out what a comment cannot hold. */
final class ReviewJson {
    private final ObjectNode answer = JsonOutput.answer();
    private final ArrayNode losses;
    private final ArrayNode wider;
    private final ArrayNode unjudged;
    private final ArrayNode narrower;
    private final ArrayNode moved;
    private final ArrayNode others;
    private final ArrayNode code;

    private ReviewJson(Review review, Set<Consent> allowed, String commit) {
        answer.put("base", commit)
                .put("refused", Report.isRefused(review, allowed))
                .put("changed", !review.isNothing())
                .put("verdict", Report.verdict(review, allowed));
        ArrayNode consents = answer.putArray("allowed");
        allowed.forEach(consent -> consents.add(consent.toString()));
        losses = answer.putArray("losses");
        wider = answer.putArray("wider");
        unjudged = answer.putArray("unjudged");
        narrower = answer.putArray("narrower");
        moved = answer.putArray("moved");
        others = answer.putArray("others");
        code = answer.putArray("code");
    }

    /** @param commit that the review compares with */
    static ObjectNode of(Review review, Set<Consent> allowed, String commit) {
        ReviewJson json = new ReviewJson(review, allowed, commit);
        review.stacks().forEach(json::add);
        Costs costs = review.costs();
        ObjectNode cost = json.answer.putObject("cost");
        cost.put("beforeUsd", plain(costs.before().boundedUsd()));
        cost.put("afterUsd", plain(costs.after().boundedUsd()));
        cost.put("region", costs.after().prices().region());
        strings(
                cost,
                "refusals",
                costs.refusals().stream().map(Violation::message).toList());
        return json.answer;
    }

    private void add(String name, Review.Stack stack) {
        for (Losses.Loss loss : stack.losses()) {
            in(losses, name)
                    .put("type", loss.type())
                    .put("id", loss.id())
                    .put("name", loss.name())
                    .put("lost", loss.isLost())
                    .put("why", loss.why());
        }
        stack.permissions().wider().forEach(more -> add(name, more));
        for (Permissions.Unjudged change : stack.permissions().unjudged()) {
            in(unjudged, name).put("who", change.who()).put("why", change.why());
        }
        stack.permissions().narrower().forEach(who -> in(narrower, name).put("who", who));
        for (Moves.Move move : stack.changes().moved()) {
            in(moved, name)
                    .put("type", move.type())
                    .put("from", move.from())
                    .put("to", move.to())
                    .put("name", move.name());
        }
        stack.changes().lines().forEach(line -> in(others, name).put("what", line));
        stack.changes().code().forEach((change, functions) -> {
            ObjectNode one = in(code, name).put("from", change.from()).put("to", change.to());
            strings(one, "functions", functions);
        });
    }

    /** A permission that no policy document states has no action, only words. */
    private void add(String stack, Permissions.Wider more) {
        String who = more.access().title();
        for (Widening.Line line : more.lines()) {
            ObjectNode one =
                    in(wider, stack).put("of", more.access().relation()).put("who", who);
            one.put("action", line.action()).put("resource", line.resource());
            strings(one, "principals", line.principals());
            strings(one, "conditions", line.conditions());
            strings(one, "conditionsBefore", line.before());
            one.put("when", more.when());
        }
        for (String other : more.others()) {
            in(wider, stack)
                    .put("of", more.access().relation())
                    .put("who", who)
                    .put("what", other)
                    .put("when", more.when());
        }
    }

    private static ObjectNode in(ArrayNode list, String stack) {
        return list.addObject().put("stack", stack);
    }

    private static void strings(ObjectNode object, String member, Collection<String> values) {
        values.forEach(object.putArray(member)::add);
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
