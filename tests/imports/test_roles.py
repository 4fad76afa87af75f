"""Which column plays which part, seen through whole imports of small files."""

# ruff: noqa: E501 - a row of data is read as one line

import pytest

from desirepath.errors import InputError, UnknownName, UsageError
from desirepath.imports import names

EVENTS = """\
user_id,event,timestamp,channel,plan
ann,Catalog,2024-03-01 10:00:00,web,gold
ann,Cart,2024-03-01 10:05:00,app,gold
bob,Catalog,2024-03-02 09:00:00,web,basic
bob,Order paid,2024-03-02 09:10:00,web,basic
"""


def chosen(report):
    return {role: found["column"] for role, found in report["columns"].items()}


@pytest.mark.parametrize(
    "name",
    ["customer_id", "user_id", "userId", "RESPNUM", "RESPNUM_FK", "visitor", "anonymous_id", "e-mail",
     "Email", "msisdn", "Kundennummer", "customerID", "cliente_id", "context.user.id", "CUSTOMER-ID"],
)  # fmt: skip
def test_names_that_are_the_customer(name):
    assert names.cue("customer", name) >= 0.7


@pytest.mark.parametrize(
    "name",
    ["customer_city", "customer_state", "customer_zip_code_prefix", "customer_segment", "user_cohort",
     "customer_age", "user_agent", "customer_service_agent", "customer_satisfaction", "user_type",
     "order_delivered_customer_date", "product_name", "org:resource"],
)  # fmt: skip
def test_names_that_describe_are_never_the_customer(name):
    assert names.cue("customer", name) == 0


def test_an_event_log_is_recognised_by_its_names(desk):
    report = desk.bring(EVENTS)
    assert chosen(report) == {
        "customer": "user_id", "touchpoint": "event", "time": "timestamp", "channel": "channel",
    }  # fmt: skip
    assert report["kind"] == ["events"]
    assert all(
        found["reason"] and found["confidence"] > 0.9 for found in report["columns"].values()
    )
    assert desk.column("events", "customer", "touchpoint", "channel", "plan")[0] == (
        "ann", "Catalog", "web", "gold",
    )  # fmt: skip


@pytest.mark.parametrize(
    "header",
    ["Kundennummer;Ereignis;Zeitpunkt", "client_id;evenement;horodatage", "cliente;actividad;fecha_hora",
     "utilizador_id;atividade;data_hora", "customerId;eventName;occurredAt"],
)  # fmt: skip
def test_headers_in_five_languages(desk, header):
    body = "\nk1;Start;2024-03-01 10:00\nk1;Ende;2024-03-01 11:00\nk2;Start;2024-03-02 10:00\n"
    report = desk.bring(header + body)
    customer, touchpoint, time = header.split(";")
    assert chosen(report) == {"customer": customer, "touchpoint": touchpoint, "time": time}


def test_without_a_header_contents_alone_decide_and_it_is_said(desk):
    lines = [
        f"c{n % 7},{page},2024-03-{1 + n:02} 10:00:00"
        for n in range(20)
        for page in ("Home", "Cart")
    ]
    report = desk.bring("\n".join(lines))
    assert chosen(report) == {"customer": "column 1", "touchpoint": "column 2", "time": "column 3"}
    assert any("Guess" in note for note in report["notes"])
    assert report["accepted"] == 40


def test_a_header_that_says_little_is_completed_by_contents(desk):
    report = desk.bring(
        "who,what,when\nann,Home,2024-01-01\nbob,Home,2024-01-02\nann,Cart,2024-01-03\n"
    )
    assert chosen(report) == {"customer": "who", "touchpoint": "what", "time": "when"}


def test_the_users_word_always_wins(desk):
    text = EVENTS.replace("plan", "stage name")
    report = desk.bring(text, columns={"touchpoint": "stage name", "customer": "channel"})
    assert chosen(report)["touchpoint"] == "stage name"
    assert chosen(report)["customer"] == "channel"
    assert report["columns"]["customer"]["confidence"] == 1.0
    assert set(desk.column("events", "customer")) == {"web", "app"}


