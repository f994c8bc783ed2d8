package classroom.cli.review;

import static classroom.cli.review.Change.Verdict.ANYBODY;
import static classroom.cli.review.Change.Verdict.DATA_LOSS;
import static classroom.cli.review.Change.Verdict.NOTHING;
import static classroom.cli.review.Change.Verdict.NOT_JUDGED;
import static classroom.cli.review.Change.Verdict.WIDER;
import static classroom.cli.review.Change.replacing;
import static classroom.cli.review.Pair.allow;
import static classroom.cli.review.Pair.function;
import static classroom.cli.review.Pair.role;
import static classroom.cli.review.Pair.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes of a template, line by line, each with the expected verdict: who may do more, what is lost, or nothing. */
class ChangesTest {
    private static final String BOOKS = "arn:aws:dynamodb:us-east-2:123456789012:table/books";
    private static final String GET = allow("'dynamodb:GetItem'", BOOKS);
    private static final String PUT = allow("'dynamodb:PutItem'", BOOKS);
    private static final String BOTH = allow("['dynamodb:GetItem', 'dynamodb:PutItem']", BOOKS);
    private static final String F = function("Role", GET);

    private static final String QUEUE = ",'Q': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'q'}}";
    private static final String DENY =
            "{'Effect': 'Deny', 'Action': 'dynamodb:Delete*', 'Resource': '*', 'Condition': {%s}}";

    /** Whose default decides the condition <code>InClass</code>. */
    private static final String STAGE = "}, 'Parameters': {'Stage': {'Type': 'String', 'Default': 'dev'}},"
            + "'Conditions': {'InClass': {'Fn::Equals': [{'Ref': 'Stage'}, 'class']}";

    private static String resource(String id, String type, String properties) {
        return ",'" + id + "': {'Type': '" + type + "', 'Properties': {" + properties + "}}";
    }

    private static String policy(String statement) {
        return "{'Version': '2012-10-17', 'Statement': [" + statement + "]}";
    }

    /** As text of JSON within JSON. */
    private static String text(String policy) {
        return "'" + policy.replace("'", "\\\"") + "'";
    }

    private static String managed(String statement, String more) {
        return resource(
                "Managed",
                "AWS::IAM::ManagedPolicy",
                "'ManagedPolicyName': 'm', 'PolicyDocument': " + policy(statement) + more);
    }

    private static String attached(String document) {
        return resource(
                "Policy",
                "AWS::IAM::Policy",
                "'PolicyName': 'p', 'Roles': [{'Ref': 'Role'}], 'PolicyDocument': " + document);
    }

    /** The function, its role with one more property. */
    private static String withRole(String property) {
        return F.replace("'Policies':", property + ", 'Policies':");
    }

    private static String queuePolicy(String queues, String principal, String more) {
        return resource(
                "P",
                "AWS::SQS::QueuePolicy",
                "'Queues': " + queues + ", 'PolicyDocument': "
                        + policy("{'Effect': 'Allow', 'Action': 'sqs:SendMessage', 'Resource': '*', 'Principal': "
                                + principal + more + "}"));
    }

    private static String permission(String more) {
        return resource(
                "May",
                "AWS::Lambda::Permission",
                "'FunctionName': {'Ref': 'Function'}, 'Action': 'lambda:InvokeFunction'" + more);
    }

    private static String url(String authType) {
        return resource(
                "Url",
                "AWS::Lambda::Url",
                "'TargetFunctionArn': {'Fn::GetAtt': ['Function', 'Arn']}, 'AuthType': '" + authType + "'");
    }

    private static String schedule(String role, String target) {
        return resource(
                "Tidy",
                "AWS::Scheduler::Schedule",
                "'ScheduleExpression': 'rate(1 day)', 'Target': {'Arn': '" + target + "', 'RoleArn': {'Fn::GetAtt': ['"
                        + role + "', 'Arn']}, 'RetryPolicy': {'MaximumRetryAttempts': 1}}");
    }

    static Stream<Change> managedPolicies() {
        String referred = withRole("'ManagedPolicyArns': [{'Ref': 'Managed'}]");
        return Stream.of(
                new Change(
                        "a managed policy that a role refers to gains an action",
                        referred + managed(PUT, ""),
                        referred + managed(allow("['dynamodb:PutItem', 'dynamodb:DeleteItem']", BOOKS), ""),
                        WIDER,
                        "function `get`: **`dynamodb:DeleteItem`**"),
                replacing(
                        "a role refers to a managed policy by text",
                        withRole("'ManagedPolicyArns': []") + managed(PUT, ""),
                        "'ManagedPolicyArns': []",
                        "'ManagedPolicyArns': [{'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/m'}]",
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a managed policy attaches itself to a role",
                        F + managed(PUT, ""),
                        F + managed(PUT, ", 'Roles': [{'Ref': 'Role'}]"),
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a statement moves from one role to the other's managed policy",
                        F + "," + role("Other", PUT) + managed(GET, ", 'Roles': [{'Ref': 'Role'}]"),
                        F + "," + role("Other", GET) + managed(GET + "," + PUT, ", 'Roles': [{'Ref': 'Role'}]"),
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a managed policy that nobody here has gains an action",
                        F + managed(GET, ""),
                        F + managed(BOTH, ""),
                        WIDER,
                        "managed policy `m`: **`dynamodb:PutItem`**"),
                replacing(
                        "a managed policy of AWS is added",
                        withRole("'ManagedPolicyArns': []"),
                        "[]",
                        "['arn:aws:iam::aws:policy/ReadOnlyAccess']",
                        WIDER,
                        "all of the managed policy arn:aws:iam::aws:policy/ReadOnlyAccess"),
                new Change(
                        "a statement moves from the role into its managed policy",
                        referred.replace("[" + GET, "[" + GET + "," + PUT) + managed(GET, ""),
                        referred + managed(BOTH, ""),
                        NOTHING,
                        ""),
                new Change(
                        "a managed policy loses an action",
                        referred + managed(BOTH, ""),
                        referred + managed(GET, ""),
                        NOTHING,
                        "Permissions that are narrower"));
    }

