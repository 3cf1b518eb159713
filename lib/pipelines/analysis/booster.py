"""Read an XGBoost model as a training job leaves it, and trust nothing in the archive."""

from __future__ import annotations

import pickletools
import posixpath
import tarfile
import zlib
from pathlib import Path

import xgboost as xgb
from gate import GateError

ARCHIVE = "model.tar.gz"
MODELS = ("xgboost-model", "xgboost-model.json", "xgboost-model.ubj", "model.json", "model.ubj")


def read_booster(folder: Path) -> xgb.Booster:
    """Read the model in a folder, from the archive of a training job or as a file of its own."""
    archive = folder / ARCHIVE
    if archive.is_file():
        return load(*read_archive(archive))
    files = [folder / name for name in MODELS if (folder / name).is_file()]
    if len(files) != 1:
        raise GateError(
            f"ModelMissing: {folder} holds no {ARCHIVE}; point the gate at the model artifacts of the training step"
        )
    return load(files[0].name, files[0].read_bytes())


def read_archive(archive: Path) -> tuple[str, bytes]:
    """Read the model file out of the archive into memory: nothing of the archive ever touches the disk."""
    try:
        with tarfile.open(str(archive), "r:gz") as tar:
            members = [member for member in tar.getmembers() if member.isfile()]
            models = [member for member in members if posixpath.normpath(member.name) in MODELS]
            if len(models) != 1:
                names = ", ".join(member.name for member in members) or "nothing"
                raise GateError(
                    f"ModelFileMissing: {ARCHIVE} holds {names}, wanted exactly one of {', '.join(MODELS)}; "
                    "only models of XGBoost can be explained here"
                )
            return models[0].name, tar.extractfile(models[0]).read()
    except (tarfile.TarError, zlib.error, EOFError, OSError) as error:
        raise GateError(
            f"ModelUnreadable: {ARCHIVE} is not a gzipped tar archive ({error}); train the model again"
        ) from error


def load(name: str, content: bytes) -> xgb.Booster:
    """Load what ``Booster.save_model`` wrote, and nothing else."""
    if not content:  # XGBoost 3 ends the process on an empty buffer instead of raising
        raise GateError(f"ModelEmpty: {name} holds 0 bytes, wanted a trained model; train the model again")
    if is_pickle(content):
        raise GateError(
            f"ModelIsPickle: {name} is a Python pickle, wanted the format of Booster.save_model; train with "
            "XGBoost 1.3 or newer, because reading a pickle runs whatever code its writer put in"
        )
    booster = xgb.Booster()
    try:
        booster.load_model(bytearray(content))
    except (xgb.core.XGBoostError, ValueError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise GateError(
            f"ModelNotLoaded: XGBoost {xgb.__version__} cannot read {name} ({reason}); "
            "explain with the version of XGBoost that trained the model"
        ) from error
    return booster


def is_pickle(content: bytes) -> bool:
    """Tell whether the whole content is one pickle, by walking its instructions without running any."""
    end = None
    try:
        for _, _, end in pickletools.genops(content):
            pass
    except Exception:  # genops raises whatever the bytes provoke; all of it means "not a pickle"
        return False
    return end == len(content) - 1
