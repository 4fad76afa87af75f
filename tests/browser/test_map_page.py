"""The map page in a real browser: readable, whole, safe, usable by keyboard."""

import pytest

import drawn_maps
from desirepath.exports import html

EVERY = drawn_maps.everything()

# every pair of texts of the picture whose ink meets, and every text that leaves its sheet
TROUBLE = """
() => {
  const found = [];
  for (const svg of document.querySelectorAll('.map svg, svg[xmlns] svg, body > svg')) {
    const sheet = svg.getBoundingClientRect();
    const boxes = [...svg.querySelectorAll('text:not(.mark)')].map((text) => {
      const box = text.getBoundingClientRect();
      const ink = box.height * 0.22;
      return {
        words: text.textContent, left: box.left, right: box.right,
        top: box.top + ink, bottom: box.bottom - ink,
      };
    });
    for (const box of boxes) {
      if (box.left < sheet.left - 1 || box.right > sheet.right + 1 ||
          box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1) {
        found.push('leaves the sheet: ' + box.words);
      }
    }
    boxes.sort((a, b) => a.top - b.top);
    boxes.forEach((one, place) => {
      for (const other of boxes.slice(place + 1)) {
        if (other.top >= one.bottom) break;
        if (one.left < other.right - 0.5 && other.left < one.right - 0.5) {
          found.push('overlap: ' + one.words + ' / ' + other.words);
        }
      }
    });
  }
  return found;
}
"""
CLIPPED = """
() => [...document.querySelectorAll(
    'h1, h2, h3, p, .chip, .fact, .key, .stop, .point, .slip, .quote, .idea, td, th, .tag, dd'
  )].filter((node) => node.offsetParent !== null &&
    (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).display !== 'inline'))
  .map((node) => node.className + ': ' + node.textContent.slice(0, 60))
"""
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("name", EVERY)
def test_no_text_of_the_picture_overlaps_or_is_clipped(show, name):
    page = show(EVERY[name])
    assert page.evaluate(TROUBLE) == []
    assert page.evaluate(CLIPPED) == []
    assert page.problems == []


def test_the_check_for_overlaps_finds_them(show):
    page = show(EVERY["plan"])
    page.evaluate(
        "() => { const text = document.querySelector('.map .body text');"
        "text.after(text.cloneNode(true)); text.setAttribute('x', '-30'); }"
    )
    found = page.evaluate(TROUBLE)
    assert found == ["leaves the sheet: Awareness", "overlap: Awareness / Awareness"]


@pytest.mark.parametrize("name", ["plan", "long", "ratings"])
def test_the_svg_alone_has_no_overlaps_either(show, name):
    page = show(EVERY[name], suffix=".svg")
    trouble = TROUBLE.replace("'.map svg, svg[xmlns] svg, body > svg'", "'svg'")
    assert page.evaluate(trouble) == []


@pytest.mark.parametrize("name", EVERY)
def test_a_phone_sees_cards_and_never_scrolls_sideways(show, name):
    page = show(EVERY[name], width=390, height=844)
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(CLIPPED) == []
    assert not page.locator(".picture").is_visible()
    assert page.locator(".phone").inner_text()
    assert page.locator(".phone .step").count() == page.locator(".phone .step:visible").count()


def test_targets_on_a_phone_are_large_enough(show):
    page = show(EVERY["plan"], width=390, height=844)
    small = page.evaluate(
        "() => [...document.querySelectorAll('.phone button, .phone a, .fact')]"
        ".filter((node) => node.offsetParent && node.getBoundingClientRect().height < 24)"
        ".map((node) => node.className + node.textContent)"
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_asks_the_network_for_nothing(show, scheme):
    page = show(EVERY["plan"], scheme=scheme)
    page.locator('[data-path="lanes.5.cells.1"]').first.click()
    assert [url for url in page.requests if not url.startswith(("file:", "data:"))] == []
    assert page.problems == []


def test_texts_of_the_data_stay_text(show):
    page = show(EVERY["long"])
    page.locator('.hit[data-path^="lanes.3.cells.0"]').click()
    assert page.locator("img").count() == 0
    assert "</script><img src=x onerror=alert(1)>" in page.locator("#drawer .quotes").inner_text()
    assert page.problems == []


def test_a_script_smuggled_in_does_not_run(show, tmp_path):
    page = show(EVERY["plan"])
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s); }"
    )
    assert page.evaluate("() => window.ran") is None


