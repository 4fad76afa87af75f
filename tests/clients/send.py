"""Sends with the Python clients as they are: `send.py URL KEY`."""

import sys
from datetime import UTC, datetime

import posthog
from segment.analytics import Client
from snowplow_tracker import Emitter, SelfDescribingJson, Tracker

url, key = sys.argv[1:]
AT = datetime(2026, 1, 5, 10, tzinfo=UTC)


def fail(error, *_):
    raise SystemExit(f"not delivered: {error}")


for packed in (False, True):
    name = "gzip" if packed else "plain"
    client = Client(key, host=url, gzip=packed, on_error=fail)
    client.identify(f"segment-{name}", {"email": f"{name}@shop.example"})
    client.page(f"segment-{name}", "Shop", "Home", timestamp=AT)
    for number in range(25):
        client.track(f"segment-{name}", "Segment Python", {"n": number})
    client.shutdown()

hog = posthog.Posthog(key, host=url, gzip=True, on_error=fail)
hog.capture("PostHog Python", distinct_id="posthog", properties={"value": 3})
hog.capture("PostHog Python", distinct_id="posthog", timestamp=AT)
hog.set(distinct_id="posthog", properties={"plan": "gold"})
assert not hog.feature_enabled("anything", "posthog")
hog.shutdown()

lost = []
address = url.removeprefix("http://")
how = {"protocol": "http", "on_failure": lambda *gone: lost.append(gone)}
emitter = Emitter(address, batch_size=2, **how)
tracker = Tracker("desirepath", emitter, app_id=key)
tracker.subject.set_user_id("snowplow")
tracker.track_page_view("https://shop.example/", "Snowplow page")
tracker.track_struct_event("shop", "Snowplow Python", value=2.0)
schema = "iglu:com.acme/snowplow_order/jsonschema/1-0-0"
tracker.track_self_describing_event(SelfDescribingJson(schema, {"total": 9}))
pixel = Emitter(address, method="get", **how)
by_get = Tracker("desirepath", pixel, app_id=key)
by_get.subject.set_user_id("snowplow")
by_get.track_struct_event("shop", "Snowplow GET")
tracker.flush()
by_get.flush()
if lost:
    fail(lost)
