"""Where a function runs: a child process of its runtime, with its limits."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import time_machine

from .. import clients, faults
from . import packages

if TYPE_CHECKING:
    from .function import Function

_RUNTIMES = Path(__file__).parent
# Apart from the function's own timeout.
_SECONDS_TO_LOAD = 10


@dataclass(frozen=True)
class Run:
    """What became of an invocation: the payload is JSON, an error's description if it failed."""

    payload: str
    failed: bool
    output: str
    seconds: float
    # None where the process was killed before it could tell.
    memory_in_mb: int | None = None


class _Ended(Exception):
    """The process is gone without an answer."""


def run(function: Function, event: str, context: dict[str, Any]) -> Run:
    """Runs one invocation, however it ends."""
    with (
        tempfile.TemporaryDirectory(dir=packages.folder()) as scratch,
        tempfile.TemporaryFile(dir=packages.folder()) as output,
    ):
        begun = time.monotonic()
        answer = _answer(function, event, context, Path(scratch), output)
        seconds = time.monotonic() - begun
        output.seek(0)
        told = output.read().decode(errors="replace")
    payload = str(answer["result"]) if "result" in answer else json.dumps(answer["error"])
    memory = answer.get("memory")
    return Run(payload, "error" in answer, told + answer.get("last_words", ""), seconds, memory and round(memory / 2**20))


def _answer(function: Function, event: str, context: dict[str, Any], scratch: Path, output: IO[bytes]) -> dict[str, Any]:
    language = str(function.run_time or function.package_type)
    command = _command(language, int(function.memory_size))
    if command is None:
        return _error(
            "Runtime.Unsupported", f"the emulator runs functions of Node and Python only, {function.function_name} is {language}"
        )

    request = {
        "handler": function.handler,
        "event": event,
        "context": context,
        "timeoutMs": int(function.timeout) * 1000,
        "memoryInMB": int(function.memory_size),
        "clockOffset": _clock_offset(),
        "endpoint": clients.endpoint(),
        "layers": str(packages.layers_of(function) or ""),
    }
    request_id = context["awsRequestId"]
    fault = faults.take("kill-handler", function=function.function_name, account=function.account_id)
    environment, code = _environment(function, scratch, context), packages.code_of(function)
    with _Child([*_leash(), *command], environment, code, output) as child:
        child.ask(request)
        try:
            loaded = child.told(_SECONDS_TO_LOAD)
            if loaded is not None and "error" in loaded:
                return loaded
            if loaded is not None:
                answer = child.told(float(fault.value) if fault else int(function.timeout))
                if answer is not None:
                    return answer
        except _Ended:
            how = child.end()
            # Nobody else kills a function that is within its time.
            return _exited(request_id, how, "Runtime.OutOfMemory" if how == "signal: killed" else "Runtime.ExitError")
    return _exited(request_id, "signal: killed", "Runtime.ExitError") if fault else _timed_out(function, request_id)


def _command(language: str, megabytes: int) -> list[str] | None:
    if language.startswith("nodejs"):
        # As in Lambda the heap takes nine tenths of the memory.
        return [_node(), f"--max-old-space-size={megabytes * 9 // 10}", str(_RUNTIMES / "node_runtime.mjs")]
    if language.startswith("python"):
        return [sys.executable, str(_RUNTIMES / "python_runtime.py")]
    return None


@lru_cache(maxsize=None)
def _leash() -> list[str]:
    """Where Linux can, it ends the process with the emulator: an endless loop does not see that its standard input is closed."""
    tool = shutil.which("setpriv")
    return [tool, "--pdeathsig", "KILL", "--"] if tool else []


@lru_cache(maxsize=None)
def _node() -> str:
    return shutil.which("node") or "node"


