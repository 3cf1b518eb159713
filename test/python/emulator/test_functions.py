"""Functions that run: their runtimes, limits and logs, and what invokes them."""

from __future__ import annotations

import base64
import io
import json
import time
import zipfile
from datetime import datetime, timezone
from typing import Any

import pytest
from botocore.exceptions import ClientError
from deployments import attribute, deploy, destroy, ref, resource

ACCOUNT = "111111111111"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
FILES = {"nodejs20.x": "index.js", "python3.12": "index.py"}


def zipped(**files: str) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return package.getvalue()


def role(zone: Any, name: str = "runner") -> str:
    iam = zone.client("iam")
    try:
        return str(iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"])
    except iam.exceptions.EntityAlreadyExistsException:
        return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def function(zone: Any, name: str, code: str | dict[str, str], runtime: str = "nodejs20.x", **options: Any) -> str:
    """Creates a function whose handler is index.handler and returns its ARN."""
    files = {FILES[runtime]: code} if isinstance(code, str) else code
    defaults = {"Role": role(zone), "Handler": "index.handler", "Runtime": runtime}
    made = zone.client("lambda").create_function(FunctionName=name, Code={"ZipFile": zipped(**files)}, **{**defaults, **options})
    return str(made["FunctionArn"])


def invoke(zone: Any, name: str, event: Any = None, **options: Any) -> Any:
    answer = zone.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode(), **options)
    return json.loads(answer["Payload"].read())


def logged(zone: Any, group: str) -> list[str]:
    logs = zone.client("logs")
    streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
    return [
        event["message"]
        for stream in streams
        for event in logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"])["events"]
    ]


def queue(zone: Any, name: str, **attributes: str) -> tuple[str, str]:
    url = zone.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return url, f"arn:aws:sqs:eu-west-1:{ACCOUNT}:{name}"


def messages(zone: Any, url: str) -> list[Any]:
    received = zone.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
    return received.get("Messages", [])


def parameter(zone: Any, name: str) -> Any:
    """What a function has left behind with `remember`."""
    return json.loads(zone.client("ssm").get_parameter(Name=name)["Parameter"]["Value"])


def remember(name: str) -> str:
    """Python code of a function that keeps the events that it gets, in a list."""
    return f"""
import boto3, json
ssm = boto3.client("ssm")
def handler(event, context):
    try:
        known = json.loads(ssm.get_parameter(Name="{name}")["Parameter"]["Value"])
    except ssm.exceptions.ParameterNotFound:
        known = []
    ssm.put_parameter(Name="{name}", Value=json.dumps([*known, event]), Type="String", Overwrite=True)
"""


ECHO = "exports.handler = async (event) => event;"
FAILING = "exports.handler = async () => { throw new RangeError('too far'); };"


@pytest.mark.parametrize(
    ("name", "files", "options"),
    [
        ("commonjs", {"index.js": ECHO}, {}),
        ("es-module", {"index.mjs": "export const handler = async (event) => event;"}, {}),
        (
            "typed-module",
            {"package.json": '{"type": "module"}', "index.js": "export const handler = async (event) => event;"},
            {},
        ),
        ("nested", {"src/app/main.js": "exports.api = { get: async (event) => event };"}, {"Handler": "src/app/main.api.get"}),
        ("callback", {"index.js": "exports.handler = (event, context, done) => setTimeout(() => done(null, event), 5);"}, {}),
        ("in-python", {"index.py": "def handler(event, context):\n    return event"}, {"Runtime": "python3.12"}),
        (
            "nested-in-python",
            {"src/main.py": "def run(event, context):\n    return event"},
            {"Runtime": "python3.12", "Handler": "src/main.run"},
        ),
    ],
)
def test_the_code_runs_and_its_answer_is_returned(zone: Any, name: str, files: dict[str, str], options: dict[str, Any]) -> None:
    function(zone, name, files, **options)

    answer = invoke(zone, name, {"model": "abalone"})

    assert answer == {"model": "abalone"}


def test_a_synchronous_handler_without_an_answer_answers_null(zone: Any) -> None:
    function(zone, "silent", "exports.handler = () => 'not an answer';")

    answer = invoke(zone, "silent")

    assert answer is None


