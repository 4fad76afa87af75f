"""Webhooks in the shapes that their makers document, written by hand; whom they are about.

developer.zendesk.com/api-reference/webhooks/event-types/ticket-events, …/user-events
developers.intercom.com/docs/references/webhooks/webhook-models
docs.stripe.com/api/events/object, docs.stripe.com/currencies
developers.hubspot.com/docs/api/webhooks
"""

# ruff: noqa: E501 - a document is read as one line

import json

import pytest

from desirepath.collector import parcel, reading
from desirepath.collector.dialects import webhooks
from desirepath.collector.parcel import Asked
from desirepath.store.inbox import Received

NOW = parcel.micros("2026-01-05T12:00:00Z")
TEN, SECONDS = "2026-01-05T10:00:00.000000Z", 1767607200


def read(template, document, **headers):
    """Return what the loader reads of a webhook: a row or a fault per event."""
    cut = webhooks.split(json.dumps(document).encode(), Asked("", {}, headers), template)
    told = [
        reading.read(
            Received(1, "s", one.id, f"webhook.{template}", NOW, None, one.body, None, None)
        )
        for one in cut.messages
    ]
    return [one.fault or one.row for one in told]


def zendesk(kind, event=None, **detail):
    told = {"id": "35", "requester_id": "7001", "status": "OPEN", "via": {"channel": "email"},
            "updated_at": "2026-01-05T10:00:00Z", **detail}  # fmt: skip
    return {"account_id": 1, "id": "01JQ", "subject": "zen:ticket:35", "time": "2026-01-05T10:00:00Z",
            "type": f"zen:event-type:{kind}", "zendesk_event_version": "2022-11-06", "detail": told,
            "event": event or {}}  # fmt: skip


def comment(said, *, staff):
    author = {"id": "9", "is_staff": staff, "name": "A"}
    return {"comment": {"author": author, "body": said, "id": "1", "is_public": True}}


def intercom(topic, **item):
    told = {"type": "conversation", "id": "9", "state": "open",
            "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "i1", "external_id": "u1"}]},
            "source": {"type": "conversation", "delivered_as": "customer_initiated", "body": "<p>Where is <b>it</b>?</p>",
                       "author": {"type": "user", "id": "i1", "email": "ann@example.com"}}, **item}  # fmt: skip
    return {"type": "notification_event", "id": f"n-{topic}", "topic": topic, "created_at": SECONDS,
            "data": {"type": "notification_event_data", "item": told}}  # fmt: skip


def stripe(kind, **told):
    return {"id": "evt_1", "object": "event", "type": kind, "created": SECONDS, "livemode": True,
            "data": {"object": {"id": "x_1", "customer": "cus_1", "currency": "eur", **told}}}  # fmt: skip


def hubspot(kind, **more):
    return {"eventId": 1, "subscriptionId": 2, "portalId": 3, "appId": 4, "occurredAt": SECONDS * 1000,
            "subscriptionType": kind, "attemptNumber": 0, "objectId": 101, "changeSource": "CRM", **more}  # fmt: skip


ADMIN = {"type": "conversation", "body": "<p>Hello from us</p>",
         "author": {"type": "admin", "id": "7", "email": "amy@shop.example"}}  # fmt: skip