def _environment(function: Function, scratch: Path, context: dict[str, Any]) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"""
    code, layers = packages.code_of(function), packages.layers_of(function)
    major = str(function.run_time).removeprefix("nodejs").partition(".")[0]
    node_path = [f"{layers}/nodejs/node{major}/node_modules", f"{layers}/nodejs/node_modules"] if layers else []
    python_path = [f"{layers}/python", *map(str, layers.glob("python/lib/python3*/site-packages"))] if layers else []
    layer_path = f"{layers}/bin:" if layers else ""
    return {
        "PATH": f"{layer_path}{os.environ.get('PATH', '')}",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "NODE_PATH": ":".join([*node_path, str(code)]),
        "PYTHONPATH": ":".join(python_path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LAMBDA_TASK_ROOT": str(code),
        "LAMBDA_RUNTIME_DIR": str(_RUNTIMES),
        "_HANDLER": str(function.handler),
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_VERSION": str(function.version),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_FORMAT": function.log_format,
        "AWS_LAMBDA_LOG_GROUP_NAME": context["logGroupName"],
        "AWS_LAMBDA_LOG_STREAM_NAME": context["logStreamName"],
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_ENDPOINT_URL": clients.endpoint(),
        "AWS_CONFIG_FILE": str(packages.settings()),
        **_credentials(function.role, function.function_name, function.region),
        **function.environment_vars,
    }


@lru_cache(maxsize=None)
def _credentials(role_arn: str, function_name: str, region: str) -> dict[str, str]:
    """Those of the function's role, in a session that bears the function's name."""
    sts = clients.client("sts", role_arn.split(":")[4], region)
    given = sts.assume_role(RoleArn=role_arn, RoleSessionName=function_name)["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }


def _clock_offset() -> float:
    """How many seconds the clock of the emulator is ahead."""
    if not time_machine.escape_hatch.is_travelling():
        return 0
    return round(time.time() - time_machine.escape_hatch.time.time(), 2)


def _error(kind: str, message: str, last_words: str = "") -> dict[str, Any]:
    return {"error": {"errorType": kind, "errorMessage": message}, "last_words": last_words}


def _timed_out(function: Function, request_id: str) -> dict[str, Any]:
    told = f"Task timed out after {int(function.timeout):.2f} seconds"
    moment = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return _error("Sandbox.Timedout", f"RequestId: {request_id} Error: {told}", f"{moment} {request_id} {told}\n")


def _exited(request_id: str, how: str, kind: str) -> dict[str, Any]:
    """https://docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html"""
    told = f"RequestId: {request_id} Error: Runtime exited with error: {how}"
    return _error(kind, told, f"{told}\n{kind}\n")


class _Child:
    """A process and the messages that it sends, each a line of JSON."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path, output: IO[bytes]):
        self._channel, told = os.pipe()
        self._received = b""
        self._process = subprocess.Popen(
            [*command, str(told)],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[told],
            # So that what the function starts can be ended with it.
            start_new_session=True,
        )
        os.close(told)

    def __enter__(self) -> _Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        os.close(self._channel)
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.close()

    def ask(self, request: dict[str, Any]) -> None:
        assert self._process.stdin
        with suppress(BrokenPipeError):
            self._process.stdin.write(f"{json.dumps(request)}\n".encode())
            self._process.stdin.flush()

    def told(self, seconds: float) -> dict[str, Any] | None:
        """The next message; None if there is none in time."""
        end = time.monotonic() + seconds
        while b"\n" not in self._received:
            ready, _, _ = select.select([self._channel], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return None
            received = os.read(self._channel, 65536)
            if not received:
                raise _Ended
            self._received += received
        line, _, self._received = self._received.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def end(self) -> str:
        """How a process ended that ended by itself."""
        status = self._process.wait()
        if status >= 0:
            return f"exit status {status}"
        names = {signal.SIGKILL: "killed", signal.SIGABRT: "aborted", signal.SIGSEGV: "segmentation fault"}
        return f"signal: {names.get(signal.Signals(-status), signal.Signals(-status).name)}"
