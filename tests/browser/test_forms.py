"""What is wrong with a form can be reached and is read out: a summary that takes the focus, links to the fields, fields that say why."""

import pytest
from playwright.sync_api import BrowserContext, Page

from deploy.walk import Found
from tests.rigs import Site

# Whose form, its address or the name of it, and what is typed before it is sent; nothing typed is wrong enough for most.
FORMS = (
    ("", "/accounts/login/", {}),
    ("", "/accounts/signup/", {"phone": "12"}),
    ("", "/accounts/login/code/", {}),
    ("", "/verify/", {}),
    ("professional", "/accounts/password/change/", {}),
    ("base", "accounts:organisation", {}),
    ("base", "seminars:open-run", {}),
    ("province", "/register/", {"text": ""}),
    ("province", "seminars:decide-application", {}),
)
READ_OUT = """() => {
  const faults = [], summary = document.querySelector("main [role=alert]");
  if (!summary) return ["no summary"];
  if (document.activeElement !== summary) faults.push("the summary has not the focus, but " + document.activeElement.outerHTML.slice(0, 80));
  for (const link of summary.querySelectorAll("a[href^='#']"))
    if (!document.getElementById(link.hash.slice(1))) faults.push("leads nowhere: " + link.outerHTML);
  const errors = [...document.querySelectorAll("main .field .field-error")];
  if (!errors.length) faults.push("no error stands at a field");
  for (const error of errors) {
    const field = error.closest(".field").querySelector("input, select, textarea");
    const told = field.closest("fieldset[aria-describedby]") || field;
    if (!error.innerText.trim()) faults.push("an error says nothing at " + field.name);
    if (field.getAttribute("aria-invalid") !== "true") faults.push("not marked as wrong: " + field.name);
    if (!(told.getAttribute("aria-describedby") || "").split(" ").includes(error.id)) faults.push("not told at: " + field.name);
  }
  return faults;
}"""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[1])
def test_faults_of_a_form_are_read_out(
    pages: list[Found], windows: dict[str, BrowserContext], site: Site, form: tuple[str, str, dict[str, str]]
) -> None:
    who, address, typed = form
    page = windows[who].pages[0]
    path = next((found.path for found in pages if found.name == address), address)

    page.goto(site.url + path)
    _send(page, typed)

    assert page.evaluate(READ_OUT) == []


def _send(page: Page, typed: dict[str, str]) -> None:
    form = page.locator("main form[method=post]:has(input:not([type=hidden]))").first
    for name, value in typed.items():
        form.locator(f"[name={name}]").fill(value)
    with page.expect_navigation():
        form.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
