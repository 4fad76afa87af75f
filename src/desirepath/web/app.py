"""The application: one workspace, the routes of `/api/v1`, and the page."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.concurrency import run_in_threadpool

from desirepath import __version__
from desirepath.web import help_pages, problems, routes, static, uploads
from desirepath.web.guard import Guard
from desirepath.web.live import Live
from desirepath.workspace import Workspace

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def create_app(workspace: Workspace, hosts: Collection[str] = LOOPBACK) -> FastAPI:
    """Return the app of one open workspace, answering under these host names only."""
    desk = routes.Desk(workspace)
    hub = Live()
    taken = uploads.Uploads(desk, hub)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        hub.close()
        await run_in_threadpool(taken.close)

    app = FastAPI(
        lifespan=lifespan,
        title="Desirepath",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    app.state.live = hub
    app.state.uploads = taken
    api = APIRouter(prefix="/api/v1")
    for found in pkgutil.iter_modules(routes.__path__):
        api.include_router(importlib.import_module(f"{routes.__name__}.{found.name}").router)
    app.include_router(api)
    help_pages.install(app)
    static.install(app)
    problems.install(app)
    app.add_middleware(Guard, hosts=hosts)
    return app
