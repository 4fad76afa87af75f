"""The application: one workspace, the routes of `/api/v1`, and the page."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware

from desirepath import __version__
from desirepath.collector.intake import Intake
from desirepath.web import help_pages, problems, routes, static, uploads
from desirepath.web.access import Access, reading
from desirepath.web.door import Door
from desirepath.web.door_layer import DoorLayer
from desirepath.web.guard import Guard
from desirepath.web.live import Live
from desirepath.web.loading import Loading
from desirepath.web.presence import Presence
from desirepath.web.routes import live_sources
from desirepath.web.sign_in import SignIn
from desirepath.web.warming import Warming
from desirepath.workspace import Workspace

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WORTH_PACKING = 20_000
"""Bytes of an answer; a smaller one is through a network before it is packed."""


def create_app(
    workspace: Workspace,
    hosts: Collection[str] = LOOPBACK,
    *,
    guarded: bool = False,
    own: str | None = None,
) -> FastAPI:
    """Return the app of one open workspace, answering under these host names only.

    `guarded`: others can reach it, so tokens are asked for and any host name will do; `own` is
    the token of the command line on this machine.
    """
    desk = routes.Desk(workspace)
    hub = Live()
    taken = uploads.Uploads(desk, hub)
    sources = workspace.sources.live
    door = Door(Intake(sources.inbox), sources.kept, lambda: sources.keeping)
    loading = Loading(desk, door.intake, hub)
    warming = Warming(desk)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        loading.start()
        warming.start()
        yield
        hub.close()
        await run_in_threadpool(door.intake.close)
        await run_in_threadpool(loading.close)
        await run_in_threadpool(warming.close)
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
    app.state.access = access = Access(workspace.access.kept, guarded, own)
    app.state.live = hub
    app.state.presence = Presence(hub)
    app.state.door = door
    app.state.loading = loading
    app.state.uploads = taken
    api = APIRouter(prefix="/api/v1", dependencies=[Depends(reading)])
    for found in pkgutil.iter_modules(routes.__path__):
        api.include_router(importlib.import_module(f"{routes.__name__}.{found.name}").router)
    app.include_router(api)
    help_pages.install(app)
    live_sources.install_metrics(app)
    static.install(app)
    problems.install(app)
    if guarded:  # on the machine itself packing would only take time
        app.add_middleware(GZipMiddleware, minimum_size=WORTH_PACKING, compresslevel=5)
    app.add_middleware(SignIn, access=access)
    app.add_middleware(Guard, hosts=None if guarded else hosts)
    app.add_middleware(DoorLayer, door=door)
    return app
