"""A company with four systems that call the same people by different names."""

import pytest

import desirepath as dp

FILES = {
    "web.csv": """visitor_id,email,timestamp,page
v1,,2025-01-01 10:00,Home
v1,Ann@Mail.example,2025-01-01 10:05,Order paid
v2,,2025-01-02 10:00,Home
v2,ben.baker@mail.example,2025-01-02 10:05,Cart
v3,ben.baker@mail.example,2025-01-03 10:00,Home
v3,cleo@mail.example,2025-01-03 11:00,Order paid
v3,,2025-01-03 12:00,Home
v4,info@firm.example,2025-01-04 10:00,Home
v5,,2025-01-04 11:00,Home
""",
    "calls.csv": """phone,started,reason
0170 111 22 33,2025-01-05 09:00,Delivery question
+49 170 9998877,2025-01-05 10:00,Complaint
0170 555 66 77,2025-01-05 11:00,Complaint
""",
    "tickets.csv": """email,time,activity
ben.abker@mail.example,2025-01-06 09:00,Ticket opened
info@firm.example,2025-01-06 10:00,Ticket opened
""",
    "crm.csv": """crm_no,name,email,phone,birth_date
100,Ann Abel,ann@mail.example,+49 170 1112233,1980-01-02
101,Ben Baker,ben.baker@mail.example,0170/9998877,1990-05-06
102,Cleo Carter,cleo@mail.example,,1970-07-08
103,Dora Dietz,info@firm.example,,1960-09-10
104,Emil Engel,emil@mail.example,0170 555 66 77,1950-11-12
105,Fay Fischer,fay@mail.example,0170 555 66 77,1991-12-13
""",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """Yield the workspace of the company; whoever changes it changes it back."""
    folder = tmp_path_factory.mktemp("who")
    with dp.create(folder / "shop") as workspace:
        workspace.customers.identity.set(country="DE")
        for name, text in FILES.items():
            (folder / name).write_text(text, encoding="utf-8")
            kind = "customers" if name == "crm.csv" else None
            workspace.sources.add(folder / name, kind=kind)
        yield workspace