@pytest.mark.parametrize(
    ("name", "runtime", "code"),
    [
        (
            "facts-in-node",
            "nodejs20.x",
            "exports.handler = async (event, context) => ["
            "context.functionName, context.invokedFunctionArn, context.memoryLimitInMB, context.logGroupName,"
            "context.getRemainingTimeInMillis() > 4000, process.env.AWS_REGION, process.env.STAGE];",
        ),
        (
            "facts-in-python",
            "python3.12",
            "import os\ndef handler(event, context):\n    return ["
            "context.function_name, context.invoked_function_arn, context.memory_limit_in_mb, context.log_group_name,"
            "context.get_remaining_time_in_millis() > 4000, os.environ['AWS_REGION'], os.environ['STAGE']]",
        ),
    ],
)
def test_a_function_knows_where_and_as_what_it_runs(zone: Any, name: str, runtime: str, code: str) -> None:
    arn = function(zone, name, code, runtime, Timeout=5, MemorySize=256, Environment={"Variables": {"STAGE": "test"}})

    facts = invoke(zone, name)

    assert facts == [name, arn, "256", f"/aws/lambda/{name}", True, "eu-west-1", "test"]


@pytest.mark.parametrize(
    ("name", "files", "runtime"),
    [
        (
            "sdk-in-commonjs",
            {
                "index.js": "const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');"
                "exports.handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn;"
            },
            "nodejs20.x",
        ),
        (
            "sdk-in-a-module",
            {
                "index.mjs": "import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';"
                "export const handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn;"
            },
            "nodejs20.x",
        ),
        (
            "sdk-in-python",
            {"index.py": "import boto3\ndef handler(event, _):\n    return boto3.client('sts').get_caller_identity()['Arn']"},
            "python3.12",
        ),
    ],
)
def test_calls_of_a_function_are_those_of_its_role(zone: Any, name: str, files: dict[str, str], runtime: str) -> None:
    function(zone, name, files, runtime, Timeout=20, MemorySize=256)

    identity = invoke(zone, name)

    assert identity == f"arn:aws:sts::{ACCOUNT}:assumed-role/runner/{name}"