WHAT = ("touchpoint", "userId", "channel", "value", "text")
READ = {
    "standard": ("standard", {"type": "order.paid", "timestamp": "2026-01-05T10:00:00Z", "data": {"customer": "u1", "amount": 5}},
                 ("Order paid", "u1", None, "5", None)),
    "a ticket": ("zendesk", zendesk("ticket.created", description="It broke"),
                 ("Support ticket opened", "zendesk:7001", "email", None, "It broke")),
    "a solved ticket": ("zendesk", zendesk("ticket.status_changed", {"current": "SOLVED", "previous": "OPEN"}),
                        ("Support ticket solved", "zendesk:7001", "email", None, None)),
    "an open ticket": ("zendesk", zendesk("ticket.status_changed", {"current": "OPEN", "previous": "NEW"}),
                       ("Ticket status changed", "zendesk:7001", "email", None, None)),
    "a customer's comment": ("zendesk", zendesk("ticket.comment_added", comment("Any news?", staff=False)),
                             ("Ticket comment added", "zendesk:7001", "email", None, "Any news?")),
    "an agent's comment": ("zendesk", zendesk("ticket.comment_added", comment("Soon.", staff=True)),
                           ("Ticket comment added", "zendesk:7001", "email", None, None)),
    "a user of Zendesk": ("zendesk", zendesk("user.created", requester_id=None, via=None, email="ann@example.com"),
                          ("User created", "zendesk:35", None, None, None)),
    "a trigger in our words": ("zendesk", {"touchpoint": "Callback asked", "customer": "u1", "time": "2026-01-05T10:00:00Z", "channel": "phone"},
                               ("Callback asked", "u1", "phone", None, None)),
    "a conversation": ("intercom", intercom("conversation.user.created"),
                       ("Conversation user created", "u1", "conversation", None, "Where is it?")),
    "an agent's conversation": ("intercom", intercom("conversation.admin.single.created", source=ADMIN),
                                ("Conversation admin single created", "u1", "conversation", None, None)),
    "a reply": ("intercom", intercom("conversation.user.replied", conversation_parts={"conversation_parts": [
                    {"type": "conversation_part", "body": "<p>Still waiting</p>", "author": {"type": "user"}}]}),
                ("Conversation user replied", "u1", "conversation", None, "Still waiting")),
    "a visitor without an id": ("intercom", intercom("conversation.user.created", contacts={"contacts": [{"id": "i1", "external_id": None}]}),
                                ("Conversation user created", "ann@example.com", "conversation", None, "Where is it?")),
    "an invoice": ("stripe", stripe("invoice.paid", amount_paid=1250), ("Invoice paid", "cus_1", None, "12.5", None)),
    "a payment in yen": ("stripe", stripe("charge.succeeded", amount=1250, currency="jpy"), ("Payment", "cus_1", None, "1250.0", None)),
    "a payment in dinars": ("stripe", stripe("charge.succeeded", amount=1250, currency="kwd"), ("Payment", "cus_1", None, "1.25", None)),
    "a failed payment": ("stripe", stripe("charge.failed", amount=1250), ("Payment failed", "cus_1", None, None, None)),
    "a guest": ("stripe", stripe("checkout.session.completed", customer=None, amount_total=990, payment_status="paid", customer_details={"email": "g@example.com"}),
                ("Checkout session completed", "g@example.com", None, "9.9", None)),
    "a debit on its way": ("stripe", stripe("checkout.session.completed", amount_total=990, payment_status="unpaid"),
                           ("Checkout session completed", "cus_1", None, None, None)),
    "a customer of Stripe": ("stripe", stripe("customer.created", id="cus_7", object="customer", customer=None, email="a@example.com"),
                             ("Customer created", "cus_7", None, None, None)),
    "a contact": ("hubspot", hubspot("contact.creation"), ("Contact created", "hubspot:101", None, None, None)),
    "a contact, as of late": ("hubspot", hubspot("object.creation", objectTypeId="0-1"), ("Contact created", "hubspot:101", None, None, None)),
    "a change": ("hubspot", hubspot("contact.propertyChange", propertyName="city", propertyValue="Ulm"),
                 ("Contact property change", "hubspot:101", None, None, None)),
    "a stage of life": ("hubspot", hubspot("contact.propertyChange", propertyName="lifecyclestage", propertyValue="marketingqualifiedlead"),
                        ("Became Marketing Qualified Lead", "hubspot:101", None, None, None)),
    "a deal's contact": ("hubspot", hubspot("deal.associationChange", objectId=None, associationType="DEAL_TO_CONTACT", fromObjectId=9, toObjectId=101),
                         ("Deal association change", "hubspot:101", None, None, None)),
}  # fmt: skip
NOBODY = {
    "a deal, which is no customer": ("hubspot", hubspot("deal.creation")),
    "a deal, as of late": ("hubspot", hubspot("object.creation", objectTypeId="0-3")),
    "a payout": ("stripe", stripe("payout.paid", customer=None, amount=900)),
    "an organization": ("zendesk", zendesk("organization.created", requester_id=None)),
    "a colleague": ("intercom", intercom("admin.added_to_workspace", type="admin", contacts=None, source=None, email="amy@shop.example")),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_a_webhook_is_read_as_its_maker_documents_it(name):
    template, document, expected = READ[name]
    (row,) = read(template, document)
    assert tuple(row[what] for what in WHAT) == expected
    assert row["timestamp"] == TEN
    first, again = (
        webhooks.split(json.dumps(document).encode(), Asked(""), template) for _ in "12"
    )
    assert first.messages[0].id == again.messages[0].id


@pytest.mark.parametrize("name", NOBODY)
def test_whoever_a_webhook_does_not_name_is_not_guessed(name):
    template, document = NOBODY[name]
    assert read(template, document) == ["no customer"]


def test_a_colleagues_address_is_no_customers():
    (row,) = read("intercom", intercom("conversation.admin.replied", source=ADMIN))
    assert row.get("traits.email") is None
    (row,) = read("intercom", intercom("conversation.user.created"))
    assert row["traits.email"] == "ann@example.com"


def test_a_rating_of_a_conversation_is_an_answer():
    rated = intercom(
        "conversation.rating.added", conversation_rating={"rating": 4, "remark": "Quick"}
    )
    (row,) = read("intercom", rated)
    assert (row["score"], row["instrument"], row["text"]) == ("4", "rating", "Quick")


def test_a_list_is_several_events_that_are_told_apart():
    both = [hubspot("contact.creation"), hubspot("contact.creation", objectId=102)]
    assert [row["userId"] for row in read("hubspot", both)] == ["hubspot:101", "hubspot:102"]
    cut = webhooks.split(json.dumps(both).encode(), Asked(""), "hubspot")
    assert len({one.id for one in cut.messages}) == 2


def test_only_a_header_that_is_signed_names_an_event():
    given = Asked("", {}, {"webhook-id": "msg_1"})
    body = json.dumps({"id": "inside", "type": "x"}).encode()
    assert [one.id for one in webhooks.split(body, given, "standard").messages] == ["msg_1"]
    assert [one.id for one in webhooks.split(body, given, "stripe").messages] == ["inside"]
