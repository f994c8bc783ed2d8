package classroom.template.cost;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.template.Template;
import classroom.template.cost.Violation.Kind;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small changes of one class, each with the guard's verdict. */
class GuardVerdictsTest {
    private static final BigDecimal MUCH = new BigDecimal("1000000");

    private static final String CLASS = """
            {
              'Parameters': {
                'Given': {'Type': 'String'},
                'Size': {'Type': 'Number', 'Default': '512'},
                'Yes': {'Type': 'String', 'Default': 'true'},
                'Right': {'Type': 'String', 'Default': 'CreateLogGroup'},
                'Read': {'Type': 'String', 'Default': 'GetItem', 'AllowedValues': ['GetItem', 'Query']},
                'Either': {'Type': 'String', 'Default': 'PutLogEvents', 'AllowedValues': ['PutLogEvents', 'CreateLogGroup']},
                'FromSsm': {'Type': 'AWS::SSM::Parameter::Value<String>', 'Default': '/size'}
              },
              'Mappings': {'Rights': {'all': {'log': 'logs:CreateLogGroup', 'read': 'dynamodb:GetItem'}}},
              'Conditions': {'Big': {'Fn::Equals': [{'Ref': 'Given'}, 'big']}},
              'Resources': {
                'Table': {'Type': 'AWS::DynamoDB::Table', 'Properties': {
                  'TableName': 'books',
                  'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5},
                  'StreamSpecification': {'StreamViewType': 'NEW_IMAGE'}}},
                'Queue': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'failures'}},
                'Topic': {'Type': 'AWS::SNS::Topic'},
                'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'RetentionInDays': 7}},
                'Role': {'Type': 'AWS::IAM::Role', 'Properties': {
                  'AssumeRolePolicyDocument': {'Statement': [
                    {'Effect': 'Allow', 'Action': 'sts:AssumeRole', 'Principal': {'Service': 'lambda.amazonaws.com'}}]},
                  'Policies': [{'PolicyName': 'p', 'PolicyDocument': {'Statement': [
                    {'Effect': 'Allow', 'Action': ['logs:CreateLogStream', 'logs:PutLogEvents'],
                     'Resource': {'Fn::GetAtt': ['Log', 'Arn']}}]}}]}},
                'Function': {'Type': 'AWS::Lambda::Function', 'Properties': {
                  'FunctionName': 'hello', 'Runtime': 'java25', 'MemorySize': 512,
                  'Role': {'Fn::GetAtt': ['Role', 'Arn']}}}
              }
            }
            """;

