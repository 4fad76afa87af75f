"""Exports of survey tools and review sites: whatever is asked, ratings and texts are found.

The small files are written by hand after the documentation that each layout names.
"""

# ruff: noqa: E501 - a row of data is read as one line

import csv
import io
import json

import pytest

from desirepath.imports.zones import zone_of


def table(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def days(number):
    return [f"2026-01-{day:02}" for day in range(10, 10 + number)]


NPS, WHY = (
    "How likely are you to recommend us to a friend? Think of your last visit as well.",
    "Why?",
)
SAID = [
    "It was quick and friendly",
    "I waited for an hour",
    "Nobody answered my letter",
    "Fine as ever",
]
SCORES = [9, 2, 0, 10]
ENDS = {0: "Not at all likely - 0", 10: "Extremely likely - 10"}
QUALTRICS = [
    ["StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId", "RecipientEmail", "ExternalReference", "DistributionChannel", "UserLanguage", "Q1_NPS_GROUP", "Q1", "Q2"],
    ["Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID", "Recipient Email", "External Data Reference", "Distribution Channel", "User Language", NPS + " - Group", NPS, WHY],
    [json.dumps({"ImportId": name, **({"timeZone": "America/Denver"} if "Date" in name else {})}, separators=(",", ":"))
     for name in ("startDate", "endDate", "status", "progress", "finished", "recordedDate", "_recordId", "recipientEmail", "externalDataReference", "distributionChannel", "userLanguage", "QID1_NPS_GROUP", "QID1", "QID2_TEXT")],
    *([f"{day} 10:00:00", f"{day} 10:05:00", "IP Address", "100", "True", f"{day} 10:05:01", f"R_{day}", f"c{score}@example.com", "u9" if score == 9 else "", "email", "EN", "3" if score > 8 else "1", str(score), said]
      for day, score, said in zip(days(4), SCORES, SAID, strict=True)),
]  # fmt: skip
MONKEY = [
    ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name", NPS, WHY, "Which of these did you use?", "", "How many children live with you?"],
    ["", "", "", "", "", "", "", "", "Open-Ended Response", "Website", "Shop", "Response"],
    *([f"11400{score}", "400", f"01/{20 + place}/2026 10:00:00 AM", f"01/{20 + place}/2026 10:05:00 AM", "", f"c{score}@example.com", "", ENDS.get(score, str(score)), said, "Website", "", str(place + 1)]
      for place, (score, said) in enumerate(zip(SCORES, SAID, strict=True))),
]  # fmt: skip
TYPEFORM = [
    ["#", NPS, WHY, "Your email", "Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"],
    *([f"t{score}", str(score), said, f"c{score}@example.com", "completed", f"{day} 10:00:00", "", f"{day} 10:05:00", "aa11", ""]
      for day, score, said in zip(days(4), SCORES, SAID, strict=True)),
]  # fmt: skip
FORMS = [
    ["Zeitstempel", "E-Mail-Adresse", NPS, WHY],
    *([f"2026/01/{10 + place} 3:04:05 PM GMT+1", f"c{score}@example.com", str(score), said]
      for place, (score, said) in enumerate(zip(SCORES, SAID, strict=True))),
]  # fmt: skip
SURVEYS = {
    "Qualtrics survey": (QUALTRICS, "2026-01-10T17:05:01Z", "u9"),
    "SurveyMonkey survey": (MONKEY, "2026-01-20T10:05:00Z", "c9@example.com"),
    "Typeform survey": (TYPEFORM, "2026-01-10T10:05:00Z", "c9@example.com"),
    "Google Forms survey": (FORMS, "2026-01-10T14:04:05Z", "c9@example.com"),
}


def micros(text):
    from desirepath.collector.parcel import micros as read

    return read(text)


@pytest.mark.parametrize("name", SURVEYS)
def test_answers_of_a_survey_are_found_by_what_was_asked(desk, name):
    rows, when, who = SURVEYS[name]
    report = desk.bring(table(rows), "answers.csv", timezone=None)
    assert (report["format"], report["kind"]) == (name, ["feedback"])
    assert (report["rows"], report["accepted"], report["quarantined"]) == (4, 4, 0)
    assert desk.balanced(report)
    found = desk.column("feedback", "instrument", "score", "text", "scale_max")
    assert found == [("nps", score, said, 10) for score, said in zip(SCORES, SAID, strict=True)]
    assert desk.column("feedback", "customer", "time")[0] == (who, micros(when))
    assert desk.bring(table(rows), "again.csv")["known"] == 4


def test_the_three_header_rows_of_qualtrics_are_read_from_other_files_too(desk, another_desk):
    text = table(QUALTRICS, "\t")
    report = desk.bring(text.encode("utf-16"), "answers.tsv")
    assert (report["format"], report["accepted"]) == ("Qualtrics survey", 4)
    assert report["columns"]["score"]["column"] == f"Q1 {NPS}"
    without = table([QUALTRICS[0], *QUALTRICS[3:]])
    report = another_desk.bring(without, "answers.csv")
    assert (report["format"], report["accepted"]) == ("Qualtrics survey", 4)
    assert another_desk.column("feedback", "score") == SCORES


def test_a_zone_that_the_header_names_is_not_moved_by_the_users_word(desk, another_desk):
    desk.bring(table(QUALTRICS), timezone="Asia/Tokyo")
    assert desk.column("feedback", "time")[0] == micros("2026-01-10T17:05:01Z")
    report = another_desk.bring(table(MONKEY), timezone="Asia/Tokyo")
    assert another_desk.column("feedback", "time")[0] == micros("2026-01-20T01:05:00Z")
    assert not any("as the name says" in note for note in report["notes"])


def test_a_field_that_says_who_answered_is_the_customer(desk):
    rows = [["Timestamp", "user_id", "NPS", "What could we do better?"]]
    rows += [[f"{day} 10:00:00", f"u{score}", score, said]
             for day, score, said in zip(days(4), SCORES, SAID, strict=True)]  # fmt: skip
    report = desk.bring(table(rows))
    assert report["kind"] == ["feedback"]
    assert desk.column("feedback", "customer", "score", "text") == [
        (f"u{score}", score, said) for score, said in zip(SCORES, SAID, strict=True)
    ]


def test_a_log_that_begins_like_a_form_is_a_log(desk):
    rows = [["Timestamp", "Username", "Event", "How long did it take in seconds?"]]
    rows += [[f"{day} 10:00:00", f"u{place % 2}", ("Home", "Cart")[place // 2], "7"]
             for place, day in enumerate(days(4))]  # fmt: skip
    report = desk.bring(table(rows))
    assert (report["format"], report["kind"]) == ("csv", ["events"])
    assert set(desk.column("events", "touchpoint")) == {"Home", "Cart"}


PLAY = [
    ["Package Name", "App Version Code", "App Version Name", "Reviewer Language", "Device", "Review Submit Date and Time", "Review Submit Millis Since Epoch", "Review Last Update Date and Time", "Review Last Update Millis Since Epoch", "Star Rating", "Review Title", "Review Text", "Developer Reply Date and Time", "Developer Reply Millis Since Epoch", "Developer Reply Text", "Review Link"],
    ["com.shop", "12", "1.2", "de", "a06", "2026-01-10T14:40:32Z", "1768056032542", "2026-01-11T14:40:32Z", "1768142432542", "2", "", "Hängt sich auf", "", "", "", "http://play.google.com/x?reviewId=r1"],
    ["com.shop", "12", "1.2", "en", "a06", "2026-01-12T14:40:32Z", "1768228832542", "2026-01-12T14:40:32Z", "1768228832542", "5", "", "", "", "", "", ""],
]  # fmt: skip
TRUSTPILOT = [
    ["Domain URL", "Review Id", "Review Created (UTC)", "Review Consumer User Id", "Review Username", "Review User Email", "Review Title", "Review Content", "Review Stars", "Source Of Review"],
    ["shop.example", "r1", "2026-01-10 10:00:00", "t7", "Ann", "ann@example.com", "Good", "Came in a day", "5", "Organic"],
    ["shop.example", "r2", "2026-01-11 10:00:00", "t8", "Bob", "", "Bad", "Never came", "1", "Invitation"],
]  # fmt: skip


def test_reviews_of_an_app_are_answers_of_nobody_known(desk):
    report = desk.bring(table(PLAY).encode("utf-16"), "reviews_com.shop_202601.csv")
    assert (report["format"], report["accepted"]) == ("Google Play reviews", 2)
    found = desk.column("feedback", "customer", "instrument", "score", "scale_max", "text", "time")
    assert found == [
        (None, "rating", 2, 5, "Hängt sich auf", micros("2026-01-11T14:40:32Z")),
        (None, "rating", 5, 5, None, micros("2026-01-12T14:40:32Z")),
    ]


def test_reviews_of_a_company_belong_to_their_writers(desk):
    report = desk.bring(table(TRUSTPILOT), timezone="Asia/Tokyo")
    assert (report["format"], report["accepted"]) == ("Trustpilot reviews", 2)
    assert desk.column("feedback", "customer", "score", "text", "time") == [
        ("ann@example.com", 5, "Came in a day", micros("2026-01-10T10:00:00Z")),
        ("t8", 1, "Never came", micros("2026-01-11T10:00:00Z")),
    ]


@pytest.mark.parametrize(
    ("column", "given", "zone"),
    [
        ("Created (UTC)", None, "UTC"),
        ("Created (UTC)", "Asia/Tokyo", "UTC"),
        ("created_utc", None, "UTC"),
        ("RecordedDate (America/Denver)", "Asia/Tokyo", "America/Denver"),
        ("Signed up (AEDT)", None, "Australia/Sydney"),
        ("Signed up (AEDT)", "Asia/Tokyo", None),
        ("Signed up (CST)", None, None),
        ("Duration (min)", None, None),
        ("Place (Berlin/Mitte)", None, None),
        ("Best", None, None),
    ],
)
def test_a_zone_in_a_name(column, given, zone):
    assert zone_of(column, given) == zone