def test_a_column_can_be_kept_out_of_all_roles(desk):
    report = desk.bring(EVENTS, columns={"attribute": "channel"})
    assert "channel" not in chosen(report)
    assert desk.column("events", "channel*", "channel")[1] == ("app", None)


def test_an_unknown_column_names_those_that_exist(desk):
    with pytest.raises(UnknownName, match=r'no column "user".*Did you mean "user_id".*timestamp'):
        desk.bring(EVENTS, columns={"customer": "user"})


def test_an_unknown_role_is_wrong_usage(desk):
    with pytest.raises(UsageError, match=r'"client" is no role'):
        desk.bring(EVENTS, columns={"client": "user_id"})


def test_an_acquisition_channel_is_no_channel_of_the_interaction(desk):
    report = desk.bring(EVENTS.replace("channel", "acquisition_channel"))
    assert "channel" not in chosen(report)


def test_a_visitor_is_the_customer_where_the_user_is_unknown(desk):
    report = desk.bring(
        "user_id,anonymous_id,event,timestamp\n,a1,Home,2024-01-01\nu1,a1,Cart,2024-01-02\n"
        ",a2,Home,2024-01-03\n"
    )
    assert desk.column("events", "customer") == ["a1", "u1", "a2"]
    assert any('customer is "anonymous_id"' in note for note in report["notes"])


def test_without_a_customer_the_case_is_the_customer_and_that_is_said(desk):
    report = desk.bring(
        "ticket_id,activity,time\nt1,Open,2024-01-01\nt1,Close,2024-01-02\nt2,Open,2024-01-03\n"
    )
    assert desk.column("events", "customer", "case_id")[0] == ("t1", "t1")
    assert desk.facts()["unit"] == "case"
    assert any("no customer column" in note for note in report["notes"])


def test_several_cases_per_customer_make_the_case_the_unit(desk):
    rows = [
        f"c{c},t{c}{t},{what},2024-0{t}-0{d}"
        for c in range(1, 4) for t in range(1, 4) for d, what in enumerate(("Open", "Close"), 1)
    ]  # fmt: skip
    desk.bring("customer_id,ticket_id,activity,time\n" + "\n".join(rows))
    assert desk.facts()["unit"] == "case"


def test_a_case_on_few_events_leaves_the_customer_the_unit(desk):
    rows = [
        f"c{n % 3},{'o' + str(n) if n % 4 == 0 else ''},Visit,2024-01-{n + 1:02}" for n in range(12)
    ]
    desk.bring("customer_id,order_id,event,time\n" + "\n".join(rows))
    assert desk.facts()["unit"] == "customer"


def test_a_thousand_columns_and_no_customer_are_refused(desk):
    header = ",".join(f"c{n}" for n in range(1000))
    rows = "\n".join(",".join(str((n * 7 + r) % 13) for n in range(1000)) for r in range(3))
    with pytest.raises(InputError, match=r"Nothing in this table can become a journey"):
        desk.bring(header + "\n" + rows)


def test_a_thousand_columns_with_times_and_labels_but_no_customer_are_refused(desk):
    header = "event,time," + ",".join(f"c{n}" for n in range(998))
    rows = "\n".join(
        f"Home,2024-01-0{r + 1}," + ",".join(f"x{n % 13}" for n in range(998)) for r in range(3)
    )
    with pytest.raises(InputError, match=r"whose events"):
        desk.bring(header + "\n" + rows)


@pytest.mark.parametrize(
    "text",
    ["a,b,c\n1,2,3\n4,5,6\n", "colour,size\nred,L\nblue,M\n", "id,colour\n1,red\n2,blue\n",
     "customer_id,event\nc1,Home\nc1,Cart\nc2,Home\n"],
)  # fmt: skip
def test_a_table_that_gives_nothing_is_refused_and_changes_nothing(desk, text):
    with pytest.raises(InputError, match=r"Nothing in this table|says"):
        desk.bring(text)
    assert desk.book.imports() == ()
    assert desk.book.attributes() == {}
    assert desk.book.next_import_no() == 1