    /** Replaced by the beginning of a resource that is added to the class. */
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry(
                    "RIGHT(",
                    "'More': {'Type': 'AWS::IAM::Policy', 'Properties': {'Roles': [{'Ref': 'Role'}], 'PolicyDocument':"
                            + " {'Statement': {'Effect': 'Allow', 'Resource': {'Fn::GetAtt': ['Table', 'Arn']}, 'Action': "),
            Map.entry(")RIGHT", "}}}}"),
            Map.entry(
                    "SCHEDULE(",
                    "'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'ScheduleExpression': 'rate(1 day)',"
                            + " 'Target': {'RoleArn': {'Fn::GetAtt': ['Role', 'Arn']}, 'Arn': "),
            Map.entry(")SCHEDULE", "}}}"),
            Map.entry("RULE(", "'More': {'Type': 'AWS::Events::Rule', 'Properties': {"),
            Map.entry("NEW(", "'More': {'Type': 'AWS::"),
            Map.entry(")NEW", "}}"),
            Map.entry("FUNCTION(", "'Function': {'Properties': {"),
            Map.entry("STATEMENT(", "'Statement': {'Effect': 'Allow', "),
            // The parts of a loop: the stream for the function, another function that writes to the table, a right.
            Map.entry(
                    "STREAM,",
                    "'Feed': {'Type': 'AWS::Lambda::EventSourceMapping', 'Properties': {'FunctionName': {'Ref': 'Function'},"
                            + " 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']}}},"),
            Map.entry(
                    "OTHER,",
                    "'Other': {'Type': 'AWS::Lambda::Function', 'Properties': {'Role': {'Fn::GetAtt': ['OtherRole', 'Arn']}}},"
                            + " 'OtherRole': {'Type': 'AWS::IAM::Role', 'Properties': {'Policies': [{'PolicyDocument':"
                            + " {'Statement': {'Effect': 'Allow', 'Action': 'dynamodb:PutItem', 'Resource':"
                            + " {'Fn::GetAtt': ['Table', 'Arn']}}}}]}},"),
            Map.entry("EVENTS(", "'Events': {'Type': 'AWS::Lambda::EventSourceMapping', 'Properties': {"),
            Map.entry(")EVENTS", "}}"),
            Map.entry(
                    "FED(",
                    "'Fed': {'Type': 'AWS::Lambda::EventSourceMapping', 'Properties': {'FunctionName': {'Ref': 'Other'}, "),
            Map.entry(")FED", "}}"),
            Map.entry(
                    "MAY(",
                    "'May': {'Type': 'AWS::IAM::Policy', 'Properties': {'Roles': [{'Ref': 'Role'}], 'PolicyDocument':"
                            + " {'Statement': {'Effect': 'Allow', "),
            Map.entry(")MAY", "}}}}"));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a description and a tag             | FUNCTION( 'Description': 'says hello', 'Tags': [{'Key': 'a', 'Value': 'b'}] )NEW
            less memory or more, up to 1 GB     | FUNCTION( 'MemorySize': {'Fn::If': ['Big', 1024, {'Ref': 'Size'}]} )NEW
            a layer of the class                | FUNCTION( 'Layers': [{'Ref': 'Layer'}] )NEW, 'Layer': {'Type': 'AWS::Lambda::LayerVersion'}
            a name that the deployment settles  | FUNCTION( 'FunctionName': {'Ref': 'Given'}, 'Environment': {'Variables': {'A': {'Ref': 'FromSsm'}}} )NEW
            a second table                      | NEW(DynamoDB::Table', 'Properties': {'ProvisionedThroughput': {'ReadCapacityUnits': 5, 'WriteCapacityUnits': 5} )NEW
            a standard parameter                | NEW(SSM::Parameter', 'Properties': {'Type': 'String', 'Value': {'Ref': 'Given'} )NEW
            one that says that it is standard   | NEW(SSM::Parameter', 'Properties': {'Type': 'StringList', 'Value': 'a,b', 'Tier': 'Standard' )NEW
            a security group with its rules     | NEW(EC2::SecurityGroup', 'Properties': {'GroupDescription': 'g', 'SecurityGroupIngress': [{'IpProtocol': 'tcp', 'CidrIp': '10.0.0.0/8'}] )NEW
            a rule of one by itself             | NEW(EC2::SecurityGroupIngress', 'Properties': {'GroupId': {'Ref': 'Given'}, 'IpProtocol': '-1' )NEW
            a rule on a schedule for a function | RULE( 'ScheduleExpression': 'rate(1 day)', 'Targets': [{'Id': 't', 'Arn': {'Fn::GetAtt': ['Function', 'Arn']}}] )NEW
            a rule on AWS's events for a queue  | RULE( 'EventBusName': 'default', 'EventPattern': {'source': ['aws.ec2']}, 'Targets': [{'Id': 't', 'Arn': {'Fn::GetAtt': ['Queue', 'Arn']}}] )NEW
            a schedule for a function           | SCHEDULE( {'Fn::Sub': '${Function.Arn}:live'} )SCHEDULE
            one for it by its ARN               | SCHEDULE( {'Fn::Sub': 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:hello'} )SCHEDULE
            a schedule that deletes the stack   | SCHEDULE( {'Fn::Join': [':', ['arn', {'Ref': 'AWS::Partition'}, 'scheduler::', 'aws-sdk:cloudformation:deleteStack']]} )SCHEDULE
            a function URL with AWS_IAM         | NEW(Lambda::Url', 'Properties': {'AuthType': 'AWS_IAM', 'TargetFunctionArn': {'Ref': 'Function'} )NEW
            a permission for a service          | NEW(Lambda::Permission', 'Properties': {'Action': 'lambda:InvokeFunction', 'FunctionName': {'Ref': 'Function'}, 'Principal': 'events.amazonaws.com' )NEW
            a right to read                     | RIGHT( ['dynamodb:Query', {'Fn::Sub': 'dynamodb:${Read}'}, {'Fn::FindInMap': ['Rights', 'all', 'read']}] )RIGHT
            a right of one of two kinds         | RIGHT( {'Fn::If': ['Big', 'sqs:SendMessage', {'Ref': 'AWS::NoValue'}]} )RIGHT
            a policy written as text            | NEW(IAM::Policy', 'Properties': {'PolicyDocument': '{"Statement": {"Effect": "Allow", "Action": "logs:PutLogEvents", "Resource": "*"}}' )NEW
            a right to publish to the topic     | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {STATEMENT( 'Action': 'sns:Publish', 'Resource': {'Ref': 'Topic'}}} )NEW
            a managed policy of the class       | 'Role': {'Properties': {'ManagedPolicyArns': [{'Ref': 'More'}]}}, NEW(IAM::ManagedPolicy', 'Properties': {'PolicyDocument': {STATEMENT( 'Action': 'dynamodb:GetItem'}} )NEW
            X-Ray's managed policy              | 'Role': {'Properties': {'ManagedPolicyArns': [{'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess'}]}}
            the queue for what fails            | NEW(Lambda::EventInvokeConfig', 'Properties': {'FunctionName': {'Ref': 'Function'}, 'Qualifier': '$LATEST', 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Queue', 'Arn']}}} )NEW
            the stream for the function         | NEW(Lambda::EventSourceMapping', 'Properties': {'FunctionName': {'Ref': 'Function'}, 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']} )NEW
            a denial for everybody              | NEW(SQS::QueuePolicy', 'Properties': {'Queues': [{'Ref': 'Queue'}], 'PolicyDocument': {'Statement': [{'Effect': 'Deny', 'Principal': '*', 'Action': 'sqs:*'}]} )NEW
            the class's own log group           | FUNCTION( 'LoggingConfig': {'LogGroup': {'Ref': 'Log'}} )NEW
            its own log group by its name       | 'Log': {'Properties': {'LogGroupName': {'Fn::Sub': '/aws/lambda/${AWS::StackName}-hello'}}}, FUNCTION( 'LoggingConfig': {'LogGroup': {'Fn::Join': ['', ['/aws/lambda/', {'Ref': 'AWS::StackName'}, '-hello']]}} )NEW
            its own queue of dead letters       | NEW(SQS::Queue', 'Properties': {'RedrivePolicy': {'deadLetterTargetArn': {'Fn::GetAtt': ['Queue', 'Arn']}, 'maxReceiveCount': 3} )NEW
            the topic's mail, with dead letters | NEW(SNS::Subscription', 'Properties': {'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'email', 'Endpoint': 'a@b.c', 'RedrivePolicy': {'deadLetterTargetArn': {'Fn::GetAtt': ['Queue', 'Arn']}} )NEW
            a schedule that deletes this stack  | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'Arn': 'arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack', 'Input': {'Fn::Join': ['', ['{"StackName":"', {'Ref': 'AWS::StackId'}, '"}']]}} )NEW
            a loop of queues that Lambda ends   | EVENTS( 'EventSourceArn': {'Fn::GetAtt': ['Queue', 'Arn']}, 'FunctionName': {'Ref': 'Function'} )EVENTS, MAY( 'Action': 'sqs:SendMessage', 'Resource': {'Fn::GetAtt': ['Queue', 'Arn']} )MAY
            a stream and another table          | STREAM, MAY( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::Sub': 'arn:aws:dynamodb:us-east-2:111122223333:table/book'} )MAY
            a stream and a reader of its table  | STREAM, 'Table': {'Properties': {'ResourcePolicy': {'PolicyDocument': {STATEMENT( 'Principal': {'AWS': {'Fn::GetAtt': ['Role', 'Arn']}}, 'Action': 'dynamodb:GetItem', 'Resource': '*'}}}}}
            a stream for an alias, as the CDK   | 'Live': {'Type': 'AWS::Lambda::Alias', 'Properties': {'FunctionName': {'Ref': 'Function'}}}, EVENTS( 'FunctionName': {'Fn::Join': ['', [{'Fn::Select': [6, {'Fn::Split': [':', {'Ref': 'Live'}]}]}, ':live']]}, 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']} )EVENTS
            a rule on what begins with aws.     | RULE( 'EventPattern': {'source': [{'prefix': 'aws.'}], 'detail-type': ['a']} )NEW
            a rule on the default bus's ARN     | RULE( 'EventBusName': {'Fn::Sub': 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'} )NEW
            a role with a path, by its text     | 'Role': {'Properties': {'RoleName': 'r', 'Path': '/teams/a/'}}, FUNCTION( 'Role': {'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/teams/a/r'} )NEW
            a function and a table of one name  | FUNCTION( 'FunctionName': 'books' )NEW, EVENTS( 'FunctionName': 'books' )EVENTS
            rights to data keys                 | RIGHT( ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'] )RIGHT
            """)
    void harmlessChange_passesWithoutAWord(String what, String change) {
        assertThat(refused(change, Set.of())).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a schedule that starts machines       | SCHEDULE( 'arn:aws:scheduler:::aws-sdk:ec2:runInstances' )SCHEDULE                         | UNKNOWN ec2:runInstances
            the same, joined                      | SCHEDULE( {'Fn::Join': ['', ['arn:aws:scheduler:::', 'aws-sdk:ec2:runInstances']]} )SCHEDULE | UNKNOWN ec2:runInstances
            a schedule for a state machine        | SCHEDULE( {'Fn::Sub': 'arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:m'} )SCHEDULE | UNKNOWN a target outside the class
            a schedule for another function       | SCHEDULE( {'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:other'} )SCHEDULE | UNKNOWN a target outside the class
            a schedule for another account's      | SCHEDULE( 'arn:aws:lambda:us-east-2:111122223333:function:hello' )SCHEDULE                 | UNKNOWN a target outside the class
            a schedule for a given target         | SCHEDULE( {'Ref': 'Given'} )SCHEDULE                                                       | UNKNOWN only the deployment decides
            a schedule that runs a container      | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'Arn': {'Fn::GetAtt': ['Queue', 'Arn']}, 'EcsParameters': {'TaskCount': 9}} )NEW | UNKNOWN EcsParameters
            a schedule with an outside role       | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'Arn': {'Fn::GetAtt': ['Queue', 'Arn']}, 'RoleArn': 'arn:aws:iam::111122223333:role/admin'} )NEW | UNKNOWN a role outside the class
            a rule for another bus                | RULE( 'Targets': [{'Arn': {'Fn::Sub': 'arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/b'}}] )NEW | UNKNOWN a target outside the class
            a rule on a bus of its own            | RULE( 'EventBusName': 'mine' )NEW                                                          | UNKNOWN the value "mine"
            a rule on everything that is logged   | RULE( 'State': 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' )NEW                        | UNKNOWN ENABLED_WITH_ALL
            a rule whose second target is outside | RULE( 'Targets': [{'Arn': {'Fn::GetAtt': ['Queue', 'Arn']}}, {'Arn': 'arn:aws:batch:us-east-2:1:job-queue/q'}] )NEW | UNKNOWN Targets[1].Arn
            a bus                                 | NEW(Events::EventBus', 'Properties': {'Name': 'b' )NEW                                     | UNKNOWN AWS::Events::EventBus
            an archive of events                  | NEW(Events::Archive', 'Properties': {'SourceArn': 'a' )NEW                                 | UNKNOWN AWS::Events::Archive
            an API destination                    | NEW(Events::ApiDestination', 'Properties': {'HttpMethod': 'GET' )NEW                       | UNKNOWN AWS::Events::ApiDestination
            a pipe                                | NEW(Pipes::Pipe', 'Properties': {'Source': 's' )NEW                                        | UNKNOWN AWS::Pipes::Pipe
            log groups, joined                    | RIGHT( {'Fn::Join': [':', ['logs', 'CreateLogGroup']]} )RIGHT                              | REMAINS logs:CreateLogGroup
            log groups, substituted               | RIGHT( {'Fn::Sub': ['logs:${What}', {'What': 'CreateLogGroup'}]} )RIGHT                    | REMAINS logs:CreateLogGroup
            log groups, on a condition            | RIGHT( {'Fn::If': ['Big', ['logs:PutLogEvents', 'logs:CreateLogGroup'], 'logs:PutLogEvents']} )RIGHT | REMAINS logs:CreateLogGroup
            log groups, on the other side         | RIGHT( ['logs:PutLogEvents', {'Fn::If': ['Big', {'Ref': 'AWS::NoValue'}, 'Logs:createLogGroup']}] )RIGHT | REMAINS logs:CreateLogGroup
            log groups, joined on a condition     | RIGHT( {'Fn::Join': ['', ['logs:', {'Fn::If': ['Big', 'PutLogEvents', 'CreateLogGroup']}]]} )RIGHT | REMAINS logs:CreateLogGroup
            log groups, from a mapping            | RIGHT( {'Fn::FindInMap': ['Rights', 'all', 'log']} )RIGHT                                  | REMAINS logs:CreateLogGroup
            log groups, split and selected        | RIGHT( {'Fn::Select': ['1', {'Fn::Split': [' ', 'a logs:CreateLogGroup']}]} )RIGHT         | REMAINS logs:CreateLogGroup
            log groups, by a parameter's default  | RIGHT( {'Fn::Sub': 'logs:${Right}'} )RIGHT                                                 | REMAINS logs:CreateLogGroup
            log groups, by an allowed value       | RIGHT( {'Fn::Sub': 'logs:${Either}'} )RIGHT                                                | REMAINS logs:CreateLogGroup
            log groups, by pattern                | RIGHT( 'logs:Create*' )RIGHT                                                               | REMAINS logs:CreateLogGroup
            log groups, by a statement            | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {'Statement': {'Fn::If': ['Big', {'Effect': 'Allow', 'NotAction': 'iam:*'}, {'Ref': 'AWS::NoValue'}]}} )NEW | REMAINS logs:CreateLogGroup
            log groups, on a condition's policy   | 'More': {'Condition': 'Big', 'Type': 'AWS::IAM::Policy', 'Properties': {'PolicyDocument': {STATEMENT( 'Action': 'logs:*'}} )NEW | REMAINS logs:CreateLogGroup
            log groups, in a text                 | NEW(IAM::RolePolicy', 'Properties': {'PolicyDocument': '{"Statement": [{"Effect": "Allow", "Action": "logs:CreateLogGroup"}]}' )NEW | REMAINS logs:CreateLogGroup
            log groups, without an effect         | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {'Statement': {'Action': 'logs:*'}} )NEW | REMAINS logs:CreateLogGroup
            log groups, by AWS's policy           | 'Role': {'Properties': {'ManagedPolicyArns': {'Fn::If': ['Big', ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'], []]}}} | REMAINS logs:CreateLogGroup
            a right that is given                 | RIGHT( {'Ref': 'Given'} )RIGHT                                                             | UNKNOWN only the deployment decides
            a right that is imported              | RIGHT( {'Fn::ImportValue': 'right'} )RIGHT                                                 | UNKNOWN only the deployment decides
            a right that is looked up             | RIGHT( '{{resolve:ssm:right}}' )RIGHT                                                      | UNKNOWN only the deployment decides
            a macro in a policy                   | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {'Fn::Transform': {'Name': 'Include'}} )NEW | UNKNOWN only the deployment decides
            a text that is no policy              | NEW(IAM::Policy', 'Properties': {'PolicyDocument': 'all' )NEW                              | UNKNOWN only the deployment decides
            the right to make tables              | RIGHT( ['dynamodb:GetItem', 'dynamodb:CreateTable'] )RIGHT                                 | UNKNOWN the right to dynamodb:CreateTable
            the right to raise capacity           | RIGHT( 'DynamoDB:UpdateTable' )RIGHT                                                       | UNKNOWN the right to DynamoDB:UpdateTable
            every right on tables                 | RIGHT( 'dynamodb:*' )RIGHT                                                                 | UNKNOWN the right to dynamodb:*
            the right to start machines           | RIGHT( 'ec2:RunInstances' )RIGHT                                                           | UNKNOWN the right to ec2:RunInstances
            the right to take other roles         | RIGHT( 'sts:AssumeRole' )RIGHT                                                             | UNKNOWN the right to sts:AssumeRole
            every right but some                  | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {STATEMENT( 'NotAction': 'logs:*'}} )NEW | UNKNOWN NotAction
            the right to send text messages       | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {STATEMENT( 'Action': 'sns:Publish', 'Resource': '*'}} )NEW | UNKNOWN sns:Publish
            an element that IAM does not have     | NEW(IAM::Policy', 'Properties': {'PolicyDocument': {STATEMENT( 'action': '*'}} )NEW        | UNKNOWN the policy element action
            a policy of AWS's that reads metrics  | 'Role': {'Properties': {'ManagedPolicyArns': ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess']}} | UNKNOWN AmazonDynamoDBReadOnlyAccess
            a policy of somebody's                | 'Role': {'Properties': {'ManagedPolicyArns': ['arn:aws:iam::111122223333:policy/p']}}      | UNKNOWN a managed policy outside the class
            a group of somebody's                 | NEW(IAM::User', 'Properties': {'Groups': ['administrators'] )NEW                           | UNKNOWN a group outside the class
            a function with an outside role       | FUNCTION( 'Role': {'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/admin'} )NEW            | UNKNOWN a role outside the class
            a role for who signs in elsewhere     | 'Role': {'Properties': {'AssumeRolePolicyDocument': {STATEMENT( 'Principal': {'Federated': 'accounts.google.com'}, 'Action': 'sts:AssumeRole'}}}} | UNKNOWN Federated
            a schedule whose failures go outside  | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'DeadLetterConfig': {'Arn': 'arn:aws:sqs:us-east-2:1:q'}} )NEW | UNKNOWN a target outside the class
            a parameter that may be large         | 'Table': {'Properties': {'ProvisionedThroughput': {'ReadCapacityUnits': {'Fn::If': ['Big', 40000, 5]}}}} | UNKNOWN only the deployment decides
            a layer of somebody's                 | FUNCTION( 'Layers': [{'Fn::Sub': 'arn:aws:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension:38'}] )NEW | UNKNOWN a layer outside the class
            a log group of somebody's             | FUNCTION( 'LoggingConfig': {'LogGroup': '/somebody/else'} )NEW                             | UNKNOWN a log group outside the class
            a log group that is given             | FUNCTION( 'LoggingConfig': {'LogGroup': {'Ref': 'Given'}} )NEW                             | UNKNOWN only the deployment decides
            dead letters into somebody's queue    | 'Queue': {'Properties': {'RedrivePolicy': {'deadLetterTargetArn': 'arn:aws:sqs:us-east-2:1:q'}}} | UNKNOWN a queue outside the class
            the same, as a text                   | 'Queue': {'Properties': {'RedrivePolicy': '{"deadLetterTargetArn": "arn:aws:sqs:us-east-2:1:q"}'}} | UNKNOWN a queue outside the class
            dead letters of a subscription        | NEW(SNS::Subscription', 'Properties': {'TopicArn': {'Ref': 'Topic'}, 'RedrivePolicy': {'deadLetterTargetArn': 'arn:aws:sqs:us-east-2:1:q'} )NEW | UNKNOWN a queue outside the class
            a topic of somebody's                 | NEW(SNS::Subscription', 'Properties': {'TopicArn': 'arn:aws:sns:us-east-2:111122223333:t' )NEW | UNKNOWN a topic outside the class
            events for somebody's function        | EVENTS( 'FunctionName': 'other' )EVENTS                                                    | UNKNOWN a function outside the class
            a function URL of somebody's          | NEW(Lambda::Url', 'Properties': {'AuthType': 'AWS_IAM', 'TargetFunctionArn': 'other' )NEW  | UNKNOWN a function outside the class
            a schedule that sends to any queue    | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'Arn': 'arn:aws:scheduler:::aws-sdk:sqs:sendMessage', 'Input': '{"QueueUrl": "https://sqs.us-east-2.amazonaws.com/1/q"}'} )NEW | UNKNOWN sqs:sendMessage
            a schedule that writes to any table   | SCHEDULE( 'arn:aws:scheduler:::aws-sdk:dynamodb:putItem' )SCHEDULE                         | UNKNOWN dynamodb:putItem
            a schedule that deletes another stack | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'Arn': 'arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack', 'Input': '{"StackName": "other"}'} )NEW | UNKNOWN something other than its own stack
            one that deletes only a part of it    | 'More': {'Type': 'AWS::Scheduler::Schedule', 'Properties': {'Target': {'Arn': 'arn:aws:scheduler:::aws-sdk:cloudformation:deleteStack', 'Input': '{"StackName": "S", "RetainResources": ["Table"]}'} )NEW | UNKNOWN something other than its own stack
            a rule on events of one's own         | RULE( 'EventPattern': {'source': ['my.app']} )NEW                                          | UNKNOWN others than AWS's services
            a rule on some of one's own           | RULE( 'EventPattern': {'source': ['aws.ec2', {'Fn::If': ['Big', 'my.app', 'aws.s3']}]} )NEW | UNKNOWN others than AWS's services
            a rule on everything                  | RULE( 'EventPattern': {'source': [{'prefix': ''}]} )NEW                                    | UNKNOWN others than AWS's services
            a rule on a kind of anybody's         | RULE( 'EventPattern': {'detail-type': ['a']} )NEW                                          | UNKNOWN others than AWS's services
            a rule on AWS's or on a kind, either  | RULE( 'EventPattern': {'source': {'Fn::If': ['Big', ['aws.ec2'], {'Ref': 'AWS::NoValue'}]}} )NEW | UNKNOWN others than AWS's services
            the right to pairs of keys            | RIGHT( 'kms:GenerateDataKeyPair' )RIGHT                                                    | UNKNOWN the right to kms:GenerateDataKeyPair
            the right to every kind of data key   | RIGHT( 'kms:GenerateDataKey*' )RIGHT                                                       | UNKNOWN the right to kms:GenerateDataKey*
            a container image                     | FUNCTION( 'PackageType': 'Image' )NEW                                                      | PAID_FEATURE a container image
            an image's address                    | FUNCTION( 'Code': {'ImageUri': {'Ref': 'Given'}} )NEW                                      | PAID_FEATURE a container image
            a loop that is let run                | FUNCTION( 'RecursiveLoop': 'Allow' )NEW                                                    | PAID_FEATURE a loop
            memory of 3 GB, on a condition        | FUNCTION( 'MemorySize': {'Fn::If': ['Big', '3008', 512]} )NEW                              | PAID_FEATURE memory over 1 GB
            memory that is given                  | FUNCTION( 'MemorySize': {'Ref': 'Given'} )NEW                                              | UNKNOWN only the deployment decides
            memory that is looked up              | FUNCTION( 'MemorySize': {'Ref': 'FromSsm'} )NEW                                            | UNKNOWN only the deployment decides
            memory that is no number              | FUNCTION( 'MemorySize': 'much' )NEW                                                        | UNKNOWN must be a number
            storage as a text                     | FUNCTION( 'EphemeralStorage': {'Size': '1024'} )NEW                                        | PAID_FEATURE ephemeral storage
            traces of a new kind                  | FUNCTION( 'TracingConfig': {'Mode': 'Everything'} )NEW                                     | UNKNOWN the value "Everything"
            a processor of a new kind             | FUNCTION( 'Architectures': ['quantum'] )NEW                                                | UNKNOWN the value "quantum"
            a durable function                    | FUNCTION( 'DurableConfig': {'ExecutionTimeout': 9} )NEW                                    | UNKNOWN DurableConfig
            a setting within a known one          | FUNCTION( 'VpcConfig': {'PublicAddress': true} )NEW                                        | UNKNOWN PublicAddress
            a snapshot of an unknown runtime      | FUNCTION( 'Runtime': {'Ref': 'Given'}, 'SnapStart': {'ApplyOn': 'PublishedVersions'} )NEW  | PAID_FEATURE SnapStart
            a stream of somebody's                | NEW(Lambda::EventSourceMapping', 'Properties': {'EventSourceArn': 'arn:aws:kinesis:us-east-2:1:stream/s' )NEW | UNKNOWN a source of events outside the class
            failures into a bucket                | NEW(Lambda::EventSourceMapping', 'Properties': {'DestinationConfig': {'OnFailure': {'Destination': 'arn:aws:s3:::b'}} )NEW | UNKNOWN a target outside the class
            a function that feeds itself          | NEW(Lambda::EventSourceMapping', 'Properties': {'FunctionName': {'Ref': 'Function'}, 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']}}}, 'Write': {'Type': 'AWS::IAM::Policy', 'Properties': {'Roles': [{'Ref': 'Role'}], 'PolicyDocument': {STATEMENT( 'Action': 'dynamodb:*Item', 'Resource': {'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*'}}} )NEW | UNBOUNDED call itself without end
            a function that calls itself          | NEW(Lambda::EventInvokeConfig', 'Properties': {'FunctionName': 'hello', 'DestinationConfig': {'OnSuccess': {'Destination': {'Fn::GetAtt': ['Function', 'Arn']}}} )NEW | UNBOUNDED call itself without end
            a loop by way of another function     | STREAM, OTHER, MAY( 'Action': 'lambda:InvokeFunction', 'Resource': {'Fn::GetAtt': ['Other', 'Arn']} )MAY | UNBOUNDED call itself without end
            a loop by way of its alias            | STREAM, OTHER, 'Live': {'Type': 'AWS::Lambda::Alias', 'Properties': {'FunctionName': {'Ref': 'Other'}}}, MAY( 'Action': 'lambda:InvokeFunction', 'Resource': {'Ref': 'Live'} )MAY | UNBOUNDED call itself without end
            a loop by the alias, as the CDK       | 'Live': {'Type': 'AWS::Lambda::Alias', 'Properties': {'FunctionName': {'Ref': 'Function'}}}, EVENTS( 'FunctionName': {'Fn::Join': ['', [{'Fn::Select': [6, {'Fn::Split': [':', {'Ref': 'Live'}]}]}, ':live']]}, 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']} )EVENTS, MAY( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::GetAtt': ['Table', 'Arn']} )MAY | UNBOUNDED call itself without end
            a loop by way of a queue              | STREAM, OTHER, FED( 'EventSourceArn': {'Fn::GetAtt': ['Queue', 'Arn']} )FED, MAY( 'Action': 'sqs:SendMessage', 'Resource': {'Fn::Sub': 'arn:aws:sqs:*:*:fail*'} )MAY | UNBOUNDED call itself without end
            a loop by way of dead letters         | STREAM, OTHER, 'First': {'Type': 'AWS::SQS::Queue', 'Properties': {'RedrivePolicy': {'deadLetterTargetArn': {'Fn::GetAtt': ['Queue', 'Arn']}}}}, FED( 'EventSourceArn': {'Fn::GetAtt': ['Queue', 'Arn']} )FED, MAY( 'Action': 'sqs:SendMessage', 'Resource': {'Fn::GetAtt': ['First', 'Arn']} )MAY | UNBOUNDED call itself without end
            a loop by way of a topic              | STREAM, OTHER, 'Hears': {'Type': 'AWS::SNS::Subscription', 'Properties': {'TopicArn': {'Ref': 'Topic'}, 'Protocol': 'lambda', 'Endpoint': {'Fn::GetAtt': ['Other', 'Arn']}}}, MAY( 'Action': 'sns:Publish', 'Resource': {'Ref': 'Topic'} )MAY | UNBOUNDED call itself without end
            a loop by way of a topic's own list   | STREAM, OTHER, 'Topic': {'Properties': {'Subscription': [{'Protocol': 'lambda', 'Endpoint': {'Fn::GetAtt': ['Other', 'Arn']}}]}}, MAY( 'Action': 'sns:Publish', 'Resource': {'Ref': 'Topic'} )MAY | UNBOUNDED call itself without end
            a loop by way of what fails           | EVENTS( 'FunctionName': {'Ref': 'Function'}, 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']}, 'DestinationConfig': {'OnFailure': {'Destination': {'Fn::GetAtt': ['Queue', 'Arn']}}} )EVENTS, OTHER, FED( 'EventSourceArn': {'Fn::GetAtt': ['Queue', 'Arn']} )FED | UNBOUNDED call itself without end
            a loop by way of its dead letters     | STREAM, OTHER, FUNCTION( 'DeadLetterConfig': {'TargetArn': {'Fn::GetAtt': ['Queue', 'Arn']}} )NEW, FED( 'EventSourceArn': {'Fn::GetAtt': ['Queue', 'Arn']} )FED | UNBOUNDED call itself without end
            a loop by the table's policy          | STREAM, 'Table': {'Properties': {'ResourcePolicy': {'PolicyDocument': {STATEMENT( 'Principal': {'AWS': {'Fn::GetAtt': ['Role', 'Arn']}}, 'Action': 'dynamodb:PutItem', 'Resource': '*'}}}}} | UNBOUNDED call itself without end
            the same, of any account's role       | STREAM, 'Role': {'Properties': {'RoleName': 'r'}}, 'Table': {'Properties': {'ResourcePolicy': {'PolicyDocument': {STATEMENT( 'Principal': {'AWS': ['arn:aws:iam::111122223333:role/r']}, 'Action': 'dynamodb:PutItem', 'Resource': '*'}}}}} | UNBOUNDED call itself without end
            the same, of the role's session       | STREAM, 'Role': {'Properties': {'RoleName': 'r'}}, 'Table': {'Properties': {'ResourcePolicy': {'PolicyDocument': {STATEMENT( 'Principal': {'AWS': {'Fn::Sub': 'arn:aws:sts::${AWS::AccountId}:assumed-role/r/hello'}}, 'Action': 'dynamodb:PutItem', 'Resource': '*'}}}}} | UNBOUNDED call itself without end
            a loop by the queue's policy          | STREAM, OTHER, FED( 'EventSourceArn': {'Fn::GetAtt': ['Queue', 'Arn']} )FED, NEW(SQS::QueuePolicy', 'Properties': {'Queues': [{'Ref': 'Queue'}], 'PolicyDocument': {STATEMENT( 'Principal': {'AWS': {'Fn::GetAtt': ['Role', 'Arn']}}, 'Action': 'sqs:SendMessage'}} )NEW | UNBOUNDED call itself without end
            a loop by a permission                | STREAM, OTHER, NEW(Lambda::Permission', 'Properties': {'Action': 'lambda:InvokeFunction', 'FunctionName': {'Ref': 'Other'}, 'Principal': {'Fn::GetAtt': ['Role', 'Arn']} )NEW | UNBOUNDED call itself without end
            a loop, by a literal account          | STREAM, MAY( 'Action': 'dynamodb:PutItem', 'Resource': 'arn:aws:dynamodb:us-east-2:111122223333:table/books' )MAY | UNBOUNDED call itself without end
            a loop, by a parameter's name         | STREAM, 'Table': {'Properties': {'TableName': {'Ref': 'Right'}}}, MAY( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${Right}'} )MAY | UNBOUNDED call itself without end
            a loop, by a given name               | STREAM, 'Table': {'Properties': {'TableName': {'Ref': 'Given'}}}, MAY( 'Action': 'dynamodb:PutItem', 'Resource': 'arn:aws:dynamodb:us-east-2:111122223333:table/books' )MAY | UNBOUNDED call itself without end
            a loop, by a name made of another's   | STREAM, 'Table': {'Properties': {'TableName': {'Fn::Sub': '${Queue.QueueName}-books'}}}, MAY( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::Sub': '${Table.Arn}*'} )MAY | UNBOUNDED call itself without end
            a loop, by the stack's name           | STREAM, 'Table': {'Properties': {'TableName': {'Fn::Sub': '${AWS::StackName}-books'}}}, MAY( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::Sub': 'arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${AWS::StackName}-*'} )MAY | UNBOUNDED call itself without end
            a loop, by the role's and its names   | 'Role': {'Properties': {'RoleName': {'Ref': 'Right'}}}, FUNCTION( 'FunctionName': {'Ref': 'Read'} )NEW, EVENTS( 'FunctionName': {'Ref': 'Read'}, 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']} )EVENTS, 'Write': {'Type': 'AWS::IAM::Policy', 'Properties': {'Roles': [{'Ref': 'Right'}], 'PolicyDocument': {STATEMENT( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::GetAtt': ['Table', 'Arn']}}}}} | UNBOUNDED call itself without end
            a loop, by the role's given name      | 'Role': {'Properties': {'RoleName': {'Ref': 'Given'}}}, STREAM, 'Write': {'Type': 'AWS::IAM::RolePolicy', 'Properties': {'RoleName': {'Ref': 'Given'}, 'PolicyDocument': {STATEMENT( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::GetAtt': ['Table', 'Arn']}}}}} | UNBOUNDED call itself without end
            a loop, of names like another's       | FUNCTION( 'FunctionName': 'books' )NEW, EVENTS( 'FunctionName': 'books', 'EventSourceArn': {'Fn::GetAtt': ['Table', 'StreamArn']} )EVENTS, MAY( 'Action': 'dynamodb:PutItem', 'Resource': {'Fn::GetAtt': ['Table', 'Arn']} )MAY | UNBOUNDED call itself without end
            logs that may never expire            | 'Log': {'Properties': {'RetentionInDays': {'Fn::If': ['Big', 7, {'Ref': 'AWS::NoValue'}]}}} | PAID_FEATURE never expire
            protection by a parameter's default   | 'Table': {'Properties': {'DeletionProtectionEnabled': {'Ref': 'Yes'}}}                     | REMAINS deletion protection
            protection that is given              | 'Table': {'Properties': {'DeletionProtectionEnabled': {'Ref': 'Given'}}}                   | UNKNOWN only the deployment decides
            recovery, on a condition              | 'Table': {'Properties': {'PointInTimeRecoverySpecification': {'Fn::If': ['Big', {'PointInTimeRecoveryEnabled': true}, {}]}}} | PAID_FEATURE point-in-time recovery
            a table of another class              | 'Table': {'Properties': {'TableClass': {'Fn::If': ['Big', 'STANDARD_INFREQUENT_ACCESS', 'STANDARD']}}} | PAID_FEATURE table class
            on demand, on a condition             | 'Table': {'Properties': {'BillingMode': {'Fn::If': ['Big', 'PAY_PER_REQUEST', 'PROVISIONED']}}} | UNBOUNDED without a maximum
            billing of a new kind                 | 'Table': {'Properties': {'BillingMode': 'FLAT'}}                                           | UNKNOWN the value "FLAT"
            capacity that is looked up            | 'Table': {'Properties': {'ProvisionedThroughput': {'ReadCapacityUnits': '{{resolve:ssm:rcu}}'}}} | UNKNOWN ReadCapacityUnits
            an index of vectors                   | 'Table': {'Properties': {'VectorIndexes': [{'IndexName': 'v'}]}}                           | UNKNOWN VectorIndexes
            a table for everybody                 | 'Table': {'Properties': {'ResourcePolicy': {'PolicyDocument': {STATEMENT( 'Principal': {'AWS': '111122223333'}, 'Action': 'dynamodb:*'}}}}} | UNKNOWN the right to dynamodb:*
            a key of one's own                    | 'Queue': {'Properties': {'KmsMasterKeyId': {'Fn::If': ['Big', {'Ref': 'Given'}, 'alias/aws/sqs']}}} | PAID_FEATURE KMS key
            mail by telephone                     | NEW(SNS::Subscription', 'Properties': {'Protocol': 'sms', 'Endpoint': 'a@b.c' )NEW         | UNKNOWN the value "sms"
            a topic that logs                     | 'Topic': {'Properties': {'DeliveryStatusLogging': [{'Protocol': 'sqs'}]}}                  | UNKNOWN DeliveryStatusLogging
            an advanced parameter                 | NEW(SSM::Parameter', 'Properties': {'Type': 'String', 'Tier': 'Advanced' )NEW              | PAID_FEATURE an advanced parameter
            one that may become it                | NEW(SSM::Parameter', 'Properties': {'Type': 'String', 'Tier': 'Intelligent-Tiering' )NEW   | PAID_FEATURE an advanced parameter
            a parameter with a policy             | NEW(SSM::Parameter', 'Properties': {'Type': 'String', 'Policies': '[]' )NEW                | PAID_FEATURE a policy
            a function URL that streams           | NEW(Lambda::Url', 'Properties': {'AuthType': 'AWS_IAM', 'InvokeMode': 'RESPONSE_STREAM' )NEW | UNKNOWN RESPONSE_STREAM
            a function URL of either kind         | NEW(Lambda::Url', 'Properties': {'AuthType': {'Ref': 'Given'} )NEW                         | UNKNOWN only the deployment decides
            a resource that is kept               | 'Queue': {'DeletionPolicy': 'RetainExceptOnCreate'}                                        | REMAINS DeletionPolicy RetainExceptOnCreate
            a stack within the stack              | NEW(CloudFormation::Stack', 'Properties': {'TemplateURL': 'u' )NEW                         | UNKNOWN AWS::CloudFormation::Stack
            a resource made by a function         | NEW(CloudFormation::CustomResource', 'Properties': {'ServiceToken': 't' )NEW               | UNKNOWN AWS::CloudFormation::CustomResource
            a server                              | NEW(EC2::Instance', 'Properties': {'ImageId': 'i' )NEW                                     | UNKNOWN AWS::EC2::Instance
            """)
    void changeThatCostsOrStays_isRefusedWhateverTheConsent(String what, String change, String verdict) {
        Kind kind = Kind.valueOf(verdict.substring(0, verdict.indexOf(' ')));
        String words = verdict.substring(verdict.indexOf(' ') + 1);

        assertThat(refused(change, Set.of("hello"))).isNotEmpty().allSatisfy(violation -> {
            assertThat(violation.kind()).isEqualTo(kind);
            assertThat(violation.message()).contains(words).contains("Way out: ");
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a function URL that asks nobody      | NEW(Lambda::Url', 'Properties': {'AuthType': 'NONE', 'TargetFunctionArn': {'Fn::GetAtt': ['Function', 'Arn']} )NEW      | hello
            the same, on a condition             | NEW(Lambda::Url', 'Properties': {'AuthType': {'Fn::If': ['Big', 'NONE', 'AWS_IAM']}, 'TargetFunctionArn': {'Ref': 'Function'} )NEW | hello
            a permission for everybody           | NEW(Lambda::Permission', 'Properties': {'Action': 'lambda:InvokeFunction', 'Principal': '*', 'FunctionName': {'Ref': 'Function'} )NEW | hello
            a permission for URLs without a name | NEW(Lambda::Permission', 'Properties': {'FunctionUrlAuthType': 'NONE', 'Principal': '111122223333', 'FunctionName': 'hello' )NEW | hello
            a queue for everybody                | NEW(SQS::QueuePolicy', 'Properties': {'Queues': [{'Ref': 'Queue'}], 'PolicyDocument': {STATEMENT( 'Principal': {'AWS': ['*']}, 'Action': 'sqs:SendMessage'}} )NEW | failures
            a topic for everybody                | NEW(SNS::TopicPolicy', 'Properties': {'Topics': [{'Ref': 'Topic'}], 'PolicyDocument': {STATEMENT( 'Principal': '*', 'Action': 'sns:Publish', 'Resource': {'Ref': 'Topic'}}} )NEW | Topic
            a topic for everybody but one        | NEW(SNS::TopicPolicy', 'Properties': {'Topics': [{'Ref': 'Topic'}], 'PolicyDocument': {STATEMENT( 'NotPrincipal': {'AWS': '111122223333'}, 'Action': 'sns:GetTopicAttributes'}} )NEW | Topic
            a table for everybody                | 'Table': {'Properties': {'ResourcePolicy': {'PolicyDocument': {STATEMENT( 'Principal': '*', 'Action': 'dynamodb:GetItem'}}}}} | books
            a role for everybody                 | 'Role': {'Properties': {'AssumeRolePolicyDocument': {STATEMENT( 'Principal': {'AWS': '*'}, 'Action': 'sts:AssumeRole'}}}} | Role
            """)
    void changeThatOpensToAnybody_isRefusedUntilItsNameIsConsentedTo(String what, String change, String name) {
        assertThat(refused(change, Set.of("other", name + "s"))).singleElement().satisfies(violation -> {
            assertThat(violation.kind()).isEqualTo(Kind.ANYBODY);
            assertThat(violation.message()).contains("anybody may use " + name).contains("-c allowAnybody=" + name);
        });
        assertThat(refused(change, Set.of(name))).isEmpty();
    }

    @Test
    void parameterBeyondTheStandardTier_isRefused() {
        String value = "NEW(SSM::Parameter', 'Properties': {'Type': 'String', 'Value': '%s' )NEW";

        assertThat(refused(value.formatted("x".repeat(4096)), Set.of())).isEmpty();
        assertThat(List.of("x".repeat(4097), "é".repeat(2049)))
                .allSatisfy(large -> assertThat(refused(value.formatted(large), Set.of()))
                        .singleElement()
                        .satisfies(violation -> {
                            assertThat(violation.kind()).isEqualTo(Kind.PAID_FEATURE);
                            assertThat(violation.message()).contains("4,096 bytes", "S/More.Properties.Value");
                        }));
    }

    private static List<Violation> refused(String change, Set<String> anybody) {
        return Guard.check(CostReport.of(Map.of("S", changed(change)), 1), MUCH, anybody);
    }

    /** The class with a change merged in, as a JSON merge patch of its resources. */
    private static Template changed(String change) {
        String patch = change;
        for (Map.Entry<String, String> each : SHORT.entrySet()) {
            patch = patch.replace(each.getKey(), each.getValue());
        }
        ObjectNode template = (ObjectNode) Templates.read(CLASS);
        merge((ObjectNode) template.get("Resources"), Templates.read("{" + patch + "}"));
        return Template.parse(template);
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(member -> {
            if (member.getValue().isObject()
                    && into.get(member.getKey()) instanceof ObjectNode object
                    && !member.getValue().fieldNames().next().matches("Fn::.*|Ref")) {
                merge(object, member.getValue());
            } else {
                into.set(member.getKey(), member.getValue());
            }
        });
    }
}
