"""Bringing a file in, in a real browser: preview, correction by hand, import, cancel."""

import time
from pathlib import Path

import pytest
from serving import PATIENCE

from browser.pages import api, axe, until

EVENTS = (
    "user_id,event,timestamp\n"
    + "".join(f"eve{no},Catalog,2024-03-05 10:00:0{no}\n" for no in range(5))
    + "eve9,Catalog,no time\n"
)


NONE_WAITS = """fetch('/api/v1/uploads').then(answer => answer.json())
    .then(found => found.uploads.every(one => one.state === 'done'))"""


@pytest.fixture
def bring(browse, tmp_path):
    """Return a function that opens the page of data and drops a file on it."""

    def brought(name, content, **options):
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        page = browse("/data", **options)
        page.set_input_files("input[type=file]", str(file))
        return page

    return brought


def nothing_lies(page, shop):
    """Wait until the server took away what was sent and is needed no longer."""
    ends = time.monotonic() + PATIENCE
    while lying := list((shop / "spool").glob("*")):
        assert time.monotonic() < ends, lying
        page.wait_for_timeout(40)


def test_a_file_is_previewed_then_imported_and_its_report_shown(bring, server, shop):
    before = len(api(server, "/sources"))
    page = bring("more.csv", EVENTS)
    page.wait_for_selector('.upload[data-state="preview"]')
    preview = page.locator(".upload").inner_text()
    assert "user_id" in preview
    assert "nothing is imported yet" in preview
    assert len(api(server, "/sources")) == before
    assert axe(page) == []
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_selector('.upload[data-state="done"]')
    assert "5 accepted + 1 put aside" in page.locator(".upload .sum").inner_text()
    until(page, "document.querySelector('table.sources').innerText.includes('more')")
    reports = api(server, "/sources")
    assert (reports[-1]["accepted"], reports[-1]["quarantined"]) == (5, 1)
    page.locator("table.sources").get_by_role("button", name="more").click()
    page.wait_for_selector(".aside tbody tr")
    assert "no time" in page.locator(".aside tbody tr").inner_text()
    with page.expect_download() as waiting:
        page.locator(".aside").get_by_role("button", name="CSV").click()
    assert "eve9" in Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    nothing_lies(page, shop)
    sent = [url for url in page.requests if "/uploads?" in url]
    assert len(sent) == 1
    assert page.problems == []


def test_a_column_that_was_taken_wrongly_is_set_by_hand(bring, server, shop):
    rows = "".join(f"a{no},{no % 3},2024-03-0{no + 1},Page {no % 2}\n" for no in range(6))
    page = bring("odd.csv", "user_id,event,timestamp,place\n" + rows)
    page.wait_for_selector('.upload[data-state="preview"]')
    page.get_by_label("Role of place").select_option("touchpoint")
    assert page.get_by_label("Role of event").input_value() == ""
    page.get_by_role("button", name="Preview again").click()
    until(
        page,
        "[...document.querySelectorAll('.upload td')].some(one => one.innerText === 'set by you')",
    )
    page.wait_for_selector('.upload[data-state="preview"]')
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_selector('.upload[data-state="done"]')
    assert api(server, "/sources")[-1]["columns"]["touchpoint"]["column"] == "place"
    assert "Page 1" in {row["touchpoint"] for row in api(server, "/stages")}


def test_an_upload_is_cancelled_while_it_is_sent_and_leaves_nothing(browse, server, shop, tmp_path):
    before = api(server, "/sources"), api(server, "/analyses/graph")
    file = tmp_path / "large.csv"
    with file.open("w") as written:
        written.write("user_id,event,timestamp\n")
        written.write("eve,Catalog,2024-03-05 10:00:00\n" * 400_000)
    page = browse("/data")
    network = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.set_input_files("input[type=file]", str(file))
    until(
        page,
        "/MB of/.test(document.querySelector('.upload')?.innerText)",
    )
    page.get_by_role("button", name="Cancel").click()
    page.wait_for_selector('.upload[data-state="cancelled"]')
    assert "Nothing was imported" in page.locator(".upload").inner_text()
    until(page, NONE_WAITS)
    nothing_lies(page, shop)
    assert (api(server, "/sources"), api(server, "/analyses/graph")) == before
    assert page.problems == []


def test_a_preview_is_still_there_after_the_page_was_left(bring, shop):
    page = bring("kept.csv", EVENTS)
    page.wait_for_selector('.upload[data-state="preview"]')
    page.reload()
    page.wait_for_selector('.upload[data-state="preview"]')
    assert "kept.csv" in page.locator(".upload").inner_text()
    page.get_by_role("button", name="Dismiss kept.csv").click()
    page.wait_for_selector(".upload", state="detached")
    until(page, NONE_WAITS)
    nothing_lies(page, shop)


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(bring, server):
    before = api(server, "/sources")
    page = bring("letter.csv", b"%PDF-1.7 no table at all")
    page.wait_for_selector('.upload[data-state="failed"]')
    assert "PDF" in page.locator(".upload .wrong").inner_text()
    assert api(server, "/sources") == before
    page.get_by_role("button", name="Dismiss letter.csv").click()


def test_what_a_file_says_stays_text(bring):
    rows = "".join(
        f'u{no},"<img src=x onerror=alert(1)>",2024-03-05 10:00:0{no},"=cmd()"\n' for no in range(6)
    )
    hostile = "user_id,event,timestamp,note\n" + rows
    page = bring("hostile.csv", hostile)
    page.wait_for_selector('.upload[data-state="preview"]')
    assert "<img src=x" in page.locator(".upload").inner_text()
    assert "=cmd()" in page.locator(".upload").inner_text()
    assert page.locator(".upload img").count() == 0
    page.get_by_role("button", name="Dismiss hostile.csv").click()
