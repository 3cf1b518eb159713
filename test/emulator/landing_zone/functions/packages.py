"""The code of functions on disk: each deployment package and each set of layers is unpacked once."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tempfile
import threading
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .function import Function

_PREFIX = "landing-zone-functions-"
_NODE_MODULES = Path(__file__).parents[4] / "node_modules"
# What Lambda's Node runtimes bring along.
_SDK = ("@aws-sdk", "@smithy", "@aws-crypto")

_lock = threading.Lock()


def code_of(function: Function) -> Path:
    return _unpacked(function.code_digest, [function.code_bytes])


def layers_of(function: Function) -> Path | None:
    """The layers of a function, later ones over earlier ones."""
    layers = [function.backend.layers_versions_by_arn(layer["Arn"]) for layer in function.layers]
    found = [layer for layer in layers if layer is not None]
    if not found:
        return None
    return _unpacked(
        hashlib.sha256("".join(layer.code_digest for layer in found).encode()).hexdigest(), [layer.code_bytes for layer in found]
    )


@lru_cache(maxsize=None)
def folder() -> Path:
    """Where everything is unpacked. Above the code lies the AWS SDK, where Node finds it for CommonJS and ES modules alike."""
    _remove_leftovers()
    made = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    (made / "node_modules").mkdir()
    for scope in _SDK:
        (made / "node_modules" / scope).symlink_to(_NODE_MODULES / scope)
    return made


@lru_cache(maxsize=None)
def settings() -> Path:
    """Settings of the SDK for Python and of the CLI: to them a bucket is no subdomain, as localhost has none for everybody."""
    file = folder() / "aws-config"
    file.write_text("[default]\ns3 =\n    addressing_style = path\n", encoding="utf-8")
    return file


def _unpacked(name: str, archives: list[bytes]) -> Path:
    target = folder() / name
    with _lock:
        if not target.exists():
            unfinished = Path(tempfile.mkdtemp(dir=folder()))
            for archive in archives:
                _extract(archive, unfinished)
            unfinished.rename(target)
    return target


def _extract(archive: bytes, target: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        for entry in package.infolist():
            extracted = Path(package.extract(entry, target))
            mode = entry.external_attr >> 16
            if mode and not entry.is_dir():
                extracted.chmod(mode | 0o444)


def _remove_leftovers() -> None:
    """An emulator that was killed has not cleared up."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        process = int(left.name.removeprefix(_PREFIX).partition("-")[0])
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            shutil.rmtree(left, ignore_errors=True)
        except PermissionError:
            continue