    static Stream<Change> forms() {
        String constant = "}, 'Mappings': {'Of': {'books': {'Actions': ['dynamodb:GetItem']}}";
        return Stream.of(
                new Change(
                        "a policy written as JSON text gains an action",
                        F + attached(text(policy(GET))),
                        F + attached(text(policy(BOTH))),
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a policy written as joined JSON text gains an action",
                        F + attached("{'Fn::Join': ['', [" + text(policy(GET)) + "]]}"),
                        F + attached("{'Fn::Join': ['', [" + text(policy(PUT)) + "]]}"),
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a policy becomes text, in other spaces and letters",
                        F + attached(policy(PUT)),
                        F
                                + attached(text(policy(PUT)
                                        .replace("PutItem", "pUTiTEM")
                                        .replace(", ", ",  "))),
                        NOTHING,
                        ""),
                replacing(
                        "a mapping that a policy reads gains an action",
                        F + attached(policy(allow("{'Fn::FindInMap': ['Of', 'books', 'Actions']}", BOOKS))) + constant,
                        "'Actions': ['dynamodb:GetItem']",
                        "'Actions': ['dynamodb:GetItem', 'dynamodb:PutItem']",
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a resource is joined that was written out",
                        F + attached(policy(PUT)),
                        F
                                + attached(
                                        policy(
                                                PUT.replace(
                                                        "'" + BOOKS + "'",
                                                        "{'Fn::Join': [':', ['arn:aws:dynamodb', 'us-east-2', '123456789012', 'table/books']]}"))),
                        NOTHING,
                        ""),
                replacing(
                        "the default of a parameter is a pattern now",
                        function("Role", allow("'dynamodb:GetItem'", "X").replace("'X'", "{'Ref': 'Table'}"))
                                + "}, 'Parameters': {'Table': {'Type': 'String', 'Default': '" + BOOKS + "'}",
                        "'Default': '" + BOOKS,
                        "'Default': '" + BOOKS + "*",
                        WIDER,
                        "table/books*"),
                replacing("a wildcard is added", F, "table/books", "table/book*", WIDER, "table/book*"),
                replacing(
                        "a character may be any",
                        F.replace("table/books", "table/bookz"),
                        "table/bookz",
                        "table/book?",
                        WIDER,
                        "table/book?"),
                new Change(
                        "statements are split, reordered and renamed",
                        function("Role", BOTH),
                        function("Renamed", PUT.replace("{'Eff", "{'Sid': 'New', 'Eff"), GET),
                        NOTHING,
                        ""),
                new Change(
                        "all but some actions are allowed",
                        function("Role", "{'Effect': 'Allow', 'NotAction': ['iam:*', 'sts:*'], 'Resource': '*'}"),
                        function("Role", "{'Effect': 'Allow', 'NotAction': 'iam:*', 'Resource': '*'}"),
                        WIDER,
                        "but iam:*"),
                new Change(
                        "text becomes a variable, by the version of the policy",
                        F
                                + attached(policy(allow("'s3:GetObject'", "arn:aws:s3:::b/${aws:username}"))
                                        .replace("2012-10-17", "2008-10-17")),
                        F + attached(policy(allow("'s3:GetObject'", "arn:aws:s3:::b/${aws:username}"))),
                        WIDER,
                        "`s3:GetObject`"));
    }

