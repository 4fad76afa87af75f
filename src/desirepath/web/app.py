"""The application: one workspace, the routes of `/api/v1`, and the page."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection

from fastapi import APIRouter, FastAPI

from desirepath import __version__
from desirepath.web import help_pages, problems, routes, static
from desirepath.web.guard import Guard
from desirepath.workspace import Workspace

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def create_app(workspace: Workspace, hosts: Collection[str] = LOOPBACK) -> FastAPI:
    """Return the app of one open workspace, answering under these host names only."""
    app = FastAPI(
        title="Desirepath",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = routes.Desk(workspace)
    api = APIRouter(prefix="/api/v1")
    for found in pkgutil.iter_modules(routes.__path__):
        api.include_router(importlib.import_module(f"{routes.__name__}.{found.name}").router)
    app.include_router(api)
    help_pages.install(app)
    static.install(app)
    problems.install(app)
    app.add_middleware(Guard, hosts=hosts)
    return app