def test_buckets_that_have_host_names_are_reached(zone: Any) -> None:
    zone.client("s3").create_bucket(Bucket="hosted", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    zone.client("s3").put_object(Bucket="hosted", Key="data.csv", Body=b"1,2")
    code = (
        "const { S3Client, GetObjectCommand } = require('@aws-sdk/client-s3');"
        "exports.handler = async () => {"
        "  const found = await new S3Client({}).send(new GetObjectCommand({ Bucket: 'hosted', Key: 'data.csv' }));"
        "  return found.Body.transformToString(); };"
    )
    function(zone, "reads-a-bucket", code, Timeout=20, MemorySize=256)

    answer = invoke(zone, "reads-a-bucket")

    assert answer == "1,2"


def test_python_reaches_buckets_too(zone: Any) -> None:
    zone.client("s3").create_bucket(Bucket="hosted-too", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    zone.client("s3").put_object(Bucket="hosted-too", Key="data.csv", Body=b"1,2")
    code = """
import boto3
def handler(event, context):
    return boto3.client("s3").get_object(Bucket="hosted-too", Key="data.csv")["Body"].read().decode()
"""
    function(zone, "reading-too", code, "python3.12")

    assert invoke(zone, "reading-too") == "1,2"


def test_a_package_that_lambda_does_not_have_is_not_found(zone: Any) -> None:
    function(zone, "unbundled", "require('aws-cdk-lib');")

    answer = invoke(zone, "unbundled")

    assert answer["errorType"] == "Runtime.ImportModuleError"
    assert answer["errorMessage"].splitlines()[0] == "Error: Cannot find module 'aws-cdk-lib'"


def test_a_layer_brings_modules(zone: Any) -> None:
    content = zipped(
        **{
            "nodejs/node_modules/scaling/index.js": "exports.double = (x) => 2 * x;",
            "python/scaling.py": "def double(x):\n    return 2 * x",
        }
    )
    layer = zone.client("lambda").publish_layer_version(LayerName="scaling", Content={"ZipFile": content})["LayerVersionArn"]
    function(zone, "layered", "exports.handler = async (x) => require('scaling').double(x);", Layers=[layer])
    function(
        zone, "layered-too", "import scaling\ndef handler(x, _):\n    return scaling.double(x)", "python3.12", Layers=[layer]
    )

    answers = [invoke(zone, "layered", 4), invoke(zone, "layered-too", 5)]

    assert answers == [8, 10]


def test_a_layer_brings_programs_which_have_memory_of_their_own(zone: Any) -> None:
    program = "#!/var/lang/bin/python\nimport sys\nkept = bytes(300 * 2**20)\nprint(' '.join(sys.argv[1:]), len(kept) // 2**20)"
    content = {"ZipFile": zipped(**{"tool/run": program})}
    layer = zone.client("lambda").publish_layer_version(LayerName="tool", Content=content)["LayerVersionArn"]
    code = """
import subprocess
def handler(event, context):
    return subprocess.check_output(["/opt/tool/run", "sync", event]).decode().strip()
"""
    function(zone, "starting", code, "python3.12", Layers=[layer])

    assert invoke(zone, "starting", "now") == "sync now 300"


@pytest.mark.parametrize(
    ("name", "runtime", "code", "error_type", "message"),
    [
        ("throws", "nodejs20.x", FAILING, "RangeError", "too far"),
        ("calls-back", "nodejs20.x", "exports.handler = (e, c, done) => done(new TypeError('wrong'));", "TypeError", "wrong"),
        (
            "has-no-handler",
            "nodejs20.x",
            "exports.main = 1;",
            "Runtime.HandlerNotFound",
            "index.handler is undefined or not exported",
        ),
        ("raises", "python3.12", "def handler(event, context):\n    raise ValueError('wrong')", "ValueError", "wrong"),
        (
            "imports-nothing",
            "python3.12",
            "import nothing_of_that_name",
            "Runtime.ImportModuleError",
            "Unable to import module 'index': No module named 'nothing_of_that_name'",
        ),
        ("misses-a-handler", "python3.12", "x = 1", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'index'"),
    ],
)
def test_an_error_is_the_answer(zone: Any, name: str, runtime: str, code: str, error_type: str, message: str) -> None:
    function(zone, name, code, runtime)

    answer = zone.client("lambda").invoke(FunctionName=name)

    told = json.loads(answer["Payload"].read())
    assert answer["StatusCode"] == 200
    assert answer["FunctionError"] == "Unhandled"
    assert (told["errorType"], told["errorMessage"]) == (error_type, message)


def test_the_stack_of_an_error_leads_into_the_code_of_the_function(zone: Any) -> None:
    function(zone, "traced", FAILING)
    function(zone, "traced-too", "def handler(event, context):\n    raise ValueError('wrong')", "python3.12")

    in_node, in_python = invoke(zone, "traced"), invoke(zone, "traced-too")

    assert "index.js:1:" in in_node["trace"][1]
    assert "index.py" in in_python["stackTrace"][0]


@pytest.mark.parametrize(
    ("name", "runtime", "code"),
    [
        ("idle", "nodejs20.x", "exports.handler = () => new Promise((resolve) => setTimeout(resolve, 20000));"),
        ("busy", "nodejs20.x", "exports.handler = () => { for (;;); };"),
        ("asleep", "python3.12", "import time\ndef handler(event, context):\n    time.sleep(20)"),
    ],
)
def test_a_function_ends_at_its_timeout(zone: Any, name: str, runtime: str, code: str) -> None:
    function(zone, name, code, runtime, Timeout=1)

    begun = time.monotonic()
    answer = zone.client("lambda").invoke(FunctionName=name, LogType="Tail")

    told = json.loads(answer["Payload"].read())
    request_id = told["errorMessage"].split()[1]
    assert time.monotonic() - begun < 10
    assert told == {
        "errorType": "Sandbox.Timedout",
        "errorMessage": f"RequestId: {request_id} Error: Task timed out after 1.00 seconds",
    }
    assert f"{request_id} Task timed out after 1.00 seconds" in base64.b64decode(answer["LogResult"]).decode()


@pytest.mark.parametrize(
    ("name", "runtime", "code", "error_type", "signal"),
    [
        (
            "hoards",
            "nodejs20.x",
            "exports.handler = () => { const all = []; for (;;) all.push(new Array(1e5).fill(Math.random())); };",
            "Runtime.ExitError",
            "aborted",
        ),
        (
            "hoards-too",
            "python3.12",
            "def handler(event, context):\n    return len(bytearray(500 * 2**20))",
            "Runtime.OutOfMemory",
            "killed",
        ),
    ],
)
def test_a_function_ends_at_its_memory_limit(zone: Any, name: str, runtime: str, code: str, error_type: str, signal: str) -> None:
    function(zone, name, code, runtime, Timeout=30, MemorySize=128)

    told = invoke(zone, name)

    assert told["errorType"] == error_type
    assert told["errorMessage"].endswith(f"Error: Runtime exited with error: signal: {signal}")


def test_a_process_that_exits_has_failed(zone: Any) -> None:
    function(zone, "exits", "exports.handler = async () => process.exit(3);")

    told = invoke(zone, "exits")

    assert told["errorType"] == "Runtime.ExitError"
    assert told["errorMessage"].endswith("Error: Runtime exited with error: exit status 3")


def test_what_a_function_prints_is_logged_between_the_lines_of_lambda(zone: Any) -> None:
    function(zone, "talks", "exports.handler = async () => { console.log('first'); console.error({ second: 2 }); };")

    invoke(zone, "talks")

    start, first, second, end, report = logged(zone, "/aws/lambda/talks")
    request_id = start.split()[2]
    assert start == f"START RequestId: {request_id} Version: $LATEST"
    assert first.split("\t")[1:] == [request_id, "INFO", "first"]
    assert second.split("\t")[1:] == [request_id, "ERROR", "{ second: 2 }"]
    assert end == f"END RequestId: {request_id}"
    assert report.startswith(f"REPORT RequestId: {request_id}\tDuration: ")


def test_a_function_logs_into_the_group_that_it_names(zone: Any) -> None:
    function(
        zone,
        "talks-elsewhere",
        "def handler(event, context):\n    print('here')",
        "python3.12",
        LoggingConfig={"LogGroup": "/shared"},
    )

    invoke(zone, "talks-elsewhere")

    assert "here" in logged(zone, "/shared")
    stream = zone.client("logs").describe_log_streams(logGroupName="/shared")["logStreams"][0]["logStreamName"]
    assert "/talks-elsewhere[$LATEST]" in stream


@pytest.mark.parametrize(
    ("name", "runtime", "code"),
    [
        ("talks-json", "nodejs20.x", "exports.handler = async () => console.warn('here');"),
        ("talks-json-too", "python3.12", "import logging\ndef handler(event, context):\n    logging.warning('here')"),
    ],
)
def test_a_function_logs_objects_if_it_asks_for_them(zone: Any, name: str, runtime: str, code: str) -> None:
    function(zone, name, code, runtime, LoggingConfig={"LogFormat": "JSON"})

    invoke(zone, name)

    start, message, report = [json.loads(line) for line in logged(zone, f"/aws/lambda/{name}")]
    assert (start["type"], report["type"], report["record"]["status"]) == ("platform.start", "platform.report", "success")
    assert message["level"].startswith("WARN")
    assert (message["message"], message["requestId"]) == ("here", start["record"]["requestId"])


def test_what_is_done_for_a_function_is_recorded_as_its_role_s(zone: Any) -> None:
    key = zone.client("kms").create_key()["KeyMetadata"]["Arn"]
    url, _ = queue(zone, "secret-orders", KmsMasterKeyId=key)
    code = f"import boto3\ndef handler(event, context):\n    boto3.client('sqs').send_message(QueueUrl='{url}', MessageBody='x')"
    function(zone, "sends-secretly", code, "python3.12", Timeout=20)

    invoke(zone, "sends-secretly")

    session = f"arn:aws:sts::{ACCOUNT}:assumed-role/runner/sends-secretly"
    done = [call for call in zone.steer("calls") if call["principal"] == session]
    assert [(call["service"], call["operation"]) for call in done] == [
        ("sqs", "SendMessage"),
        ("kms", "GenerateDataKey"),
        ("kms", "Decrypt"),
        ("logs", "CreateLogStream"),
        ("logs", "CreateLogGroup"),
        ("logs", "CreateLogStream"),
        ("logs", "PutLogEvents"),
    ]
    assert done[1]["parameters"] == {"KeyId": key, "ViaService": "sqs.eu-west-1.amazonaws.com"}


def test_a_function_that_is_called_by_an_alias_knows_so(zone: Any) -> None:
    arn = function(
        zone, "aliased", "exports.handler = async (_, context) => [context.functionVersion, context.invokedFunctionArn];"
    )
    client = zone.client("lambda")
    version = client.publish_version(FunctionName="aliased")["Version"]
    client.create_alias(FunctionName="aliased", Name="live", FunctionVersion=version)
    client.update_function_code(FunctionName="aliased", ZipFile=zipped(**{"index.js": "exports.handler = async () => 'new';"}))

    answers = [invoke(zone, "aliased", Qualifier="live"), invoke(zone, f"{arn}:live"), invoke(zone, "aliased")]

    assert answers == [["1", f"{arn}:live"], ["1", f"{arn}:live"], "new"]


def test_the_number_of_a_deleted_version_does_not_come_back(zone: Any) -> None:
    function(zone, "counted", ECHO)
    client = zone.client("lambda")
    for text in ("one", "two"):
        client.update_function_code(
            FunctionName="counted", ZipFile=zipped(**{"index.js": f"exports.handler = async () => '{text}';"})
        )
        client.publish_version(FunctionName="counted")
    client.delete_function(FunctionName="counted", Qualifier="1")
    client.update_function_code(FunctionName="counted", ZipFile=zipped(**{"index.js": ECHO}))

    third = client.publish_version(FunctionName="counted")["Version"]

    assert third == "3"


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (
            {"Code": {"ZipFile": b"no zip"}},
            "InvalidParameterValueException",
            "Could not unzip uploaded file. Please check your file, then try to upload again.",
        ),
        (
            {"Code": {"S3Bucket": "unknown", "S3Key": "x"}},
            "InvalidParameterValueException",
            "Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
        ),
    ],
)
def test_code_that_cannot_be_had_is_refused(zone: Any, options: dict[str, Any], code: str, message: str) -> None:
    with pytest.raises(ClientError) as refused:
        zone.client("lambda").create_function(
            FunctionName="refused", Runtime="nodejs20.x", Role=role(zone), Handler="index.handler", **options
        )

    assert (refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]) == (code, message)


