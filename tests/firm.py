"""A small firm with one pain that costs: who has to prove who they are twice often gives up."""

PRODUCTS = ("gold", "basic")


def events():
    """Return a file of events: 120 customers; on phones the ID check comes twice for many."""
    rows = ["user_id,event,timestamp,channel,device,plan"]
    for no in range(120):
        device = "mobile" if no % 3 else "desktop"
        twice = device == "mobile" and no % 2 == 0
        paid = no % 10 == 0 if twice else no % 8 != 0
        steps = ["Search ad", "Plan page", "ID check", *(["ID check"] if twice else [])]
        steps += ["Order paid", "Delivery"] if paid else []
        for at, step in enumerate(steps):
            channel = {"Search ad": "ad", "Delivery": "letter"}.get(step, "web")
            day = f"2024-0{1 + no % 4}-{1 + no % 27:02} {8 + at:02}:{no % 60:02}:00"
            rows.append(f"c{no:03},{step},{day},{channel},{device},{PRODUCTS[no % 2]}")
    return "\n".join(rows) + "\n"


def answers():
    """Return a file of answers about the ID check, bad where it came twice."""
    rows = ["user_id,answered,touchpoint,csat,comment"]
    for no in range(0, 120, 2):
        twice = no % 3 and no % 2 == 0
        day = f"2024-0{1 + no % 4}-{1 + no % 27:02} 20:00:00"
        said = f"Terrible: asked for my photo {2 + no % 5} times" if twice else "Quick and friendly"
        rows.append(f"c{no:03},{day},ID check,{1 + no % 2 if twice else 5},{said} ({no})")
    return "\n".join(rows) + "\n"


def orders():
    """Return orders as the shop Olist publishes them: a row per order, a column a time."""
    columns = "order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
    columns += "order_delivered_carrier_date,order_delivered_customer_date,"
    columns += "order_estimated_delivery_date"
    rows = [columns]
    for no in range(60):
        day = 1 + no % 20
        delivered = f"2018-03-{day + 6:02} 10:00:00" if no % 10 else ""
        rows.append(
            f"o{no:03},c{no:03},{'delivered' if delivered else 'shipped'},"
            f"2018-03-{day:02} 10:00:00,2018-03-{day:02} 11:{no % 60:02}:00,"
            f"2018-03-{day + 1:02} 09:00:00,{delivered},2018-03-{day + 5:02} 00:00:00"
        )
    return "\n".join(rows) + "\n"
