"""The state of the emulator on disk, so that it can be killed and go on where it was."""

from __future__ import annotations

import io
import os
import pickle
import sys
import threading
import time
import weakref
from collections import defaultdict
from pathlib import Path
from typing import Any

import cloudpickle
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_der_private_key
from moto.backends import get_backend
from moto.core.base_backend import BackendDict

# What moto sets up for every service anew.
_OF_EVERY_SERVICE = ("backend", "service_name", "_use_boto3_regions", "_additional_regions", "_id")

_ATTEMPTS = 500

_file: Path | None = None
_lock = threading.Lock()


def keep_in(file: Path) -> bool:
    """Keeps the state in a file from now on. Tells whether the file held a state, which is then restored."""
    global _file
    _file = file
    if not file.exists():
        return False
    _restore(pickle.loads(file.read_bytes()))
    return True


def checkpoint() -> None:
    """Writes everything that the emulator knows, if it is asked to keep it."""
    if _file is None:
        return
    with _lock:
        temporary = _file.with_suffix(".new")
        temporary.write_bytes(_pickled())
        os.replace(temporary, _file)


def _pickled() -> bytes:
    # Other requests change what is read here, so it may take more than one look.
    for _ in range(_ATTEMPTS):
        stream = io.BytesIO()
        try:
            _Pickler(stream).dump({"moto": _moto_state(), "ours": _our_state()})
        except RuntimeError:
            time.sleep(0.02)
        else:
            return stream.getvalue()
    raise TimeoutError(f"the state did not hold still in {_ATTEMPTS} attempts")


class _Pickler(cloudpickle.Pickler):
    """
    A pickler that also knows what moto keeps and pickle does not: the private keys of KMS, locks, which nobody holds, weak
    references, and dictionaries with a constructor of their own.
    """

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, PrivateKeyTypes):
            der = value.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
            return _private_key, (der,)
        if isinstance(value, defaultdict) and type(value) is not defaultdict:
            return _default_dict, (type(value), value.default_factory), value.__dict__, None, iter(value.items())
        if isinstance(value, weakref.ref):
            return _reference, (value(),)
        if isinstance(value, type(_lock)):
            return threading.Lock, ()
        if isinstance(value, type(threading.RLock())):
            return threading.RLock, ()
        return super().reducer_override(value)


def _default_dict(kind: type[defaultdict[Any, Any]], factory: Any) -> defaultdict[Any, Any]:
    made = kind.__new__(kind)
    made.default_factory = factory
    return made


def _reference(target: Any) -> Any:
    return (lambda: None) if target is None else weakref.ref(target)


def _private_key(der: bytes) -> Any:
    return load_der_private_key(der, None)


def _moto_state() -> dict[str, dict[str, Any]]:
    """By package of moto: the backends by account and region, and what lies beside them, as S3's table of bucket owners."""
    return {
        backends.backend.__module__.split(".")[1]: {
            "backends": {account: dict(regions) for account, regions in backends.items()},
            "beside": {name: value for name, value in vars(backends).items() if name not in _OF_EVERY_SERVICE},
        }
        for backends in BackendDict._instances
    }


def _our_state() -> dict[str, Any]:
    """What modules of this package keep is in a variable called _state."""
    modules = {name: module for name, module in sys.modules.items() if name.startswith(__package__ or "")}
    return {name: module._state for name, module in modules.items() if hasattr(module, "_state")}


def _restore(state: dict[str, Any]) -> None:
    for package, kept in state["moto"].items():
        backends = get_backend(package)
        vars(backends).update(kept["beside"])
        for account, regions in kept["backends"].items():
            for region, backend in regions.items():
                backends[account][region] = backend
    for name, value in state["ours"].items():
        sys.modules[name]._state = value