def test_a_role_that_does_not_trust_lambda_is_refused(zone: Any) -> None:
    trust = json.loads(json.dumps(TRUST).replace("lambda.amazonaws.com", "ec2.amazonaws.com"))
    arn = zone.client("iam").create_role(RoleName="machines", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]

    with pytest.raises(ClientError) as refused:
        function(zone, "distrusted", ECHO, Role=arn)

    error = refused.value.response["Error"]
    assert (error["Code"], error["Message"]) == (
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
    )


def test_an_unknown_function_and_a_request_that_is_no_json_are_refused(zone: Any) -> None:
    function(zone, "listens", ECHO)

    with pytest.raises(ClientError) as unknown:
        invoke(zone, "nobody")
    with pytest.raises(ClientError) as garbled:
        zone.client("lambda").invoke(FunctionName="listens", Payload=b"{")

    assert unknown.value.response["Error"]["Message"] == f"Function not found: arn:aws:lambda:eu-west-1:{ACCOUNT}:function:nobody"
    assert garbled.value.response["Error"]["Code"] == "InvalidRequestContentException"


def test_a_call_in_the_background_is_accepted_at_once_and_its_outcome_sent_on(zone: Any) -> None:
    url, arn = queue(zone, "succeeded")
    function(
        zone,
        "slow",
        "exports.handler = async (event) => { await new Promise((done) => setTimeout(done, 300)); return event.x + 1; };",
    )
    zone.client("lambda").put_function_event_invoke_config(
        FunctionName="slow", DestinationConfig={"OnSuccess": {"Destination": arn}}
    )

    accepted = zone.client("lambda").invoke(FunctionName="slow", InvocationType="Event", Payload=b'{"x": 1}')
    at_once = messages(zone, url)
    zone.steer("settle")

    assert accepted["StatusCode"] == 202
    assert at_once == []
    (message,) = messages(zone, url)
    record = json.loads(message["Body"])
    assert record["requestContext"]["condition"] == "Success"
    assert record["requestContext"]["functionArn"] == f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:slow:$LATEST"
    assert (record["requestPayload"], record["responsePayload"]) == ({"x": 1}, 2)


