"""Coroutines in tests that are not coroutines."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def awaited(coroutine):
    """Return what it gives, run in a thread of its own: a browser test's loop may own ours."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