def test_any_number_opens_its_evidence_and_escape_gives_the_focus_back(show):
    page = show(EVERY["plan"])
    pain = page.locator('.hit[data-path="lanes.5.cells.1"]')
    pain.focus()
    page.keyboard.press("e")
    drawer = page.locator("#drawer")
    assert drawer.is_visible()
    said = drawer.inner_text()
    for words in ("Pain 1 of 7", "ID photo", "809", "690 to 929", "pain_cost/1", "4\u202f087"):
        assert words in said
    assert "desirepath analyse pains --json" in said
    assert "ws.analyses.pains()" in said
    assert "web and app.csv" in said
    assert "Six photos of my ID" in said
    page.keyboard.press("Escape")
    assert not drawer.is_visible()
    assert pain.evaluate("node => node === document.activeElement")


def test_arrows_move_from_cell_to_cell_and_enter_opens(show):
    page = show(EVERY["plan"])
    page.locator('.hit[data-path="stages.0"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.path") == "stages.1"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.path").startswith("stages.1.steps.")
    page.keyboard.press("Enter")
    assert page.locator("#drawer h2").inner_text() in {"Compares plans", "Checks coverage"}


def test_every_place_opens_a_drawer_with_a_title(show):
    for name in ("plan", "written", "ratings"):
        page = show(EVERY[name])
        titles = page.evaluate(
            "() => [...document.querySelectorAll('.hit')].map((hit) => { hit.click();"
            "return document.querySelector('#drawer-title').textContent; })"
        )
        assert len(titles) > 10
        assert all(titles)
        assert page.problems == []


def test_a_funnel_is_asked_again_with_its_options(show):
    page = show(EVERY["plan"])
    page.locator('.hit[data-path="stages.1"]').click()
    said = page.locator("#drawer .query").inner_text()
    assert "--steps 'stage:Awareness > stage:Consideration" in said
    assert "--mode reached" in said
    assert 'mode="reached"' in said


def test_the_theme_follows_the_system_and_the_button(show):
    page = show(EVERY["plan"], scheme="dark")
    back = "() => getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(back) == "rgb(21, 27, 35)"
    page.locator("#theme").click()
    assert page.evaluate(back) == "rgb(255, 255, 255)"
    assert page.locator("#theme").inner_text() == "Theme: light"


def test_text_is_drawn_in_the_shipped_font_no_wider_than_computed(show):
    page = show(EVERY["plan"])
    assert page.evaluate("document.fonts.check('600 12px Inter')")
    from desirepath.maps.text import width

    drawn = page.evaluate(
        "() => [...document.querySelectorAll('.map .body text:not(.mark)')].map((text) =>"
        "[text.lastChild.textContent, +text.getAttribute('font-size'),"
        " +(text.getAttribute('font-weight') || 400), text.getComputedTextLength()])"
    )
    assert len(drawn) > 200
    for words, size, weight, real in drawn:
        assert real <= width(words, size, weight) + 1.5, words


def test_printed_it_is_one_a3_page_with_everything_on_it(show):
    for name in EVERY:
        page = show(EVERY[name])
        pdf = page.pdf(prefer_css_page_size=True, print_background=True)
        assert pdf.count(b"/Type /Page\n") == 1, name
        assert b"/MediaBox [0 0 1191." in pdf


def test_the_table_twin_holds_what_the_picture_folds(show):
    page = show(EVERY["plan"])
    page.locator(".twin summary").click()
    said = page.locator(".twin table").inner_text()
    assert "Chat with advisor: 310 contacts in 300 journeys, chat" in said
    assert "Price mail" in said
    assert page.locator(".twin tbody tr").count() == len(EVERY["plan"]["lanes"])


def test_in_a_notebook_the_map_is_a_frame_that_works(window, tmp_path):
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><body>{html.fragment(EVERY['plan'])}", encoding="utf-8")
    page = window(viewport={"width": 1200, "height": 800})
    page.goto(path.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator('.hit[data-path="stages.0"]').click()
    assert frame.locator("#drawer h2").inner_text() == "Awareness"


def test_zoomed_in_the_labels_stay_in_view(show):
    page = show(EVERY["long"], width=900)
    page.evaluate("document.querySelector('.scroll').scrollLeft = 600")
    box = page.locator(".map .labels").bounding_box()
    assert box["x"] == 0