def test_a_failure_in_the_background_is_tried_again_then_told_and_kept(zone: Any) -> None:
    dead, dead_arn = queue(zone, "dead-letters")
    failed, failed_arn = queue(zone, "failed")
    function(zone, "fails", FAILING, DeadLetterConfig={"TargetArn": dead_arn})
    zone.client("lambda").put_function_event_invoke_config(
        FunctionName="fails", DestinationConfig={"OnFailure": {"Destination": failed_arn}}
    )

    zone.client("lambda").invoke(FunctionName="fails", InvocationType="Event", Payload=b'{"x": 1}')
    zone.steer("settle")

    assert sum(line.startswith("START") for line in logged(zone, "/aws/lambda/fails")) == 3
    (letter,) = messages(zone, dead)
    assert letter["Body"] == '{"x": 1}'
    assert letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "too far"
    (told,) = messages(zone, failed)
    record = json.loads(told["Body"])
    assert (record["requestContext"]["condition"], record["requestContext"]["approximateInvokeCount"]) == ("RetriesExhausted", 3)
    assert (record["responseContext"]["functionError"], record["responsePayload"]["errorMessage"]) == ("Unhandled", "too far")


def test_retries_can_be_switched_off(zone: Any) -> None:
    function(zone, "fails-once", FAILING)
    zone.client("lambda").put_function_event_invoke_config(FunctionName="fails-once", MaximumRetryAttempts=0)

    zone.client("lambda").invoke(FunctionName="fails-once", InvocationType="Event")
    zone.steer("settle")

    assert sum(line.startswith("START") for line in logged(zone, "/aws/lambda/fails-once")) == 1


