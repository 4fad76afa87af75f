"""Sentences that customers of the synthetic company write; put together, never generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_BAD = {
    "identity": (
        "The identity check refused my passport three times.",
        "I had to photograph my ID again and again.",
        "The ID upload failed and nobody told me why.",
        "Almost gave up at the identity check, it kept saying the picture was blurred.",
        "Verification is broken on my phone.",
        "Ridiculous that a driving licence is rejected without a reason.",
        "The check of my ID crashed twice and I lost my cart.",
        "Horrible verification step, I felt like a criminal.",
    ),
    "late": (
        "My parcel came days after the promised date.",
        "Delivery was late and the tracking page showed nothing.",
        "I took a day off for a delivery that did not come.",
        "The SIM card was promised for Tuesday and arrived on Saturday.",
        "Terrible delivery, I was without a phone for a week.",
        "Still annoyed about the delay, and no apology.",
        "The courier was late and left the box in the rain.",
        "A promise is a promise. Yours was wrong.",
    ),
    "call": (
        "I had to call twice for the same problem.",
        "Forty minutes in the queue and then the line was cut.",
        "Every agent asked me to explain everything again.",
        "The first agent gave me wrong information.",
        "Nobody called me back although it was promised.",
        "I hate being passed from one department to the next.",
        "Awful hotline, the music is worse than the waiting.",
    ),
    "bill": (
        "The first bill was higher than the price I was shown.",
        "I do not understand the bill, there is a fee without a name.",
        "You charged me for a month in which I had no SIM card.",
        "The bill is confusing and the help page did not help.",
    ),
    "general": (
        "It took too many steps to buy a simple plan.",
        "Too expensive for what it is.",
        "The web page asked me for my address three times.",
        "Disappointed, I expected better.",
    ),
}
_GOOD = {
    "delivery": (
        "Delivered a day early, great.",
        "The parcel came exactly when it was promised.",
        "Fast delivery and a nice note in the box.",
        "Arrived on time, the SIM worked at once.",
        "Very happy with the quick delivery.",
    ),
    "store": (
        "The lady in the store explained every plan patiently.",
        "Excellent advice in the shop, no pressure at all.",
        "The store set everything up for me in ten minutes. Wonderful.",
        "Friendly people in the store who know what they sell.",
        "I was unsure until the advisor compared the plans with me. Thank you!",
    ),
    "call": (
        "The agent solved it in two minutes.",
        "Kind and competent help on the phone.",
        "Great service, my number was moved the same day.",
        "The lady on the phone was lovely and patient.",
        "Problem solved at the first call, thanks.",
    ),
    "app": (
        "Activation in the app was easy.",
        "I love that I can see my usage at a glance.",
        "The app is clear and fast.",
        "Switching on the SIM took one minute in the app, brilliant.",
    ),
    "general": (
        "Good price and a good network, even in the mountains.",
        "Everything worked, I already told my sister about it.",
        "Fair plans without small print.",
        "A pleasant surprise after my old provider.",
    ),
}
_NEUTRAL = (
    "It was fine.",
    "Nothing special, it works.",
    "As expected.",
    "Average, like the others.",
    "The SIM card arrived, I have not used it much so far.",
    "It does what it should.",
    "Could be a bit quicker.",
    "I have only had it for a week, ask me again later.",
    "My daughter chose the plan, I only signed.",
    "Same price as before, same network as before.",
    "The form was long, the rest was quick.",
    "I compared four providers and took this one.",
    "The box is smaller than in the picture.",
)
_BUT_BAD = (
    "The network itself is good, though.",
    "I will think twice next time.",
    "Please repair this.",
    "My old provider did this better.",
    "Otherwise the price is fair.",
    "",
    "",
    "",
)
_BUT_GOOD = (
    "Keep it up!",
    "Only the bill could be clearer.",
    "I would buy here again.",
    "Thanks to the team.",
    "",
    "",
    "",
)


def comment(rng: Random, mood: str, topics: list[str]) -> str:
    """Return one comment; `mood` is bad, neutral or good, `topics` what it may be about."""
    if mood == "neutral":
        return " ".join(rng.sample(_NEUTRAL, rng.choice((1, 1, 2))))
    sentences = _BAD if mood == "bad" else _GOOD
    known = [topic for topic in topics if topic in sentences] or ["general"]
    first = rng.choice(sentences[rng.choice(known)])
    second = ""
    if rng.random() < 0.45:
        second = rng.choice(sentences[rng.choice([*known, "general"])])
    tail = rng.choice(_BUT_BAD if mood == "bad" else _BUT_GOOD)
    parts = [first, second if second != first else "", tail]
    return " ".join(part for part in parts if part)
