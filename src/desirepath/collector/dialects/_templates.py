"""What webhooks of other products hold: where customer, touchpoint, time and the rest stand.

A template is data. Names of touchpoints and ids of customers are those that the same product's
files and connections give (`imports/layouts`, `connectors`), so that history and news are one
journey. Whoever a document does not name is not guessed: such an event is put aside.
Sources: developer.zendesk.com/api-reference/webhooks/event-types/ticket-events (and user-events,
messaging-events), developers.intercom.com/docs/references/webhooks/webhook-models,
docs.stripe.com/api/events/object, docs.stripe.com/currencies#zero-decimal,
developers.hubspot.com/docs/api/webhooks and its changelog of generic subscriptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Where:
    """A path that counts only where other paths say so; `prefix` stands before what it leads to.

    `test` = path → pattern that the whole of its text must have.
    """

    path: str
    test: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""


Paths = Sequence[str | Where]


@dataclass(frozen=True)
class Template:
    """One product's webhook. Paths are dotted; a number takes that element of a list.

    `ids` together make the message id; `cut` is taken off the touchpoint; `names` = what is left,
    in small letters → touchpoint; `cents` are amounts in the smallest unit of `currency`, which
    count where the touchpoint fits `paid`; `html`: texts have tags.
    """

    scheme: str
    ids: Sequence[str]
    touchpoint: Paths
    time: Paths
    customer: Paths
    email: Paths = ()
    channel: Paths = ()
    case: Paths = ()
    value: Paths = ()
    cents: Paths = ()
    currency: Paths = ()
    paid: str = ""
    text: Paths = ()
    score: Paths = ()
    instrument: str = ""
    properties: Sequence[str] = ()
    cut: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    html: bool = False


CUSTOMERS = "user|lead|contact"
ITEM, PART = "data.item", "data.item.conversation_parts.conversation_parts.0"
OBJECT = "data.object"
BEGUN = r"conversation\.(user|contact|lead)\.created"
REPLIED = r"conversation\.(user|contact)\.replied"
RATED = r"conversation(_|\.)rating\.added"
LIFECYCLE = {
    "subscriber": "Subscriber", "lead": "Lead",
    "marketingqualifiedlead": "Marketing Qualified Lead",
    "salesqualifiedlead": "Sales Qualified Lead", "opportunity": "Opportunity",
    "customer": "Customer", "evangelist": "Evangelist",
}  # fmt: skip
"""HubSpot's own stages of the lifecycle, as its exports write them."""
CHANGED = {
    "creation": "Contact created", "deletion": "Contact deleted",
    "propertychange": "Contact property change", "merge": "Contact merge",
    "restore": "Contact restore", "associationchange": "Contact association change",
}  # fmt: skip
CONTACT = {"subscriptionType": r"contact\..*"}, {"objectTypeId": "0-1"}