def test_a_fault_kills_a_handler_half_way(zone: Any) -> None:
    function(
        zone,
        "interrupted",
        "exports.handler = async () => { console.log('begun'); await new Promise((done) => setTimeout(done, 2000)); };",
    )
    zone.steer("faults", [{"kind": "kill-handler", "match": {"function": "interrupted"}, "value": 0.5}])

    first, second = invoke(zone, "interrupted"), invoke(zone, "interrupted")

    assert first["errorType"] == "Runtime.ExitError"
    assert first["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
    assert second is None
    assert sum("begun" in line for line in logged(zone, "/aws/lambda/interrupted")) == 2


def test_a_queue_hands_its_messages_to_a_function(zone: Any) -> None:
    url, arn = queue(zone, "orders")
    function(zone, "takes-orders", remember("orders"), "python3.12", Timeout=20)
    mapping = zone.client("lambda").create_event_source_mapping(FunctionName="takes-orders", EventSourceArn=arn)

    zone.client("sqs").send_message(QueueUrl=url, MessageBody="one")
    zone.steer("settle")
    zone.client("lambda").delete_event_source_mapping(UUID=mapping["UUID"])
    zone.client("sqs").send_message(QueueUrl=url, MessageBody="two")
    zone.steer("settle")

    (event,) = parameter(zone, "orders")
    assert [(record["body"], record["eventSource"], record["eventSourceARN"]) for record in event["Records"]] == [
        ("one", "aws:sqs", arn)
    ]
    assert [message["Body"] for message in messages(zone, url)] == ["two"]


def test_messages_that_wait_are_handed_over_when_a_mapping_is_switched_on(zone: Any) -> None:
    url, arn = queue(zone, "backlog")
    function(zone, "catches-up", remember("backlog"), "python3.12", Timeout=20)
    client = zone.client("lambda")
    mapping = client.create_event_source_mapping(FunctionName="catches-up", EventSourceArn=arn, Enabled=False)["UUID"]
    zone.client("sqs").send_message(QueueUrl=url, MessageBody="late")
    zone.steer("settle")
    waiting = zone.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]

    client.update_event_source_mapping(UUID=mapping, Enabled=True)
    zone.steer("settle")

    (event,) = parameter(zone, "backlog")
    assert waiting == {"ApproximateNumberOfMessages": "1"}
    assert [record["body"] for record in event["Records"]] == ["late"]


def test_messages_that_a_function_fails_at_become_dead_letters(zone: Any) -> None:
    dead, dead_arn = queue(zone, "undeliverable")
    url, arn = queue(zone, "tasks", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2}))
    function(zone, "fails-at-tasks", FAILING)
    zone.client("lambda").create_event_source_mapping(FunctionName="fails-at-tasks", EventSourceArn=arn)

    zone.client("sqs").send_message(QueueUrl=url, MessageBody="task")
    zone.steer("settle")

    assert [message["Body"] for message in messages(zone, dead)] == ["task"]
    assert sum(line.startswith("START") for line in logged(zone, "/aws/lambda/fails-at-tasks")) == 2


def test_a_filter_and_single_failures_are_respected(zone: Any) -> None:
    dead, dead_arn = queue(zone, "bad-only")
    url, arn = queue(zone, "mixed", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1}))
    code = (
        "exports.handler = async (event) => ({ batchItemFailures: event.Records"
        ".filter((record) => JSON.parse(record.body).bad).map((record) => ({ itemIdentifier: record.messageId })) });"
    )
    function(zone, "sorts", code)
    zone.client("lambda").create_event_source_mapping(
        FunctionName="sorts",
        EventSourceArn=arn,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        FilterCriteria={"Filters": [{"Pattern": json.dumps({"body": {"kind": ["order"]}})}]},
    )

    for body in ({"kind": "order", "bad": True}, {"kind": "order"}, {"kind": "note", "bad": True}):
        zone.client("sqs").send_message(QueueUrl=url, MessageBody=json.dumps(body))
    zone.steer("settle")

    assert [json.loads(message["Body"]) for message in messages(zone, dead)] == [{"kind": "order", "bad": True}]
    assert messages(zone, url) == []


def test_a_queue_whose_messages_reappear_before_the_function_is_done_is_refused(zone: Any) -> None:
    _, arn = queue(zone, "hasty", VisibilityTimeout="30")
    function(zone, "thorough", ECHO, Timeout=60)

    with pytest.raises(ClientError) as refused:
        zone.client("lambda").create_event_source_mapping(FunctionName="thorough", EventSourceArn=arn)

    message = "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds"
    assert refused.value.response["Error"]["Message"] == message