def test_one_row_per_customer_gives_attributes(desk):
    report = desk.bring("customer_id,country,signup_date\nc1,NL,2024-01-01\nc2,DE,2024-02-01\n")
    assert report["kind"] == ["customers"]
    assert desk.column("customers", "customer", "country", "signup_date") == [
        ("c1", "NL", "2024-01-01"), ("c2", "DE", "2024-02-01"),
    ]  # fmt: skip


def test_other_dates_beside_the_time_are_attributes(desk):
    desk.bring(
        "case_id,activity,timestamp,case_start,due_date\n"
        "1,Open,2024-01-01,2023-12-31,2024-02-01\n1,Close,2024-01-05,2023-12-31,2024-02-01\n"
    )
    assert desk.column("events", "touchpoint") == ["Open", "Close"]
    assert desk.column("events", "due_date", "case_start")[0] == ("2024-02-01", "2023-12-31")


def test_a_birth_date_is_no_milestone(desk):
    report = desk.bring("customer_id,name,dob\n1,Ann,1980-02-03\n2,Bob,1970-01-01\n")
    assert report["kind"] == ["customers"]


def test_a_running_number_without_a_name_is_left_out(desk):
    report = desk.bring(
        ",user_id,event,time\n0,u1,Home,2024-01-01\n1,u2,Home,2024-01-02\n2,u1,Cart,2024-01-03\n"
    )
    assert "column 1" not in desk.book.attributes()
    assert any("only counts the rows" in note for note in report["notes"])


def test_dates_without_a_touchpoint_column_take_the_files_name(desk):
    report = desk.bring(
        "customer_id,date,amount\nc1,2024-01-01,5\nc1,2024-01-02,6\nc2,2024-01-02,7\n",
        "purchases.csv",
    )
    assert desk.column("events", "touchpoint", "value") == [
        ("Purchases", v) for v in (5.0, 6.0, 7.0)
    ]
    assert any("a guess" in note for note in report["notes"])


def test_a_time_column_of_rubbish_is_told_as_such(desk):
    with pytest.raises(
        InputError, match=r"2 of 2 rows have the fault “time not understood” .first at line 2"
    ):
        desk.bring("user_id,event,timestamp\nu1,Home,soon\nu2,Cart,later\n")


def test_a_date_and_a_time_of_day_in_two_columns_are_one_time(desk):
    report = desk.bring(
        "user,action,date,time\na,x,2024-01-01,10:00:00\na,y,2024-01-01,23:30\nb,x,2024-01-02,00:00\n"
    )
    assert report["columns"]["time"]["column"] == "date time"
    hours = [(time // 3_600_000_000) % 24 for time in desk.column("events", "time")]
    assert hours == [10, 23, 0]


def test_a_customer_may_come_twice_in_a_table_of_customers(desk):
    report = desk.bring("customer_id,segment\na,x\nb,y\na,z\n")
    assert (report["kind"], report["accepted"]) == (["customers"], 3)


def test_the_reason_of_a_call_is_what_happened(desk):
    report = desk.bring(
        "call_id,customer_id,started,reason,agent\nk1,c1,2024-01-01 10:00,Billing question,x\n"
        "k2,c1,2024-01-02 10:00,Complaint made,y\nk3,c2,2024-01-02 11:00,Billing question,x\n"
    )
    assert (chosen(report)["touchpoint"], report["kind"]) == ("reason", ["events"])


def test_a_branch_is_never_taken_for_the_customer(desk):
    with pytest.raises(InputError, match="whose events"):
        desk.bring(
            "branch,visited,activity\n"
            + "".join(f"B{n % 5},2024-01-{n + 1:02},Visit\n" for n in range(20))
        )