TEMPLATES: dict[str, Template] = {
    "standard": Template(
        scheme="standard",
        ids=("id",),
        touchpoint=("type", "event", "touchpoint"),
        time=("timestamp", "time", "created_at"),
        customer=("data.customer", "data.customer_id", "data.user_id", "data.userId", "customer",
                  "data.email"),
        email=("data.email",),
        channel=("data.channel",),
        value=("data.value", "data.amount"),
        text=("data.text",),
        properties=("data",),
    ),
    # The body of a webhook that a trigger or an automation sends is what its maker wrote into it:
    # our own words are understood there.
    "zendesk": Template(
        scheme="zendesk",
        ids=("id",),
        touchpoint=(
            Where("event.current", {"type": r".*ticket\.status_changed", "event.current":
                                    "(?i)solved"}),
            "type", "touchpoint",
        ),
        time=("time", "timestamp", "detail.updated_at"),
        customer=(
            Where("detail.requester_id", prefix="zendesk:"),
            Where("detail.id", {"type": r"zen:event-type:user\..*"}, "zendesk:"),
            "customer", Where("requester_id", prefix="zendesk:"), "email",
        ),
        email=(Where("detail.email", {"type": r"zen:event-type:user\..*"}), "email"),
        channel=("detail.via.channel", "channel"),
        case=(Where("detail.id", {"type": r"zen:event-type:(messaging_)?ticket\..*"}), "case"),
        text=(
            Where("event.comment.body", {"event.comment.author.is_staff": "false"}),
            Where("event.message.body", {"event.actor.type": "end_user"}),
            Where("detail.description", {"type": r".*:ticket\.created"}), "text",
        ),
        properties=("detail.status", "detail.priority", "detail.type", "detail.subject",
                    "detail.group_id", "detail.tags", "detail.role"),
        cut=r"^zen:event-type:",
        names={"ticket.created": "Support ticket opened", "solved": "Support ticket solved"},
    ),
    # The first message stands in every notification of a conversation: it is an answer once.
    "intercom": Template(
        scheme="intercom",
        ids=("id",),
        touchpoint=("topic",),
        time=("created_at", f"{ITEM}.updated_at", f"{ITEM}.created_at"),
        customer=(
            f"{ITEM}.user.external_id", f"{ITEM}.contacts.contacts.0.external_id",
            f"{ITEM}.contact.external_id", f"{ITEM}.external_id", f"{ITEM}.user_id",
            f"{ITEM}.user.user_id", f"{ITEM}.contacts.contacts.0.email",
            Where(f"{ITEM}.source.author.email", {f"{ITEM}.source.author.type": CUSTOMERS}),
            Where(f"{ITEM}.email", {f"{ITEM}.type": CUSTOMERS}), f"{ITEM}.user.email",
            f"{ITEM}.contacts.contacts.0.id", f"{ITEM}.user.id", f"{ITEM}.contact.id",
            Where(f"{ITEM}.id", {f"{ITEM}.type": CUSTOMERS}),
        ),
        email=(
            Where(f"{ITEM}.email", {f"{ITEM}.type": CUSTOMERS}), f"{ITEM}.user.email",
            f"{ITEM}.contacts.contacts.0.email", f"{ITEM}.contact.email",
            Where(f"{ITEM}.source.author.email", {f"{ITEM}.source.author.type": CUSTOMERS}),
        ),
        channel=(f"{ITEM}.source.type", f"{ITEM}.source.delivered_as"),
        case=(Where(f"{ITEM}.id", {"topic": r"conversation.*|ticket\..*"}),),
        text=(
            Where(f"{ITEM}.source.body", {"topic": BEGUN}),
            Where(f"{ITEM}.conversation_message.body", {"topic": BEGUN}),
            Where(f"{PART}.body", {"topic": REPLIED, f"{PART}.author.type": CUSTOMERS}),
            Where(f"{ITEM}.conversation_rating.remark", {"topic": RATED}),
        ),
        score=(Where(f"{ITEM}.conversation_rating.rating", {"topic": RATED}),),
        instrument="rating",
        properties=(f"{ITEM}.type", f"{ITEM}.state", f"{ITEM}.priority"),
        html=True,
    ),
    "stripe": Template(
        scheme="stripe",
        ids=("id",),
        touchpoint=("type",),
        time=("created",),
        customer=(
            f"{OBJECT}.metadata.customer_id", f"{OBJECT}.metadata.user_id", f"{OBJECT}.customer",
            Where(f"{OBJECT}.id", {f"{OBJECT}.object": "customer"}),
            f"{OBJECT}.client_reference_id", f"{OBJECT}.customer_email",
            f"{OBJECT}.customer_details.email", f"{OBJECT}.receipt_email",
            f"{OBJECT}.billing_details.email",
        ),
        email=(
            f"{OBJECT}.customer_email", f"{OBJECT}.customer_details.email",
            f"{OBJECT}.receipt_email", f"{OBJECT}.billing_details.email", f"{OBJECT}.email",
        ),
        cents=(
            f"{OBJECT}.amount_paid",
            Where(f"{OBJECT}.amount_total", {f"{OBJECT}.payment_status": "paid"}),
            f"{OBJECT}.amount",
        ),
        currency=(f"{OBJECT}.currency",),
        paid=r".*\.(succeeded|paid|payment_succeeded|payment_paid)|checkout\.session\.completed",
        case=(f"{OBJECT}.id",),
        properties=(f"{OBJECT}.currency", f"{OBJECT}.status", f"{OBJECT}.billing_reason",
                    "livemode"),
        names={
            "charge.succeeded": "Payment", "charge.failed": "Payment failed",
            "charge.refunded": "Refund", "customer.created": "Customer created",
            "customer.subscription.created": "Subscription created",
            "customer.subscription.deleted": "Subscription ended",
        },
    ),
    # Deals, companies and tickets say nothing about whose they are; a connection reads that.
    "hubspot": Template(
        scheme="hubspot",
        ids=("eventId", "subscriptionId", "occurredAt", "objectId"),
        touchpoint=(Where("propertyValue", {"propertyName": "lifecyclestage"}), "subscriptionType"),
        time=("occurredAt",),
        customer=(
            *(Where("objectId", test, "hubspot:") for test in CONTACT),
            Where("fromObjectId", {"associationType": "CONTACT_TO_.*"}, "hubspot:"),
            Where("toObjectId", {"associationType": ".*_TO_CONTACT"}, "hubspot:"),
            Where("fromObjectId", {"fromObjectTypeId": "0-1"}, "hubspot:"),
            Where("toObjectId", {"toObjectTypeId": "0-1"}, "hubspot:"),
        ),
        properties=("propertyName", "propertyValue", "changeSource", "changeFlag", "portalId",
                    "associationType", "associationRemoved"),
        names={
            **{f"{kind}.{word}": name for kind in ("contact", "object")
               for word, name in CHANGED.items()},
            **{word: f"Became {name}" for word, name in LIFECYCLE.items()},
        },
    ),
}  # fmt: skip

WHOLE = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
     "XOF", "XPF"}
)  # fmt: skip
"""Currencies without a smaller unit; ISK and UGX are written in hundredths all the same."""
THOUSANDTHS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