def test_a_table_hands_its_changes_to_a_function(zone: Any) -> None:
    table = zone.client("dynamodb").create_table(
        TableName="models",
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )["TableDescription"]
    function(zone, "follows-models", remember("models"), "python3.12", Timeout=20)
    source = table["LatestStreamArn"]
    zone.client("lambda").create_event_source_mapping(
        FunctionName="follows-models", EventSourceArn=source, StartingPosition="LATEST"
    )

    zone.client("dynamodb").put_item(TableName="models", Item={"name": {"S": "abalone"}})
    zone.steer("settle")

    (event,) = parameter(zone, "models")
    (record,) = event["Records"]
    assert (record["eventName"], record["eventSourceARN"]) == ("INSERT", source)
    assert record["dynamodb"]["NewImage"] == {"name": {"S": "abalone"}}


def test_a_topic_reaches_the_functions_whose_policy_lets_it_in(zone: Any) -> None:
    topic = zone.client("sns").create_topic(Name="alerts")["TopicArn"]
    function(zone, "hears", remember("heard"), "python3.12", Timeout=20)
    function(zone, "is-deaf", remember("unheard"), "python3.12", Timeout=20)
    zone.client("lambda").add_permission(
        FunctionName="hears", StatementId="topic", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com", SourceArn=topic
    )
    for name in ("hears", "is-deaf"):
        endpoint = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{name}"
        zone.client("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=endpoint)

    zone.client("sns").publish(TopicArn=topic, Message="drift", Subject="model")
    zone.steer("settle")

    (event,) = parameter(zone, "heard")
    notification = event["Records"][0]["Sns"]
    assert (notification["TopicArn"], notification["Subject"], notification["Message"]) == (topic, "model", "drift")
    with pytest.raises(ClientError):
        parameter(zone, "unheard")


def test_a_bucket_tells_a_function_of_new_objects(zone: Any) -> None:
    arn = function(zone, "catalogues", remember("catalogued"), "python3.12", Timeout=20)
    zone.client("s3").create_bucket(Bucket="incoming", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    zone.client("lambda").add_permission(
        FunctionName="catalogues",
        StatementId="bucket",
        Action="lambda:InvokeFunction",
        Principal="s3.amazonaws.com",
        SourceArn="arn:aws:s3:::incoming",
    )
    configuration = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    zone.client("s3").put_bucket_notification_configuration(Bucket="incoming", NotificationConfiguration=configuration)

    zone.client("s3").put_object(Bucket="incoming", Key="data.csv", Body=b"1")
    zone.steer("settle")

    (event,) = parameter(zone, "catalogued")
    assert event["Records"][0]["s3"]["object"]["key"] == "data.csv"


def stack_of_function(**properties: Any) -> dict[str, Any]:
    inline = {"ZipFile": "exports.handler = async () => process.env.STAGE;"}
    defaults = {"Runtime": "nodejs20.x", "Handler": "index.handler", "Code": inline, "Role": attribute("Role", "Arn")}
    return {
        "Role": resource("AWS::IAM::Role", AssumeRolePolicyDocument=TRUST),
        "Function": resource("AWS::Lambda::Function", **{**defaults, **properties}),
    }


def test_a_stack_makes_changes_and_removes_a_function(zone: Any) -> None:
    outputs = {"Name": ref("Function"), "Arn": attribute("Function", "Arn")}
    made = deploy(zone, "functions", stack_of_function(Environment={"Variables": {"STAGE": "one"}}, Timeout="10"), outputs)
    name = made.outputs["Name"]
    first = invoke(zone, name)

    changed = {"Code": {"ZipFile": "exports.handler = async () => 'second';"}, "Tags": [{"Key": "team", "Value": "marine-life"}]}
    updated = deploy(zone, "functions", stack_of_function(**changed), outputs)
    second, configuration = invoke(zone, name), zone.client("lambda").get_function(FunctionName=name)
    destroyed = destroy(zone, "functions")

    assert (made.status, updated.status, destroyed.status) == ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE")
    assert made.outputs == updated.outputs
    assert made.outputs["Arn"] == f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:{name}"
    assert (first, second) == ("one", "second")
    assert (configuration["Configuration"]["Timeout"], configuration["Tags"]) == (3, {"team": "marine-life"})
    assert name not in [known["FunctionName"] for known in zone.client("lambda").list_functions()["Functions"]]


def test_a_stack_makes_what_belongs_to_a_function(zone: Any) -> None:
    resources = {
        **stack_of_function(),
        "Version": resource("AWS::Lambda::Version", FunctionName=ref("Function")),
        "Alias": resource(
            "AWS::Lambda::Alias", FunctionName=ref("Function"), Name="live", FunctionVersion=attribute("Version", "Version")
        ),
        "Permission": resource(
            "AWS::Lambda::Permission", FunctionName=ref("Alias"), Action="lambda:InvokeFunction", Principal="events.amazonaws.com"
        ),
        "Settings": resource(
            "AWS::Lambda::EventInvokeConfig", FunctionName=ref("Function"), Qualifier="$LATEST", MaximumRetryAttempts="1"
        ),
        "Url": resource("AWS::Lambda::Url", TargetFunctionArn=attribute("Function", "Arn"), AuthType="AWS_IAM"),
        "Queue": resource("AWS::SQS::Queue"),
        "Mapping": resource(
            "AWS::Lambda::EventSourceMapping", FunctionName=ref("Function"), EventSourceArn=attribute("Queue", "Arn"), BatchSize=5
        ),
    }
    outputs = {
        "Function": attribute("Function", "Arn"),
        "Version": ref("Version"),
        "Alias": ref("Alias"),
        "Mapping": ref("Mapping"),
        "Settings": ref("Settings"),
        "Url": ref("Url"),
    }
    made = deploy(zone, "belongings", resources, outputs)

    mapping = zone.client("lambda").get_event_source_mapping(UUID=made.outputs["Mapping"])
    settings = zone.client("lambda").get_function_event_invoke_config(FunctionName=made.outputs["Function"])
    policy = json.loads(zone.client("lambda").get_policy(FunctionName=made.outputs["Alias"])["Policy"])
    destroyed = destroy(zone, "belongings")

    arn = made.outputs["Function"]
    name = arn.rpartition(":")[2]
    assert (made.status, made.failures, destroyed.status) == ("CREATE_COMPLETE", {}, "DELETE_COMPLETE")
    assert (made.outputs["Version"], made.outputs["Alias"]) == (f"{arn}:1", f"{arn}:live")
    assert (made.outputs["Settings"], made.outputs["Url"]) == (f"{name}|$LATEST", arn)
    assert (mapping["BatchSize"], mapping["FunctionArn"]) == (5, arn)
    assert settings["MaximumRetryAttempts"] == 1
    assert policy["Statement"][0]["Principal"] == {"Service": "events.amazonaws.com"}


def test_a_generated_name_is_as_short_as_that_of_a_function_must_be(zone: Any) -> None:
    template = stack_of_function()
    template["AFunctionOfAVeryLongNameThatSomeConstructHasGivenToIt"] = template.pop("Function")
    outputs = {"Name": ref("AFunctionOfAVeryLongNameThatSomeConstructHasGivenToIt")}

    made = deploy(zone, "functions-of-long-names", template, outputs)

    assert made.status == "CREATE_COMPLETE"
    assert len(made.outputs["Name"]) <= 64
    assert invoke(zone, made.outputs["Name"]) is None


def test_a_version_of_a_function_that_has_not_changed_fails(zone: Any) -> None:
    resources = {
        **stack_of_function(),
        "First": resource("AWS::Lambda::Version", FunctionName=ref("Function")),
        "Second": resource("AWS::Lambda::Version", "First", FunctionName=ref("Function"), Description="the same"),
    }

    made = deploy(zone, "versions", resources)

    assert made.status == "ROLLBACK_COMPLETE"
    assert (
        "A version for this Lambda function exists ( 1 ). Modify the function to create a new version." in made.failures["Second"]
    )


@pytest.mark.parametrize(
    ("name", "runtime", "code"),
    [
        ("dates", "nodejs20.x", "exports.handler = async () => [new Date().toISOString(), Date.now() / 1000];"),
        (
            "dates-too",
            "python3.12",
            "import datetime, time\ndef handler(event, context):\n"
            "    return [datetime.datetime.now(datetime.timezone.utc).isoformat(), time.time()]",
        ),
    ],
)
def test_functions_live_in_the_time_of_the_emulator(zone: Any, name: str, runtime: str, code: str) -> None:
    function(zone, name, code, runtime)
    now = zone.steer("clock", {"advance": 7 * 24 * 3600})["now"]

    text, seconds = invoke(zone, name)

    expected = datetime.fromisoformat(now)
    told = [datetime.fromisoformat(text.replace("Z", "+00:00")), datetime.fromtimestamp(seconds, timezone.utc)]
    assert all(0 <= (moment - expected).total_seconds() < 20 for moment in told)
