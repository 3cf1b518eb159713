"""The Python binding: built, installed, and used as a Python team would."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "import-constructs"
FROM_TYPESCRIPT = ROOT / "reports" / "assemblies" / "import-constructs"


def run(*command: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command at the root; on failure, what it printed is the message."""
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def binding(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The binding, generated from the last build and installed beside the packages of test/requirements.txt."""
    out = tmp_path_factory.mktemp("pacmak")
    run("npx", "jsii-pacmak", "--targets", "python", "--outdir", out, "--no-npmignore")
    (wheel,) = (out / "python").glob("*.whl")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--force-reinstall", wheel)


@pytest.fixture(scope="module")
def from_python(binding: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assembly that the example in Python synthesises, under the feature flags of the one in TypeScript."""
    out = tmp_path_factory.mktemp("assembly")
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    run(sys.executable, EXAMPLE / "app.py", env={"CDK_OUTDIR": str(out), "CDK_CONTEXT_JSON": json.dumps(context)})
    return out


def templates_in(assembly: Path) -> dict[str, object]:
    """Return the templates of an assembly by file name."""
    return {file.name: json.loads(file.read_text(encoding="utf-8")) for file in assembly.glob("*.template.json")}


def test_the_packages_that_the_binding_asks_for_are_installed(binding: None) -> None:
    run(sys.executable, "-m", "pip", "check")


@pytest.mark.parametrize(
    ("in_npm", "in_pypi"),
    [
        ("aws-cdk-lib", "aws-cdk-lib"),
        ("@aws-cdk/aws-sagemaker-alpha", "aws-cdk.aws-sagemaker-alpha"),
        ("cdk-nag", "cdk-nag"),
        ("constructs", "constructs"),
    ],
)
def test_python_and_typescript_use_the_same_version(in_npm: str, in_pypi: str) -> None:
    versions = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]

    assert version(in_pypi) == versions[in_npm].replace("-alpha.", "a")


def test_python_and_typescript_synthesise_the_same_templates(from_python: Path) -> None:
    expected = templates_in(FROM_TYPESCRIPT)

    assert expected != {}
    assert templates_in(from_python) == expected
