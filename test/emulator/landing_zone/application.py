"""The web application: moto's dispatcher of AWS APIs, and beside it the routes by which the driver steers the emulator."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.wrappers import Request, Response

CONTROL_PATH = "/_landing-zone/"

Route = Callable[[Any], Any]

_routes: dict[str, Route] = {}


def control(name: str) -> Callable[[Route], Route]:
    """Decorates a function that answers POST /_landing-zone/NAME: JSON in, JSON out."""

    def register(function: Route) -> Route:
        _routes[name] = function
        return function

    return register


class Application:
    def __init__(self) -> None:
        self._moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(CONTROL_PATH):
            return self._moto(environ, start_response)
        return self._steer(path.removeprefix(CONTROL_PATH), Request(environ))(environ, start_response)

    def _steer(self, path: str, request: Request) -> Response:
        # What follows the name belongs to the route: PUT /_landing-zone/custom-resource/TOKEN.
        name, _, rest = path.partition("/")
        if name not in _routes:
            return _json({"error": f"there is no route {name}; there are {', '.join(sorted(_routes))}"}, 404)

        raw = request.get_data()
        body = _parsed(raw)
        try:
            return _json(_routes[name](body if not rest else {"path": rest, "body": body, "size": len(raw)}))
        except (KeyError, LookupError, ValueError) as error:
            return _json({"error": str(error)}, 400)
        except Exception as error:
            traceback.print_exc()
            return _json({"error": repr(error)}, 500)


def _parsed(raw: bytes) -> Any:
    """What is no JSON stays text: a handler may answer anything."""
    try:
        return json.loads(raw or b"null")
    except ValueError:
        return raw.decode(errors="replace")


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value, default=str), status=status, mimetype="application/json")
