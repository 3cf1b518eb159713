"""
Runs one invocation of a Python function as AWS Lambda's runtime does: the request comes on standard input, what becomes of it
goes to the file descriptor that the first argument names.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import traceback
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NoReturn

_CHANNEL = int(sys.argv[1])
_MEGABYTE = 1024 * 1024


class Context:
    """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

    def __init__(self, facts: dict[str, Any], milliseconds: int):
        self.function_name = facts["functionName"]
        self.function_version = facts["functionVersion"]
        self.invoked_function_arn = facts["invokedFunctionArn"]
        self.memory_limit_in_mb = facts["memoryLimitInMB"]
        self.aws_request_id = facts["awsRequestId"]
        self.log_group_name = facts["logGroupName"]
        self.log_stream_name = facts["logStreamName"]
        self.identity = None
        self.client_context = None
        self._end = time.perf_counter() + milliseconds / 1000

    def get_remaining_time_in_millis(self) -> int:
        return max(0, round((self._end - time.perf_counter()) * 1000))

    def log(self, message: str) -> None:
        sys.stdout.write(message)


class LogFormatter(logging.Formatter):
    """Each message is a line with its level, time and the request, or a JSON object where the function asks for that."""

    def __init__(self, request_id: str):
        super().__init__()
        self._request_id = request_id

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(time.time(), timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        message = super().format(record)
        if os.environ.get("AWS_LAMBDA_LOG_FORMAT") != "JSON":
            return f"[{record.levelname}]\t{moment}\t{self._request_id}\t{message}"
        facts = {"timestamp": moment, "level": record.levelname, "message": message, "logger": record.name}
        return json.dumps({**facts, "requestId": self._request_id})


def main() -> None:
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_emulator, daemon=True).start()
    log = logging.StreamHandler(sys.stdout)
    log.setFormatter(LogFormatter(request["context"]["awsRequestId"]))
    logging.getLogger().addHandler(log)
    sys.path.insert(0, os.environ["LAMBDA_TASK_ROOT"])
    if request["clockOffset"]:
        _shift_clock(request["clockOffset"])
    _limit_memory(request["memoryInMB"])
    if request["layers"]:
        _start_programs_of(Path(request["layers"]))

    try:
        handler = _load(request["handler"])
        _tell({"ready": True})
        returned = handler(json.loads(request["event"]), Context(request["context"], request["timeoutMs"]))
        result = _serialised(returned)
    except MemoryError:
        # What Lambda's kernel would do.
        os.kill(os.getpid(), signal.SIGKILL)
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(end.code if isinstance(end.code, int) else int(end.code is not None))
    except BaseException as error:
        _fail(type(error).__name__, str(error), traceback.format_tb(error.__traceback__)[1:])
    _finish({"result": result})


def _load(name: str) -> Any:
    module_name, dot, function_name = name.rpartition(".")
    if not dot:
        _fail("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        _fail("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        _fail("Runtime.UserCodeSyntaxError", message, [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'])
    if not hasattr(module, function_name):
        _fail("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def _serialised(value: Any) -> str:
    try:
        return json.dumps(value)
    except TypeError as error:
        _fail("Runtime.MarshalError", f"Unable to marshal response: {error}")


def _tell(message: dict[str, Any]) -> None:
    os.write(_CHANNEL, f"{json.dumps(message)}\n".encode())


def _finish(message: dict[str, Any]) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    _tell({**message, "memory": _status("VmHWM")})
    os._exit(0)


def _fail(kind: str, message: str, trace: list[str] | None = None) -> NoReturn:
    print(f"[ERROR] {kind}: {message}\nTraceback (most recent call last):\n{''.join(trace or [])}")
    _finish({"error": {"errorMessage": message, "errorType": kind, "stackTrace": trace or []}})


def _limit_memory(megabytes: int) -> None:
    """The function may use so much; what the interpreter has mapped without using it does not count."""
    mapped_but_unused = _status("VmSize") - _status("VmRSS")
    if mapped_but_unused:
        limit = megabytes * _MEGABYTE + mapped_but_unused
        resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _start_programs_of(layers: Path) -> None:
    """What layers hold lies below /opt in Lambda, and elsewhere here: a program of theirs is started from there."""
    start = subprocess.Popen.__init__

    def start_from_layers(self: Any, command: Any, *more: Any, **options: Any) -> None:
        program = str(command[0]) if isinstance(command, (list, tuple)) and command else ""
        if program.startswith("/opt/"):
            file = layers / program.removeprefix("/opt/")
            # The interpreter of a script of Python is where Lambda has it, and its memory counts apart.
            interpreter = [sys.executable] if file.read_bytes()[:2] == b"#!" and b"python" in file.read_bytes()[:64] else []
            command = [*interpreter, str(file), *command[1:]]
            options = {"env": dict(os.environ), **options, "preexec_fn": _lift_memory_limit}
        start(self, command, *more, **options)

    setattr(subprocess.Popen, "__init__", start_from_layers)


def _lift_memory_limit() -> None:
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _status(name: str) -> int:
    """A size from the kernel's account of this process, in bytes; 0 where the kernel keeps none."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


def _shift_clock(seconds: float) -> None:
    """The clock of the emulator can be ahead."""
    import time_machine

    time_machine.travel(datetime.now(timezone.utc) + timedelta(seconds=seconds), tick=True).start()


def _end_with_emulator() -> None:
    """Standard input stays open for as long as the emulator lives."""
    sys.stdin.read()
    os._exit(1)


main()
