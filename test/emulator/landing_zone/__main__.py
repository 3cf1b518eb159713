"""Starts the emulator on a free port and says which; ends when whoever started it closes its standard input, however that happens."""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import pkgutil
import socket
import sys
import threading
import warnings
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

from . import calls, clients, clock, saved_state
from .application import Application
from .cloudformation import deployment, specification
from .events import executions


def main() -> None:
    options = _options()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    specification.load(options.specification)
    calls.install()
    _load_additions()

    server = _server(options.port)
    # moto reads a template's address by the word localhost, so it is the word everywhere.
    os.environ["MOTO_PORT"] = str(server.server_port)
    clients.speak_to(f"http://localhost:{server.server_port}")
    if options.state and saved_state.keep_in(options.state):
        clock.resume()
        deployment.resume()
        executions.resume()

    threading.Thread(target=_end_with_parent, daemon=True).start()
    print(json.dumps({"endpoint": clients.endpoint(), "pid": os.getpid()}), flush=True)
    server.serve_forever()


def _server(port: int) -> BaseWSGIServer:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OSError:
        sys.exit(f"port {port} is in use: choose another, or none for a free one")
    return make_server("127.0.0.1", port, Application(), threaded=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="landing_zone", description=__doc__)
    parser.add_argument("--specification", required=True, type=Path, help="the facts of the CloudFormation types, a JSON file")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; a free one if it is 0")
    parser.add_argument("--state", type=Path, help="a file in which the state is kept, and found again")
    return parser.parse_args()


def _load_additions() -> None:
    """Imports the modules that add to moto by being imported: API objects, handlers of types, events, functions."""
    package = importlib.import_module(__package__ or "landing_zone")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith("__main__") and not module.name.endswith("_runtime"):
            importlib.import_module(module.name)

    recorded = importlib.import_module(f"{package.__name__}.resources.recorded")
    native = importlib.import_module(f"{package.__name__}.resources.native")
    recorded.register_recorded_types()
    native.register_native_types()


def _end_with_parent() -> None:
    sys.stdin.read()
    try:
        saved_state.checkpoint()
    finally:
        os._exit(0)


main()