    static Stream<Change> conditionsOfTheTemplate() {
        String conditional = F
                + attached(policy(PUT))
                        .replace("'Type': 'AWS::IAM::Policy'", "'Type': 'AWS::IAM::Policy', 'Condition': 'InClass'");
        String stages =
                "}, 'Parameters': {'Stage': {'Type': 'String', 'Default': 'dev', 'AllowedValues': ['dev', 'class']}";
        String perStage = "}, 'Mappings': {'Of': {'dev': {'Actions': ['dynamodb:GetItem']},"
                + "'class': {'Actions': ['dynamodb:PutItem']}}";
        String branch = F + attached(policy("{'Fn::If': ['InClass', " + PUT + ", " + GET + "]}"));
        return Stream.of(
                replacing(
                        "the default of a parameter brings a policy in",
                        conditional + STAGE,
                        "'Default': 'dev'",
                        "'Default': 'class'",
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                replacing(
                        "a condition holds now that did not",
                        conditional + STAGE,
                        "{'Fn::Equals': [{'Ref': 'Stage'}, 'class']}",
                        "{'Fn::Not': [{'Fn::Equals': [{'Ref': 'Stage'}, 'class']}]}",
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                replacing(
                        "a policy that the default leaves out gains an action",
                        conditional + STAGE,
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        WIDER,
                        "function `get` (with `Stage=class`): **`dynamodb:*`**"),
                replacing(
                        "a branch that the default leaves out gains an action",
                        branch + STAGE,
                        "'dynamodb:PutItem'",
                        "'dynamodb:DeleteTable'",
                        WIDER,
                        "with `Stage=class`"),
                replacing(
                        "a branch changes that a constant leaves out",
                        branch + "}, 'Conditions': {'InClass': {'Fn::Equals': ['a', 'b']}",
                        "'dynamodb:PutItem'",
                        "'dynamodb:DeleteTable'",
                        NOTHING,
                        ""),
                replacing(
                        "what a parameter is described as, with a policy under its condition",
                        conditional + STAGE,
                        "'Default': 'dev'",
                        "'Description': 'Where', 'Default': 'dev'",
                        NOTHING,
                        ""),
                replacing(
                        "a mapping changes for a value that a parameter may have",
                        F
                                + attached(
                                        policy(allow("{'Fn::FindInMap': ['Of', {'Ref': 'Stage'}, 'Actions']}", BOOKS)))
                                + stages
                                + perStage,
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        WIDER,
                        "function `get` (with `Stage=class`): **`dynamodb:*`**"),
                replacing(
                        "a mapping changes for a value that a parameter without a list may have",
                        F
                                + attached(
                                        policy(allow("{'Fn::FindInMap': ['Of', {'Ref': 'Stage'}, 'Actions']}", BOOKS)))
                                + stages.replace(", 'AllowedValues': ['dev', 'class']", "")
                                + perStage,
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        WIDER,
                        "function `get` (with `Stage=class`): **`dynamodb:*`**"),
                replacing(
                        "a mapping changes for another region",
                        F
                                + attached(policy(
                                        allow("{'Fn::FindInMap': ['Of', {'Ref': 'AWS::Region'}, 'Actions']}", BOOKS)))
                                + perStage.replace("'class'", "'eu-west-1'"),
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        NOT_JUDGED,
                        "function `get` (with `AWS::Region=eu-west-1`): **`dynamodb:*`**"),
                replacing(
                        "what is the same in every region is chosen by region and stage",
                        F + STAGE + manyRegions(),
                        "'Code'",
                        "'MemorySize': 1024, 'Runtime': {'Fn::FindInMap': ['Of', {'Ref': 'AWS::Region'}, 'v']}, 'Code'",
                        NOTHING,
                        ""),
                replacing(
                        "text with an allowed value in it stands for one that was written out",
                        F.replace("'" + BOOKS + "'", "{'Fn::Sub': 'arn:aws:s3:::dev-x'}")
                                + stages.replace("'class'", "'*'"),
                        "dev-x",
                        "${Stage}-x",
                        WIDER,
                        "with `Stage=*`"),
                replacing(
                        "what is chosen by an allowed value is more",
                        F.replace("'dynamodb:GetItem'", "{'Fn::Select': [{'Ref': 'Stage'}, ['s3:Get*', 's3:Put*']]}")
                                + stages.replace("dev", "0").replace("class", "1"),
                        "'s3:Put*'",
                        "'s3:*'",
                        WIDER,
                        "with `Stage=1`"),
                replacing(
                        "a condition reads its parameter in text",
                        conditional + STAGE.replace("{'Ref': 'Stage'}", "{'Fn::Sub': '${Stage}'}"),
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        WIDER,
                        "function `get` (with `Stage=class`): **`dynamodb:*`**"),
                replacing(
                        "a condition reads its parameter within text",
                        conditional
                                + STAGE.replace("{'Ref': 'Stage'}, 'class'", "{'Fn::Sub': 'a-${Stage}'}, 'a-class'"),
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        WIDER,
                        "Conditions.InClass=true`): **`dynamodb:*`**"),
                replacing(
                        "a condition reads its parameter in joined text, and is denied",
                        conditional.replace("'InClass'", "'Out'")
                                + STAGE.replace(
                                        "{'Ref': 'Stage'}, 'class'",
                                        "{'Fn::Join': ['', ['a-', {'Ref': 'Stage'}]]}, 'a-dev'")
                                + ", 'Out': {'Fn::Not': [{'Condition': 'InClass'}]}",
                        "'dynamodb:PutItem'",
                        "'dynamodb:*'",
                        WIDER,
                        "Conditions.InClass=false`): **`dynamodb:*`**"),
                replacing(
                        "a function changes beside a condition that reads its parameter within text",
                        conditional
                                + STAGE.replace("{'Ref': 'Stage'}, 'class'", "{'Fn::Sub': 'a-${Stage}'}, 'a-class'"),
                        "'Code'",
                        "'MemorySize': 1024, 'Code'",
                        NOTHING,
                        ""),
                replacing(
                        "the default of a parameter leaves a table out",
                        table("Table", "email", "").replace("'Properties'", "'Condition': 'InClass', 'Properties'")
                                + STAGE.replace("'dev'", "'class'"),
                        "'Default': 'class'",
                        "'Default': 'dev'",
                        DATA_LOSS,
                        "its condition `InClass` does not hold any more"),
                new Change(
                        "a macro is asked for",
                        F,
                        F + "}, 'Transform': 'AWS::Serverless-2016-10-31', 'Mappings': {",
                        NOT_JUDGED,
                        "the macro of its Transform"));
    }

    static Stream<Change> denialsAndBoundaries() {
        String all = allow("'dynamodb:*'", BOOKS);
        String bounded = withRole("'PermissionsBoundary': {'Ref': 'Managed'}");
        return Stream.of(
                new Change(
                        "a denial gets a condition that never holds",
                        function("Role", all, DENY.formatted("")),
                        function("Role", all, DENY.formatted("'StringEquals': {'aws:PrincipalTag/a': 'never'}")),
                        WIDER,
                        "no longer denied"),
                new Change(
                        "a denial is added",
                        function("Role", all),
                        function("Role", all, DENY.formatted("")),
                        NOTHING,
                        ""),
                new Change(
                        "a boundary is taken away",
                        bounded + managed(BOTH, ""),
                        F + managed(BOTH, ""),
                        WIDER,
                        "without a boundary"),
                new Change("a boundary is given", F + managed(BOTH, ""), bounded + managed(BOTH, ""), NOTHING, ""),
                new Change(
                        "a boundary allows more",
                        bounded + managed(GET, ""),
                        bounded + managed(BOTH, ""),
                        WIDER,
                        "boundary of the role of function `get`: **`dynamodb:PutItem`**"),
                replacing(
                        "a condition lets more values through",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'StringEquals': {'aws:SourceVpce': 'a1'}}")),
                        "'a1'",
                        "['a1', 'b2']",
                        WIDER,
                        "b2"),
                replacing(
                        "a condition lets a star through, and means it",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'StringEquals': {'aws:SourceVpce': 'a'}}")),
                        "'a'",
                        "['a', '*']",
                        WIDER,
                        "[a, *]"),
                replacing(
                        "a condition compares by pattern",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'StringEquals': {'aws:SourceVpce': 'a*'}}")),
                        "StringEquals",
                        "StringLike",
                        WIDER,
                        "StringLike"),
                replacing(
                        "a condition holds for what the request does not say",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'StringEquals': {'aws:SourceVpce': 'a'}}")),
                        "StringEquals",
                        "StringEqualsIfExists",
                        WIDER,
                        "IfExists"),
                replacing(
                        "a condition holds for no value at all",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'ForAnyValue:StringEquals': {'aws:TagKeys': 'a'}}")),
                        "ForAnyValue",
                        "ForAllValues",
                        WIDER,
                        "ForAllValues"),
                replacing(
                        "a range of addresses is another",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}}")),
                        "10.0.0.0/8",
                        "0.0.0.0/0",
                        WIDER,
                        "IpAddress aws:sourceip [0.0.0.0/0]"),
                replacing(
                        "one range of addresses of two is left",
                        function(
                                "Role",
                                allow(
                                        "'s3:GetObject'",
                                        "*",
                                        ", 'Condition': {'IpAddress': {'aws:SourceIp': ['10.0.0.0/8', '0.0.0.0/0']}}")),
                        "'10.0.0.0/8', '0.0.0.0/0'",
                        "'10.0.0.0/8'",
                        NOTHING,
                        "Permissions that are narrower"));
    }

    static Stream<Change> policiesOfResources() {
        String two = QUEUE + QUEUE.replace("'Q'", "'R'").replace("'q'", "'r'");
        String from = ", 'Condition': {'ArnLike': {'aws:SourceArn': '%s'}}";
        String table = table("Table", "email", ", 'ResourcePolicy': {'PolicyDocument': " + policy("%s") + "}");
        String grant = "{'Effect': 'Allow', 'Action': 'dynamodb:GetItem', 'Resource': '*', 'Principal': {'AWS': '%s'}}";
        return Stream.of(
                new Change(
                        "a queue policy stands on one queue more",
                        F + two + queuePolicy("[{'Ref': 'Q'}]", "{'Service': 's3.amazonaws.com'}", ""),
                        F + two + queuePolicy("[{'Ref': 'Q'}, {'Ref': 'R'}]", "{'Service': 's3.amazonaws.com'}", ""),
                        WIDER,
                        "policy of `r`: **`sqs:SendMessage`** on `*` by `s3.amazonaws.com`"),
                new Change(
                        "a queue policy is for everybody",
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "{'AWS': '123456789012'}", ""),
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "{'AWS': ['*']}", ""),
                        ANYBODY,
                        "policy of `q`: **`sqs:SendMessage`** on `*` by **anybody**"),
                new Change(
                        "an account of a queue policy is written out as its root",
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "{'AWS': '123456789012'}", ""),
                        F + QUEUE + queuePolicy("{'Ref': 'Q'}", "{'AWS': ['arn:aws:iam::123456789012:root']}", ""),
                        NOTHING,
                        ""),
                new Change(
                        "a queue policy asks for no source any more",
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "'*'", from.formatted("arn:aws:sns:*:*:t")),
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "'*'", from.formatted("arn:aws:sns:*:*:*")),
                        ANYBODY,
                        "so far if"),
                new Change(
                        "a table's own policy lets another account in",
                        table.formatted(grant.formatted("123456789012")),
                        table.formatted(grant.formatted("999999999999")),
                        WIDER,
                        "policy of `account`: **`dynamodb:GetItem`** on `*` by `999999999999`"),
                new Change(
                        "a log resource policy, as text, lets another service in",
                        F
                                + resource(
                                        "L",
                                        "AWS::Logs::ResourcePolicy",
                                        "'PolicyName': 'l', 'PolicyDocument': " + text(policy(grant.formatted("1")))),
                        F
                                + resource(
                                        "L",
                                        "AWS::Logs::ResourcePolicy",
                                        "'PolicyName': 'l', 'PolicyDocument': " + text(policy(grant.formatted("2")))),
                        WIDER,
                        "policy of `Logs in this account`: **`dynamodb:GetItem`** on `*` by `2`"),
                new Change(
                        "an event bus takes events from another account",
                        F
                                + resource(
                                        "E",
                                        "AWS::Events::EventBusPolicy",
                                        "'StatementId': 's', 'Action': 'events:PutEvents', 'Principal': '1'"),
                        F
                                + resource(
                                        "E",
                                        "AWS::Events::EventBusPolicy",
                                        "'StatementId': 's', 'Action': 'events:PutEvents', 'Principal': '*'"),
                        ANYBODY,
                        "**`events:PutEvents`**"),
                new Change(
                        "a layer may be used by anybody",
                        F,
                        F
                                + resource(
                                        "L",
                                        "AWS::Lambda::LayerVersionPermission",
                                        "'LayerVersionArn': 'arn:aws:lambda:us-east-2:1:layer:l:1', 'Action': 'lambda:GetLayerVersion', 'Principal': '*'"),
                        ANYBODY,
                        "policy of `l`"),
                new Change(
                        "a grant moves from a table to its stream",
                        table.formatted(grant.formatted("1")),
                        table(
                                "Table",
                                "email",
                                ", 'StreamSpecification': {'ResourcePolicy': {'PolicyDocument': "
                                        + policy(grant.formatted("1")) + "}}"),
                        WIDER,
                        "policy of `account`"),
                new Change(
                        "a resource of no known type gets a policy",
                        F + resource("N", "AWS::New::Thing", "'Name': 'n'"),
                        F
                                + resource(
                                        "N",
                                        "AWS::New::Thing",
                                        "'Name': 'n', 'Inner': {'Who': " + policy(grant.formatted("1")) + "}"),
                        WIDER,
                        "policy of `N`"),
                new Change(
                        "a resource of no known type is open",
                        F + resource("N", "AWS::New::Thing", "'PubliclyAccessible': false"),
                        F + resource("N", "AWS::New::Thing", "'PubliclyAccessible': true"),
                        NOT_JUDGED,
                        "thing `N`: `PubliclyAccessible may permit more"));
    }

    static Stream<Change> whoActs() {
        String trust = "'lambda.amazonaws.com'";
        String put = "," + role("Wide", PUT);
        String call = "arn:aws:lambda:us-east-2:123456789012:function:get";
        String profiles = resource("A", "AWS::IAM::InstanceProfile", "'Roles': [{'Ref': 'Role'}]")
                + resource("B", "AWS::IAM::InstanceProfile", "'Roles': [{'Ref': 'Wide'}]");
        return Stream.of(
                replacing(
                        "a function takes a role that is there already",
                        F + put,
                        "['Role', 'Arn']",
                        "['Wide', 'Arn']",
                        WIDER,
                        "function `get`: **`dynamodb:PutItem`**"),
                new Change(
                        "a schedule takes a role that is there already",
                        F + put + schedule("Role", call),
                        F + put + schedule("Wide", call),
                        WIDER,
                        "schedule `Tidy`: **`dynamodb:PutItem`**"),
                new Change(
                        "a schedule calls another service with its role",
                        F + schedule("Role", call),
                        F + schedule("Role", "arn:aws:scheduler:::aws-sdk:dynamodb:deleteTable"),
                        WIDER,
                        "schedule `Tidy`: **`calls arn:aws:scheduler:::aws-sdk:dynamodb:deleteTable`**"),
                replacing(
                        "a schedule tries again",
                        F + schedule("Role", call),
                        "Attempts': 1",
                        "Attempts': 2",
                        NOTHING,
                        ""),
                replacing(
                        "a role trusts another service",
                        F,
                        trust,
                        "[" + trust + ", 'ec2.amazonaws.com']",
                        WIDER,
                        "trust in the role of function `get`"),
                replacing(
                        "a role trusts whoever an identity provider says",
                        F,
                        "{'Service': " + trust + "}",
                        "{'Service': " + trust + ", 'Federated': 'cognito-identity.amazonaws.com'}",
                        WIDER,
                        "Federated cognito-identity.amazonaws.com"),
                new Change(
                        "a role has another name, also in a queue policy",
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "{'AWS': {'Fn::GetAtt': ['Role', 'Arn']}}", ""),
                        F.replace("'AssumeRole", "'RoleName': 'other', 'AssumeRole")
                                + QUEUE
                                + queuePolicy("[{'Ref': 'Q'}]", "{'AWS': {'Fn::GetAtt': ['Role', 'Arn']}}", ""),
                        NOTHING,
                        ""),
                new Change(
                        "a role takes a name that a queue policy knows",
                        F
                                + QUEUE
                                + queuePolicy(
                                        "[{'Ref': 'Q'}]",
                                        "{'AWS': {'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/vip'}}",
                                        ""),
                        F.replace("'AssumeRole", "'RoleName': 'vip', 'AssumeRole")
                                + QUEUE
                                + queuePolicy(
                                        "[{'Ref': 'Q'}]",
                                        "{'AWS': {'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/vip'}}",
                                        ""),
                        WIDER,
                        "policy of `q`: **`sqs:SendMessage`** on `*` by `arn:aws:iam::ACCOUNT:role/(of function get)`"),
                new Change(
                        "a user becomes a member of a group that is elsewhere",
                        F + resource("U", "AWS::IAM::User", "'UserName': 'ana'"),
                        F
                                + resource("U", "AWS::IAM::User", "'UserName': 'ana'")
                                + resource(
                                        "M",
                                        "AWS::IAM::UserToGroupAddition",
                                        "'GroupName': 'admins', 'Users': [{'Ref': 'U'}]"),
                        WIDER,
                        "user `ana`: **`all of the group admins, which is not of this template`**"),
                new Change(
                        "a machine takes an instance profile of a wider role",
                        F + put + resource("I", "AWS::EC2::Instance", "'IamInstanceProfile': {'Ref': 'A'}") + profiles,
                        F + put + resource("I", "AWS::EC2::Instance", "'IamInstanceProfile': {'Ref': 'B'}") + profiles,
                        WIDER,
                        "instance `I`: **`dynamodb:PutItem`**"),
                new Change(
                        "a user gets an access key",
                        F + resource("U", "AWS::IAM::User", "'UserName': 'ana'"),
                        F
                                + resource("U", "AWS::IAM::User", "'UserName': 'ana'")
                                + resource("K", "AWS::IAM::AccessKey", "'UserName': {'Ref': 'U'}"),
                        WIDER,
                        "user `ana`: **`may be used with the access key K`**"),
                new Change(
                        "a user becomes a member of a group",
                        F
                                + resource("U", "AWS::IAM::User", "'UserName': 'ana'")
                                + resource(
                                        "G",
                                        "AWS::IAM::Group",
                                        "'GroupName': 'g', 'Policies': [{'PolicyDocument': " + policy(PUT) + "}]"),
                        F
                                + resource("U", "AWS::IAM::User", "'UserName': 'ana', 'Groups': [{'Ref': 'G'}]")
                                + resource(
                                        "G",
                                        "AWS::IAM::Group",
                                        "'GroupName': 'g', 'Policies': [{'PolicyDocument': " + policy(PUT) + "}]"),
                        WIDER,
                        "user `ana`: **`dynamodb:PutItem`**"));
    }

    static Stream<Change> callers() {
        String s3 = ", 'Principal': 's3.amazonaws.com'";
        String source = s3 + ", 'SourceArn': 'arn:aws:s3:::b'";
        return Stream.of(
                new Change(
                        "a bucket may call a function",
                        F,
                        F + permission(source),
                        WIDER,
                        "callers of `get`: **`lambda:InvokeFunction`**"),
                new Change(
                        "one bucket alone may call a function",
                        F + permission(s3),
                        F + permission(source),
                        NOTHING,
                        "Permissions that are narrower"),
                new Change(
                        "every bucket may call a function",
                        F + permission(source),
                        F + permission(s3),
                        WIDER,
                        "so far only if"),
                new Change(
                        "anybody may call a function",
                        F,
                        F + permission(", 'Principal': '*'"),
                        ANYBODY,
                        "### ❌ 1 permission wider, for anybody"),
                new Change(
                        "a function gets a URL for anybody",
                        F + url("AWS_IAM"),
                        F + url("NONE"),
                        ANYBODY,
                        "anybody through its URL"),
                new Change("a function gets a URL that asks for IAM's permission", F, F + url("AWS_IAM"), NOTHING, ""));
    }

    static Stream<Change> dataThatGoes() {
        String table = table("Table", "email", "");
        String ttl = ", 'TimeToLiveSpecification': {'AttributeName': 'ends', 'Enabled': %s}";
        return Stream.of(
                new Change(
                        "time to live is switched off",
                        table("Table", "email", ttl.formatted("true")),
                        table,
                        NOTHING,
                        ""),
                replacing(
                        "time to live is switched on where the default leaves it off",
                        table("Table", "email", ttl.formatted("{'Fn::If': ['InClass', 'false', 'false']}")) + STAGE,
                        "'false', 'false'",
                        "'true', 'false'",
                        DATA_LOSS,
                        "time to live is switched on"),
                new Change(
                        "a stream keeps records for less",
                        resource("S", "AWS::Kinesis::Stream", "'Name': 's', 'RetentionPeriodHours': 48")
                                .substring(1),
                        resource("S", "AWS::Kinesis::Stream", "'Name': 's'").substring(1),
                        DATA_LOSS,
                        "24 hours instead of 48"),
                new Change(
                        "time to live is switched on",
                        table,
                        table("Table", "email", ttl.formatted("true")),
                        DATA_LOSS,
                        "time to live is switched on: items go when the time in their `ends`"),
                new Change(
                        "time to live reads another attribute",
                        table("Table", "email", ttl.formatted("true").replace("ends", "is")),
                        table("Table", "email", ttl.formatted("'true'")),
                        DATA_LOSS,
                        "`ends`"),
                new Change(
                        "time to live is named and off",
                        table,
                        table("Table", "email", ttl.formatted("false")),
                        NOTHING,
                        ""),
                new Change(
                        "a bucket's objects expire",
                        resource("B", "AWS::S3::Bucket", "'BucketName': 'b'").substring(1),
                        resource(
                                        "B",
                                        "AWS::S3::Bucket",
                                        "'BucketName': 'b', 'LifecycleConfiguration': {'Rules': [{'Status': 'Enabled', 'ExpirationInDays': 1}]}")
                                .substring(1),
                        DATA_LOSS,
                        "lifecycle rule"));
    }

    static Stream<Change> whatIsHarmless() {
        return Stream.of(
                new Change(
                        "an imported value stands in a statement that moves",
                        F
                                + attached(policy(PUT + ","
                                        + allow("'dynamodb:Query'", "X")
                                                .replace("'X'", "{'Fn::ImportValue': 'Books'}"))),
                        F
                                + attached(policy(
                                        allow("'dynamodb:Query'", "X").replace("'X'", "[{'Fn::ImportValue': 'Books'}]")
                                                + "," + PUT)),
                        NOTHING,
                        ""),
                new Change(
                        "everybody but some is denied, as before, in another order",
                        F
                                + QUEUE
                                + queuePolicy(
                                        "{'Ref': 'Q'}",
                                        "'*'}, {'Effect': 'Deny', 'Action': 'sqs:*', 'Resource': '*', 'NotPrincipal': {'AWS': '1'}",
                                        ""),
                        F
                                + QUEUE
                                + queuePolicy(
                                        "{'Ref': 'Q'}",
                                        "'*'}, {'Effect': 'Deny', 'Action': ['sqs:*'], 'Resource': ['*'], 'NotPrincipal': {'AWS': '1'}",
                                        ""),
                        NOTHING,
                        ""),
                replacing(
                        "a function has more memory", F, "'Code'", "'MemorySize': 1024, 'Code'", NOTHING, "MemorySize"),
                replacing(
                        "a function has another variable",
                        F,
                        "'Code'",
                        "'Environment': {'Variables': {'ROLE_ARN': 'x'}}, 'Code'",
                        NOTHING,
                        ""),
                replacing(
                        "a function has a layer",
                        F,
                        "'Code'",
                        "'Layers': ['arn:aws:lambda:us-east-2:1:layer:l:1'], 'Code'",
                        NOTHING,
                        "(`Layers`)"),
                new Change("there is a queue more", F, F + QUEUE, NOTHING, "new `AWS::SQS::Queue`"),
                new Change(
                        "a queue tells failures to another",
                        F + QUEUE,
                        F + QUEUE.replace("'q'", "'q', 'RedrivePolicy': {'maxReceiveCount': 3}"),
                        NOTHING,
                        ""),
                new Change(
                        "there are an alarm and a rule more",
                        F,
                        F
                                + resource("A", "AWS::CloudWatch::Alarm", "'AlarmName': 'a', 'Threshold': 1")
                                + resource(
                                        "E",
                                        "AWS::Events::Rule",
                                        "'EventPattern': {'detail': {'userIdentity': {'type': ['Root']}}}"),
                        NOTHING,
                        ""),
                new Change(
                        "an action is no longer allowed",
                        function("Role", BOTH),
                        F,
                        NOTHING,
                        "Permissions that are narrower"),
                new Change(
                        "a function goes with its role and its policy on a queue",
                        F + QUEUE + queuePolicy("[{'Ref': 'Q'}]", "'*'", ""),
                        "'X': {'Type': 'AWS::SQS::Queue'}",
                        NOTHING,
                        ""));
    }

    /** A policy that is not read may have denied, and one that is not seen may allow. */
    static Stream<Change> unseen() {
        String macro = "{'Fn::Transform': {'Name': 'M', 'Parameters': {'a': '%s'}}}";
        String deny = "'PolicyName': 'p', '%s': ['outside'], 'PolicyDocument': "
                + policy("{'Effect': 'Deny', 'Action': 's3:*', 'Resource': '*'}");
        String inline = withRole("'Path': '/'").replace("'Policies': [", "'Policies': [%s, ");
        String arns = withRole("'ManagedPolicyArns': [%s]");
        String api = "arn:aws:scheduler:::aws-sdk:dynamodb:deleteTable";
        String function = "arn:aws:lambda:us-east-2:123456789012:function:get";
        String call = schedule("Role", api).replace("'RetryPolicy'", "'Input': 'x', 'RetryPolicy'");
        String machine =
                resource("S", "AWS::StepFunctions::StateMachine", "'RoleArn': {'Fn::GetAtt': ['Role', 'Arn']}, %s");
        String export = "}, 'Outputs': {'O': {'Value': {'Fn::GetAtt': ['Role', 'Arn']}, 'Export': {'Name': 'role'}}";
        return Stream.of(
                new Change(
                        "a policy of a role comes from a macro",
                        F,
                        inline.formatted(macro.formatted("x")).replace("'Path': '/', ", ""),
                        NOT_JUDGED,
                        "function `get`: `Policies may permit more"),
                replacing(
                        "the macro of a role's policy gets another value",
                        inline.formatted(macro.formatted("x")),
                        "'a': 'x'",
                        "'a': 'y'",
                        NOT_JUDGED,
                        "function `get`: `Policies may permit more"),
                replacing(
                        "a macro stands among a function's variables",
                        F,
                        "'Code'",
                        "'Environment': {'Variables': " + macro.formatted("x") + "}, 'Code'",
                        NOT_JUDGED,
                        "resource `Function`: `the macro of its Fn::Transform"),
                replacing(
                        "a mapping that a macro may read changes",
                        F + resource("X", "AWS::SQS::Queue", "'Tags': [" + macro.formatted("x") + "]")
                                + "}, 'Mappings': {'A': {'b': {'c': 'd'}}",
                        "'d'",
                        "'e'",
                        NOT_JUDGED,
                        "resource `X`: `the macro of its Fn::Transform"),
                replacing(
                        "a resource beside one with a macro changes",
                        F + resource("X", "AWS::SQS::Queue", "'Tags': [" + macro.formatted("x") + "]"),
                        "'Code'",
                        "'MemorySize': 1024, 'Code'",
                        NOTHING,
                        ""),
                new Change(
                        "a role that is elsewhere is denied nothing any more",
                        F + resource("D", "AWS::IAM::Policy", deny.formatted("Roles")),
                        F,
                        WIDER,
                        "role `outside`: **`s3:*`** on `*` if `no longer denied`"),
                new Change(
                        "a user who is elsewhere is denied nothing any more",
                        F
                                + resource(
                                        "D",
                                        "AWS::IAM::UserPolicy",
                                        deny.formatted("UserName").replace("['outside']", "'bob'")),
                        F,
                        WIDER,
                        "user `bob`: **`s3:*`**"),
                replacing(
                        "a group that is elsewhere is denied nothing any more",
                        F + resource("D", "AWS::IAM::ManagedPolicy", deny.formatted("Groups")),
                        "'Groups': ['outside']",
                        "'Groups': []",
                        WIDER,
                        "group `outside`: **`s3:*`**"),
                replacing(
                        "a denial moves from one role that is elsewhere to another",
                        F + resource("D", "AWS::IAM::Policy", deny.formatted("Roles")),
                        "'outside'",
                        "'inside'",
                        WIDER,
                        "role `outside`: **`s3:*`**"),
                new Change(
                        "a role is retained, but not what denies it something",
                        F + "," + role("Kept", GET).replace("'Properties'", "'DeletionPolicy': 'Retain', 'Properties'")
                                + resource(
                                        "D",
                                        "AWS::IAM::Policy",
                                        deny.formatted("Roles").replace("'outside'", "{'Ref': 'Kept'}")),
                        F,
                        WIDER,
                        "role `Kept`: **`s3:*`**"),
                new Change(
                        "a role goes with what denies it something",
                        F + "," + role("Gone", GET)
                                + resource(
                                        "D",
                                        "AWS::IAM::Policy",
                                        deny.formatted("Roles").replace("'outside'", "{'Ref': 'Gone'}")),
                        F,
                        NOTHING,
                        ""),
                new Change(
                        "a managed policy that is elsewhere is taken away",
                        arns.formatted("'arn:aws:iam::123456789012:policy/guardrail'"),
                        arns.formatted(""),
                        NOT_JUDGED,
                        "function `get`: `no longer all of the managed policy arn:aws:iam::123456789012:policy/guardrail"),
                new Change(
                        "a managed policy of AWS that denies is taken away",
                        arns.formatted("'arn:aws:iam::aws:policy/AWSDenyAll'"),
                        arns.formatted(""),
                        NOT_JUDGED,
                        "policy/AWSDenyAll, which may deny something"),
                new Change(
                        "a managed policy of AWS that allows is taken away",
                        arns.formatted("'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'"),
                        arns.formatted(""),
                        NOTHING,
                        ""),
                new Change(
                        "a schedule that calls any API gets another input",
                        F + call.replace("'Input': 'x'", "'Input': 'a'"),
                        F + call.replace("'Input': 'x'", "'Input': 'b'"),
                        NOT_JUDGED,
                        "schedule `Tidy`: `Target.Input may permit more"),
                new Change(
                        "a schedule that calls a function gets another input",
                        F + call.replace("'Input': 'x'", "'Input': 'a'").replace(api, function),
                        F + call.replace("'Input': 'x'", "'Input': 'b'").replace(api, function),
                        NOTHING,
                        ""),
                replacing(
                        "a state machine that calls any API does it with something else",
                        F
                                + machine.formatted(
                                        "'DefinitionString': "
                                                + text(
                                                        "{'States': {'A': {'Resource':"
                                                                + " 'arn:aws:states:::aws-sdk:dynamodb:deleteTable', 'Parameters': {'T': 'one'}}}}")),
                        "one",
                        "two",
                        NOT_JUDGED,
                        "state machine `S`: `DefinitionString may permit more"),
                replacing(
                        "a state machine, written as an object, calls any API with something else",
                        F
                                + machine.formatted(
                                        "'Definition': {'States': {'A': {'Resource':"
                                                + " 'arn:aws:states:::aws-sdk:dynamodb:deleteTable', 'Parameters': {'T': 'one'}}}}"),
                        "one",
                        "two",
                        NOT_JUDGED,
                        "state machine `S`: `Definition.States.A.Parameters.T may permit more"),
                replacing(
                        "a state machine passes something else",
                        F + machine.formatted("'DefinitionString': " + text("{'States': {'A': {'Result': 'one'}}}")),
                        "one",
                        "two",
                        NOTHING,
                        ""),
                replacing(
                        "a function acts with a role of another account",
                        F.replace(
                                "{'Fn::GetAtt': ['Role', 'Arn']}",
                                "{'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/Role'}"),
                        "${AWS::AccountId}",
                        "999999999999",
                        WIDER,
                        "all of the role arn:aws:iam::999999999999:role/Role, which is not of this template"),
                replacing(
                        "a role that is elsewhere is of another account",
                        F.replace("{'Fn::GetAtt': ['Role', 'Arn']}", "'arn:aws:iam::123456789012:role/outside'"),
                        "arn:aws:iam::123456789012:role",
                        "arn:aws:iam::999999999999:role",
                        WIDER,
                        "all of the role arn:aws:iam::999999999999:role/outside, which is not of this template"),
                replacing(
                        "a managed policy of the same name is of another account",
                        arns.formatted("{'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:policy/m'}") + managed(PUT, ""),
                        "${AWS::AccountId}",
                        "999999999999",
                        WIDER,
                        "all of the managed policy arn:aws:iam::999999999999:policy/m"),
                replacing(
                        "an exported role is another",
                        F + "," + role("Wide", PUT) + export,
                        "'Value': {'Fn::GetAtt': ['Role', 'Arn']}",
                        "'Value': {'Fn::GetAtt': ['Wide', 'Arn']}",
                        NOT_JUDGED,
                        "export `role`: `a stack that imports it may permit more"),
                replacing(
                        "an exported role is another where the default leaves it as it is",
                        F + "," + role("Wide", PUT) + STAGE
                                + export.replace(
                                        "{'Fn::GetAtt': ['Role', 'Arn']}",
                                        "{'Fn::If': ['InClass', 'arn:aws:iam::1:role/a', 'arn:aws:iam::1:role/b']}"),
                        "role/a",
                        "role/c",
                        NOT_JUDGED,
                        "export `role`"),
                new Change("a role is exported", F, F + export, NOTHING, ""),
                replacing(
                        "an output is described",
                        F + export,
                        "'Outputs': {'O': {",
                        "'Outputs': {'O': {'Description': 'd', ",
                        NOTHING,
                        ""),
                new Change(
                        "a user leaves a group that is elsewhere",
                        F + resource("U", "AWS::IAM::User", "'UserName': 'ana', 'Groups': ['students']"),
                        F + resource("U", "AWS::IAM::User", "'UserName': 'ana'"),
                        NOT_JUDGED,
                        "user `ana`: `no longer all of the group students"));
    }

    /** Changes that nobody can judge from the template. */
    static Stream<Change> beyondJudgement() {
        return Stream.of(
                new Change(
                        "a policy becomes text that cannot be read",
                        F + attached(policy(PUT)),
                        F + attached("'{no policy'"),
                        NOT_JUDGED,
                        "function `get`: `Syntax errors in policy."),
                new Change(
                        "a policy comes from a function that is not carried out",
                        F + attached("{'Fn::ToJsonString': " + policy(GET) + "}"),
                        F + attached("{'Fn::ToJsonString': " + policy(PUT) + "}"),
                        NOT_JUDGED,
                        "`Resources.Policy.Properties.PolicyDocument.Fn::ToJsonString"),
                replacing(
                        "a policy is about another imported value",
                        F + attached(policy(GET.replace("'" + BOOKS + "'", "{'Fn::ImportValue': 'Books'}"))),
                        "'Books'",
                        "'All'",
                        NOT_JUDGED,
                        "function `get`: `Resources.Policy.Properties"),
                new Change(
                        "a nested stack is another",
                        F + resource("N", "AWS::CloudFormation::Stack", "'TemplateURL': 'a'"),
                        F + resource("N", "AWS::CloudFormation::Stack", "'TemplateURL': 'b'"),
                        NOT_JUDGED,
                        "stack `N`: `TemplateURL may permit more"),
                new Change(
                        "a custom resource does something",
                        F,
                        F
                                + resource(
                                        "N",
                                        "Custom::Thing",
                                        "'ServiceToken': {'Fn::GetAtt': ['Function', 'Arn']}, 'Input': 'x'"),
                        NOT_JUDGED,
                        "thing `N`: `Input, ServiceToken may permit more"),
                new Change(
                        "an identity provider is trusted by another audience",
                        F + resource("O", "AWS::IAM::OIDCProvider", "'ClientIdList': ['a']"),
                        F + resource("O", "AWS::IAM::OIDCProvider", "'ClientIdList': ['b']"),
                        NOT_JUDGED,
                        "`O`: `ClientIdList may permit more"),
                new Change(
                        "a bucket blocks the public no more",
                        F
                                + resource(
                                        "B",
                                        "AWS::S3::Bucket",
                                        "'PublicAccessBlockConfiguration': {'BlockPublicAcls': true}"),
                        F + resource("B", "AWS::S3::Bucket", "'BucketEncryption': {}"),
                        NOT_JUDGED,
                        "bucket `B`: `PublicAccessBlockConfiguration.BlockPublicAcls may permit more"),
                new Change(
                        "conditions depend on too much",
                        F,
                        F + tooManyConditions(),
                        NOT_JUDGED,
                        "too many parameters"));
    }

    private static String manyRegions() {
        return "}, 'Mappings': {'Of': {"
                + IntStream.range(0, 120)
                        .mapToObj(i -> "'region-" + i + "': {'v': 'java25'}")
                        .collect(Collectors.joining(","))
                + "}";
    }

    private static String tooManyConditions() {
        String resources = IntStream.range(0, 8)
                .mapToObj(i -> ",'Q" + i + "': {'Type': 'AWS::SQS::Queue', 'Condition': 'C" + i + "'}")
                .collect(Collectors.joining());
        String parameters = IntStream.range(0, 8)
                .mapToObj(i -> "'P" + i + "': {'Type': 'String', 'Default': 'a'}")
                .collect(Collectors.joining(","));
        String conditions = IntStream.range(0, 8)
                .mapToObj(i -> "'C" + i + "': {'Fn::Equals': [{'Ref': 'P" + i + "'}, 'b']}")
                .collect(Collectors.joining(","));
        return resources + "}, 'Parameters': {" + parameters + "}, 'Conditions': {" + conditions;
    }

    /** A template that cannot be read at all may lose everything and permit anything. */
    @Test
    void unreadableTemplate_needsBothConsents() {
        String loop = F + ",'Fn::ForEach::Queues': ['N', ['a'], {}]";
        Review review = Pair.review(F, loop);

        assertThat(Pair.report(F, loop))
                .contains(
                        "Not judged", "its template cannot be read: `Template format error: Resource name Fn::ForEach");
        assertThat(Report.isRefused(review, EnumSet.of(Consent.WIDER_PERMISSIONS)))
                .isTrue();
        assertThat(Report.isRefused(review, EnumSet.of(Consent.DATA_LOSS))).isTrue();
        assertThat(Report.isRefused(review, EnumSet.allOf(Consent.class))).isFalse();
        assertThat(Pair.report(loop, loop)).contains("Nothing changed");
    }

    static Stream<Change> changes() {
        return Stream.of(
                        managedPolicies(),
                        forms(),
                        conditionsOfTheTemplate(),
                        denialsAndBoundaries(),
                        policiesOfResources(),
                        whoActs(),
                        callers(),
                        dataThatGoes(),
                        whatIsHarmless())
                .flatMap(changes -> changes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"changes", "unseen", "beyondJudgement"})
    void change_getsItsVerdict(Change change) {
        Review review = Pair.review(change.before(), change.after());
        String report = Pair.report(change.before(), change.after());

        assertThat(Change.Verdict.of(review)).as(report).isEqualTo(change.verdict());
        assertThat(report).contains(change.says());
        assertThat(report.startsWith("### ❌")).as(report).isEqualTo(change.verdict() != NOTHING);
        assertThat(Report.isRefused(review, EnumSet.noneOf(Consent.class))).isEqualTo(change.verdict() != NOTHING);
        assertThat(Report.isRefused(review, change.verdict().consents())).isFalse();
    }

    /** Anything passes without a message if it does not change. */
    @ParameterizedTest(name = "{0}")
    @MethodSource({"changes", "unseen", "beyondJudgement"})
    void noChange_isNone(Change change) {
        assertThat(Pair.report(change.after(), change.after())).contains("### ✅ Nothing changed");
    }

    @Test
    void table_isLargeEnoughAndRarelyAtALoss() {
        List<Change.Verdict> verdicts = changes().map(Change::verdict).toList();

        assertThat(verdicts).hasSizeGreaterThanOrEqualTo(40);
        assertThat(verdicts.stream().filter(NOTHING::equals)).hasSizeGreaterThanOrEqualTo(15);
        assertThat(verdicts.stream().filter(NOT_JUDGED::equals)).hasSizeLessThanOrEqualTo(3);
    }
}
