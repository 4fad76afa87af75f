"""Who is who: one person behind several identifiers, every link with a reason and a confidence.

    columns → seen → exact links → likeness → decisions → people → journeys
             (who had which    (e-mail, phone  (names,   (by hand)  (customer → person)
              identifier)       card, device)   dates)

    … and person → account or household, where that is the subject of journeys (subjects)

Nothing in the raw tables changes: `people` is a small table of those customers who have another
name in their journeys, so that every merge can be undone and gives the former journeys back.
"""

from desirepath.identity.resolve import Moved, resolve, resolved, state
from desirepath.identity.settings import Settings, settings_of

__all__ = ["Moved", "Settings", "resolve", "resolved", "settings_of", "state"]
