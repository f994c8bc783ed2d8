package classroom.cloud.cloudformation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import classroom.template.AwsEnvironment;
import classroom.template.StackIdentity;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The engine with a provider that makes boxes and records its calls. */
class StackTest {
    private final Boxes boxes = new Boxes();
    private final Exports exports = new Exports();
    private Runnable deletion;
    private final Stack stack = stack("Class");

    private Stack stack(String name) {
        return new Stack(
                new StackIdentity(
                        name,
                        "arn:aws:cloudformation:us-east-2:000000000000:stack/" + name + "/1",
                        new AwsEnvironment("0", "us-east-2")),
                new Providers(List.of(boxes), false),
                Clock.systemUTC(),
                exports);
    }

    @Test
    void resources_areCreatedAfterWhatTheyReferTo() {
        deploy("""
                {"Last": {"Type": "Box", "Properties": {"Name": {"Fn::GetAtt": ["Middle", "Arn"]}}},
                 "Middle": {"Type": "Box", "Properties": {"Name": {"Fn::Sub": "after-${First}"}}},
                 "First": {"Type": "Box", "Properties": {"Name": "one"}}}
                """);

        assertThat(boxes.log).containsExactly("create one", "create after-one", "create arn:after-one");
        assertThat(stack.status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(events())
                .startsWith(
                        "Class CREATE_IN_PROGRESS",
                        "First CREATE_IN_PROGRESS",
                        "First CREATE_IN_PROGRESS",
                        "First CREATE_COMPLETE")
                .endsWith("Class CREATE_COMPLETE");
    }

    @Test
    void outputs_areResolved() {
        Deployment deployment = stack.deploy(change("""
                {"Resources": {"A": {"Type": "Box", "Properties": {"Name": "one"}}},
                 "Outputs": {"Where": {"Value": {"Fn::GetAtt": ["A", "Arn"]}}}}
                """));

        assertThat(deployment.outputs().get("Where").value().asText()).isEqualTo("arn:one");
        assertThat(stack.outputs()).isEqualTo(deployment.outputs());
    }

    @Test
    void exportOfAnotherStack_isRefused_untilThatOneIsWithout() {
        String exporting = """
                {"Resources": {"A": {"Type": "Box", "Properties": {"Name": "one"}}},
                 "Outputs": {"Out": {"Value": "v", "Export": {"Name": {"Fn::Sub": "${AWS::Region}-x"}}}}}
                """;
        Stack first = stack("First");
        first.deploy(change(exporting));
        first.deploy(change(exporting.replace("one", "two")));

        StackException failure = catchThrowableOfType(StackException.class, () -> stack.deploy(change(exporting)));

        assertThat(failure.reason()).isEqualTo("Export with name us-east-2-x is already exported by stack First.");
        assertThat(stack.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        stack.delete();
        first.delete();
        Stack next = stack("Next");
        next.deploy(change(exporting));
        assertThatThrownBy(() -> next.deploy(change(exporting.replace("\"Out\"", """
                        "Twice": {"Value": "w", "Export": {"Name": "us-east-2-x"}}, "Out\""""))))
                .hasMessageContaining("us-east-2-x is already exported by stack Next.");
    }

    @Test
    void resourceWithoutName_getsTheNameThatCloudFormationGenerates() {
        deploy("{\"A\": {\"Type\": \"Box\"}}");

        assertThat(boxes.log).singleElement().asString().matches("create Class-A-[0-9A-Z]{12}");
    }

    @Test
    void resourceThatCannotBeRead_isUnknown_andTheStackIsNeverInSync() {
        deploy("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 1}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}},
                 "Odd": {"Type": "AWS::SNS::Topic"}}
                """);
        assertThat(stack.detectDrift(List.of()).status()).isEqualTo(Drift.Status.IN_SYNC);
        assertThat(stack.drift().resources()).containsOnlyKeys("A", "B");
        assertThat(stack.drift().resources().get("A").reason()).isEqualTo("Not compared: /Size");

        boxes.unreadable = "one";
        Drift unknown = stack.detectDrift(List.of());
        boxes.alive.remove("two");
        Drift drifted = stack.detectDrift(List.of());

        assertThat(unknown.status()).isEqualTo(Drift.Status.UNKNOWN);
        assertThat(unknown.drifted()).isZero();
        assertThat(unknown.resources().get("A").status()).isEqualTo(ResourceDrift.Status.UNKNOWN);
        assertThat(unknown.resources().get("A").reason()).isEqualTo("one cannot be read");
        assertThat(unknown.resources().get("B").status()).isEqualTo(ResourceDrift.Status.IN_SYNC);
        assertThat(drifted.status()).isEqualTo(Drift.Status.DRIFTED);
        assertThat(drifted.drifted()).isEqualTo(1);
    }

    @Test
    void unknownType_isNamedAndTheOthersAreMade() {
        Deployment deployment = deploy("""
                {"Odd": {"Type": "AWS::SNS::Topic"},
                 "A": {"Type": "Box", "Properties": {"Name": "one", "Size": {"Fn::GetAtt": ["Odd", "TopicArn"]}}}}
                """);

        assertThat(deployment.leftOut()).containsExactly(new LeftOut("Odd", "AWS::SNS::Topic", List.of()));
        assertThat(boxes.log).containsExactly("create one");
        assertThat(reasons())
                .containsExactly(
                        "Odd CREATE_COMPLETE: The local class does not carry out AWS::SNS::Topic: nothing was made",
                        "A CREATE_IN_PROGRESS: Resource creation Initiated");
    }

    @Test
    void whatIsNotCarriedOut_isToldAgainWithEachUpdateAndReplacement() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": 1, \"Colour\": \"red\"}}}");
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": 1, \"Size\": 1, \"Colour\": \"red\"}}}");
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": 2, \"Size\": 1, \"Colour\": \"red\"}}}");
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": 2, \"Size\": 2}}}");

        String told = "_COMPLETE: The local class does not carry out Colour";
        assertThat(reasons())
                .containsExactly(
                        "A CREATE_IN_PROGRESS: Resource creation Initiated",
                        "A CREATE" + told,
                        "A UPDATE" + told,
                        "A UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence"
                                + " creating one.",
                        "A UPDATE_IN_PROGRESS: Resource creation Initiated",
                        "A UPDATE" + told);
    }

    @Test
    void typeThatIsNone_makesNothingAtAll() {
        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Totally::Made::Up"}, "C": {"Type": "AWS::SQS::Kew"}}
                """);

        assertThat(failure.reason())
                .isEqualTo("Template format error: Unrecognized resource types: [AWS::SQS::Kew, Totally::Made::Up]");
        assertThat(boxes.log).isEmpty();
    }

    @Test
    void attributeThatIsNone_makesNothingAtAll() {
        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": {"Fn::Sub": "${T.TopicArm}"}}},
                 "T": {"Type": "AWS::SNS::Topic"}}
                """);

        assertThat(failure.reason())
                .isEqualTo("Template error: resource T does not support attribute type TopicArm in Fn::GetAtt");
        assertThat(boxes.log).isEmpty();
    }

    /** The text in place of a missing resource's attribute is valid wherever the attribute is valid. */
    @Test
    void attributesOfWhatIsNotCarriedOut_fitWhereTheyAreUsed() {
        Deployment deployment = deploy("""
                {"Db": {"Type": "AWS::RDS::DBInstance"},
                 "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {"IpProtocol": "tcp",
                          "FromPort": {"Fn::GetAtt": ["Db", "Endpoint.Port"]}}},
                 "Point": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcId": "v"}},
                 "Alias": {"Type": "AWS::SNS::Topic", "Properties": {
                           "TopicName": {"Fn::Select": [0, {"Fn::GetAtt": ["Point", "DnsEntries"]}]}}},
                 "Custom": {"Type": "Custom::Thing", "Properties": {"ServiceToken": "t", "Any": [{"Thing": 1}]}},
                 "Nested": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://x/y"}},
                 "A": {"Type": "Box", "Properties": {"Name": {"Fn::Sub": "${Custom.Made}${Nested.Outputs.Name}"}}}}
                """);

        assertThat(deployment.leftOut()).hasSize(6);
    }

    @Test
    void customResourceWithoutItsToken_isRefused() {
        assertThat(failure("{\"C\": {\"Type\": \"Custom::Thing\", \"Properties\": {\"Any\": 1}}}"))
                .hasMessageContaining("Properties validation failed for resource C with message:\n"
                        + "#: required key [ServiceToken] not found");
    }

    @Test
    void unknownProperty_isNamedByItsPath() {
        Deployment deployment = deploy("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Colour": "red",
                 "Lid": [{"Height": 1, "Width": 2}]}}}
                """);

        assertThat(deployment.leftOut()).containsExactly(new LeftOut("A", "Box", List.of("Colour", "Lid.Width")));
    }

    @Test
    void propertyWithTheUsualValue_isPassedOver() {
        Deployment deployment = deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Shape\": \"square\"}}}");

        assertThat(deployment.leftOut()).isEmpty();
    }

    @Test
    void refusedProperty_failsTheDeploymentAndNamesItself() {
        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Box", "Properties": {"Name": "two", "Shape": "round"}}}
                """);

        assertThat(failure).hasMessageContaining("B (Box)").hasMessageContaining("Shape");
        assertThat(boxes.alive).isEmpty();
    }

    @Test
    void failureInTheMiddle_undoesEverythingLastFirst() {
        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}},
                 "C": {"Type": "Box", "Properties": {"Name": "bad"}}}
                """);

        assertThat(failure).hasMessage("Stack Class: C (Box): bad cannot be made");
        assertThat(failure.status()).isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(boxes.log).endsWith("delete two", "delete one");
        assertThat(boxes.alive).isEmpty();
        assertThat(stack.resources()).isEmpty();
    }

    @Test
    void rollBackThatCannotDelete_keepsWhatIsThere() {
        boxes.undeletable = "one";

        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}},
                 "C": {"Type": "Box", "Properties": {"Name": "bad"}}}
                """);

        assertThat(failure.status()).isEqualTo(StackStatus.ROLLBACK_FAILED);
        assertThat(stack.resources()).extracting(StackResource::physicalId).containsExactly("one");
        boxes.undeletable = null;
        stack.delete();
        assertThat(boxes.alive).isEmpty();
    }

    @Test
    void missingAttribute_failsAndRollsBack() {
        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Box", "Properties": {"Name": {"Fn::GetAtt": ["A", "Nothing"]}}}}
                """);

        assertThat(failure).hasMessageContaining("Resources.B.Properties.Name");
        assertThat(boxes.alive).isEmpty();
    }

    @Test
    void delete_goesInReverseOrderAndLeavesNothing() {
        deploy("""
                {"B": {"Type": "Box", "Properties": {"Name": {"Fn::Sub": "after-${A}"}}},
                 "A": {"Type": "Box", "Properties": {"Name": "one"}}}
                """);

        stack.delete();

        assertThat(boxes.log).endsWith("delete after-one", "delete one");
        assertThat(stack.resources()).isEmpty();
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void delete_keepsWhatTheTemplateRetains() {
        deploy("{\"A\": {\"Type\": \"Box\", \"DeletionPolicy\": \"Retain\", \"Properties\": {\"Name\": \"one\"}}}");

        stack.delete();

        assertThat(boxes.alive).containsExactly("one");
        assertThat(events()).contains("A DELETE_SKIPPED");
    }

    @Test
    void deleteThatFails_keepsWhatTheFailedOneNeedsAndCanBeTriedAgain() {
        deploy("""
                {"B": {"Type": "Box", "Properties": {"Name": {"Fn::Sub": "after-${A}"}}},
                 "A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "C": {"Type": "Box", "Properties": {"Name": "three"}}}
                """);
        boxes.undeletable = "after-one";

        StackException failure = catchThrowableOfType(StackException.class, stack::delete);

        assertThat(failure.status()).isEqualTo(StackStatus.DELETE_FAILED);
        assertThat(boxes.alive).containsExactly("one", "after-one");
        boxes.undeletable = null;
        stack.delete();
        assertThat(boxes.alive).isEmpty();
    }

    @Test
    void secondDeployment_createsUpdatesAndDeletesTheDifference() {
        deploy("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 1}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}},
                 "C": {"Type": "Box", "Properties": {"Name": "three"}}}
                """);
        boxes.log.clear();

        Deployment deployment = deploy("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 2}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}},
                 "D": {"Type": "Box", "Properties": {"Name": "four"}}}
                """);

        assertThat(boxes.log).containsExactly("update one to 2", "create four", "delete three");
        assertThat(deployment.steps())
                .extracting(Deployment.Step::kind)
                .containsExactly(Deployment.Kind.UPDATED, Deployment.Kind.CREATED, Deployment.Kind.DELETED);
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_COMPLETE);
    }

    @Test
    void changeOfAReplacingProperty_makesTheNewOneFirst() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": \"x\"}}}");
        String old = stack.resources().get(0).physicalId();
        boxes.log.clear();

        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": \"y\"}}}");

        String now = stack.resources().get(0).physicalId();
        assertThat(boxes.log).containsExactly("create " + now, "delete " + old);
    }

    @Test
    void replacementOfANamedResource_failsInCloudFormationsWordsAndKeepsIt() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Key\": \"x\"}}}");

        StackException failure =
                failure("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Key\": \"y\"}}}");

        assertThat(failure)
                .hasMessageContaining("CloudFormation cannot update a stack when a custom-named resource requires"
                        + " replacing. Rename one and update the stack again.");
        assertThat(failure.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
        assertThat(boxes.alive).containsExactly("one");
    }

    @Test
    void failedUpdate_bringsBackWhatWasThere() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Size\": 1}}}");
        boxes.log.clear();

        failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 2}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}},
                 "C": {"Type": "Box", "Properties": {"Name": "bad"}}}
                """);

        assertThat(boxes.log).containsExactly("update one to 2", "create two", "delete two", "update one to 1");
        assertThat(stack.resources()).extracting(StackResource::physicalId).containsExactly("one");
        assertThat(stack.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    }

    @Test
    void changeOfTheType_isRefusedInCloudFormationsWords() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}");

        StackException failure = failure("{\"A\": {\"Type\": \"AWS::SNS::Topic\"}}");

        assertThat(failure)
                .hasMessageContaining("Update of resource type is not permitted")
                .hasMessageContaining("[A]");
        assertThat(boxes.alive).containsExactly("one");
    }

    @Test
    void events_haveTimesInTheirOrder() {
        deploy("{\"A\": {\"Type\": \"Box\"}, \"B\": {\"Type\": \"Box\"}}");

        assertThat(stack.events())
                .extracting(StackEvent::time)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void refusedPropertyOfAnExistingResource_isToldAsAFailedUpdateThatWasUndone() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}");

        failure("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Shape\": \"round\"}}}");

        assertThat(events())
                .endsWith(
                        "A UPDATE_FAILED",
                        "Class UPDATE_ROLLBACK_IN_PROGRESS",
                        "A UPDATE_COMPLETE",
                        "Class UPDATE_ROLLBACK_COMPLETE");
        assertThat(stack.events())
                .filteredOn(event ->
                        event.status().startsWith("UPDATE") && event.logicalId().equals("A"))
                .extracting(StackEvent::physicalId)
                .containsOnly("one");
    }

    @Test
    void rolledBackReplacement_isToldToTheEnd() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Key\": \"x\"}}}");
        String old = stack.resources().get(0).physicalId();

        failure("""
                {"A": {"Type": "Box", "Properties": {"Key": "y"}},
                 "B": {"Type": "Box", "DependsOn": "A", "Properties": {"Name": "bad"}}}
                """);

        assertThat(events())
                .endsWith(
                        "B CREATE_FAILED",
                        "Class UPDATE_ROLLBACK_IN_PROGRESS",
                        "A UPDATE_COMPLETE",
                        "A DELETE_IN_PROGRESS",
                        "A DELETE_COMPLETE",
                        "B DELETE_COMPLETE",
                        "Class UPDATE_ROLLBACK_COMPLETE");
        assertThat(boxes.alive).containsExactly(old);
        assertThat(stack.resources()).extracting(StackResource::physicalId).containsExactly(old);
    }

    @Test
    void deletionBeforeTheCreationStarts_leavesNothing() {
        Supplier<Deployment> creation = stack.begin(
                change("{\"Resources\": {\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}}"));
        stack.beginDeletion().run();

        assertThatThrownBy(creation::get).hasMessageContaining("Resource creation cancelled");

        assertThat(boxes.log).isEmpty();
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void outputThatOnlyAParameterChanges_isAChange() {
        String template = """
                {"Parameters": {"P": {"Type": "String", "Default": "x"}},
                 "Resources": {"A": {"Type": "Box", "Properties": {"Name": "one"}}},
                 "Outputs": {"O": {"Value": {"Ref": "P"}}}}
                """;
        stack.deploy(change(template));

        assertThat(stack.differs(change(template))).isFalse();
        assertThat(stack.differs(new Change(Source.read(template), Map.of("P", "y"), Map.of(), new NoLookups())))
                .isTrue();
    }

    @Test
    void undoneUpdate_keepsWhatTheResourceBecame() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Size\": 1}}}");
        boxes.arn = "arn:another";

        failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 2}},
                 "B": {"Type": "Box", "DependsOn": "A", "Properties": {"Name": "bad"}}}
                """);

        assertThat(stack.resources().get(0).physical().attributes()).containsEntry("Arn", "arn:another");
    }

    @Test
    void plan_saysWhatADeploymentWouldDoAndDoesNothing() {
        deploy("""
                {"A": {"Type": "Box", "Properties": {"Name": "one", "Size": 1}},
                 "B": {"Type": "Box", "Properties": {"Key": "x"}},
                 "C": {"Type": "Box", "Properties": {"Name": "three"}},
                 "E": {"Type": "Box", "Properties": {"Name": {"Ref": "B"}}},
                 "F": {"Type": "Box", "Properties": {"Name": "six"}}}
                """);
        boxes.log.clear();

        List<Planned> planned = stack.plan(change("""
                {"Resources": {
                 "A": {"Type": "Box", "Properties": {"Name": "one", "Size": 2}},
                 "B": {"Type": "Box", "Properties": {"Key": "y"}},
                 "D": {"Type": "Box", "Properties": {"Name": "four"}},
                 "E": {"Type": "Box", "Properties": {"Name": {"Ref": "B"}}},
                 "F": {"Type": "Box", "Properties": {"Name": "six"}}}}
                """));

        assertThat(planned)
                .extracting(change -> change.action() + " " + change.logicalId() + (change.replaced() ? " anew" : ""))
                .containsExactly("Modify A", "Modify B anew", "Add D", "Modify E anew", "Remove C");
        assertThat(planned.get(0).details())
                .extracting(detail -> detail.name() + " " + detail.before() + " " + detail.after())
                .containsExactly("Size 1 2");
        assertThat(planned.get(3).after().path("Name").asText()).isEqualTo(Planned.UNKNOWN);
        assertThat(boxes.log).isEmpty();
    }

    @Test
    void plan_takesApartWhatIsNotKnownYet() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}");

        List<Planned> planned = stack.plan(change("""
                {"Resources": {
                 "A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Box", "Properties": {"Size": 3,
                   "Name": {"Fn::Select": [1, {"Fn::Split": [":", {"Fn::GetAtt": ["C", "Arn"]}]}]}}},
                 "C": {"Type": "Box", "Properties": {"Name": "three"}}}}
                """));

        assertThat(planned).extracting(Planned::logicalId).containsExactly("C", "B");
        assertThat(planned.get(1).after().path("Size").asInt()).isEqualTo(3);
    }

    @Test
    void sameTemplate_differsInNothing() {
        String template = "{\"Resources\": {\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}}";
        stack.deploy(change(template));

        assertThat(stack.differs(change(template))).isFalse();
        assertThat(stack.differs(change("{\"Outputs\": {\"O\": {\"Value\": 1}}," + template.substring(1))))
                .isTrue();
        assertThat(stack.differs(
                        new Change(Source.read(template), Map.of(), Map.of("class", "other"), new NoLookups())))
                .isTrue();
    }

    @Test
    void deletionDuringCreation_breaksItOffAndLeavesNothing() {
        boxes.onCreate = () -> {
            boxes.onCreate = () -> {};
            deletion = stack.beginDeletion();
        };

        StackException failure = failure("""
                {"A": {"Type": "Box", "Properties": {"Name": "one"}},
                 "B": {"Type": "Box", "Properties": {"Name": "two"}}}
                """);
        deletion.run();

        assertThat(failure).hasMessageContaining("Resource creation cancelled");
        assertThat(boxes.log).containsExactly("create one", "delete one");
        assertThat(stack.status()).isEqualTo(StackStatus.DELETE_COMPLETE);
    }

    @Test
    void deletionDuringAnUpdate_isRefused() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}");
        boxes.onCreate = () -> assertThatThrownBy(stack::delete)
                .hasMessageContaining("cannot be deleted while in status UPDATE_IN_PROGRESS");

        deploy("{\"B\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"two\"}}}");

        assertThat(boxes.alive).containsExactly("two");
    }

    @Test
    void secondDeploymentMeanwhile_isRefused() {
        boxes.onCreate =
                () -> assertThatThrownBy(() -> stack.begin(change("{\"Resources\": {\"B\": {\"Type\": \"Box\"}}}")))
                        .hasMessageContaining("is in CREATE_IN_PROGRESS state and can not be updated.");

        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}");

        assertThat(boxes.alive).containsExactly("one");
    }

    @Test
    void protectedStack_isNotDeleted() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\"}}}");
        stack.protect(true);

        assertThatThrownBy(stack::delete)
                .hasMessageContaining("cannot be deleted while TerminationProtection is enabled");

        stack.protect(false);
        stack.delete();
        assertThat(boxes.alive).isEmpty();
    }

    @Test
    void rollBackOfWhatSomebodyDeletedByHand_isNotStuck() {
        deploy("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Size\": 1}}}");
        boxes.alive.clear();

        StackException failure =
                failure("{\"A\": {\"Type\": \"Box\", \"Properties\": {\"Name\": \"one\", \"Size\": 2}}}");

        assertThat(failure).hasMessageContaining("one is gone");
        assertThat(failure.status()).isEqualTo(StackStatus.UPDATE_ROLLBACK_COMPLETE);
    }

    /** The events of resources that say why. */
    private List<String> reasons() {
        return stack.events().stream()
                .filter(event -> event.reason() != null && !event.type().equals("AWS::CloudFormation::Stack"))
                .map(event -> event.logicalId() + " " + event.status() + ": " + event.reason())
                .toList();
    }

    private List<String> events() {
        return stack.events().stream()
                .map(event -> event.logicalId() + " " + event.status())
                .toList();
    }

    private Deployment deploy(String resources) {
        return stack.deploy(change("{\"Resources\": " + resources + "}"));
    }

    private StackException failure(String resources) {
        return catchThrowableOfType(StackException.class, () -> deploy(resources));
    }

    private static Change change(String template) {
        return new Change(Source.read(template), Map.of(), Map.of(), new NoLookups());
    }
}
