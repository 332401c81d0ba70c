"""Who walks through a story: a browser window each, and the deeds of a base, a regulator and a professional, done by clicking."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.screenshots import sign_in
from learning.accounts.models import TextMessage
from tests.rigs import Site, wait_for

# Two cores run the site, its worker, a browser and the database: patience is not weakness.
expect.set_options(timeout=20_000)

TITLE = "数控加工工艺优化（故事）"


@dataclass
class Walker:
    """Somebody with a browser window of their own."""

    site: Site
    page: Page

    @classmethod
    def arrive(cls, browser: Browser, site: Site) -> "Walker":
        """Open a window."""
        context: BrowserContext = browser.new_context(
            locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
        )
        context.set_default_timeout(20_000)
        return cls(site, context.new_page())

    def go(self, path: str) -> None:
        """Open an address of the site; try again while the web process is away."""
        wait_for(f"the page {path}", lambda: self._went(path), seconds=30)

    def _went(self, path: str) -> bool:
        try:
            answer = self.page.goto(self.site.url + path)
        except Exception:  # the web process was killed and is starting again
            return False
        return answer is not None and answer.status < 500

    def sign_in(self, who: str) -> None:
        """Sign in as one of the demo's logins, with the second factor of staff."""
        sign_in(self.page, self.site.url, who)
        expect(self.page.locator(".who")).to_be_visible()

    def press(self, text: str) -> None:
        """Press the button, or follow the link, that says `text`."""
        self.page.get_by_role("button", name=text, exact=True).or_(
            self.page.get_by_role("link", name=text, exact=True)
        ).first.click()
        self.page.wait_for_load_state()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """See `text` on the page."""
        expect(self.page.locator("main, body").first).to_contain_text(text)

    def fill(self, **values: str) -> None:
        """Fill fields by name; a select takes the value."""
        for name, value in values.items():
            field = self.page.locator(f"main [name='{name}']").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)


class Base(Walker):
    """A manager of a base."""

    def apply(self) -> None:
        """Apply for a programme of eight hours."""
        self.go("/base/")
        self.press("申请立项")
        self.fill(kind="BASE_COURSE", title=TITLE)
        self.press("开始填写")
        for step in (
            {"sector": "INDUSTRY", "level": "city"},
            {"category": "professional", "hours": "8", "minutes": "360"},
            {"summary": "数控加工工艺的编制与优化。", "teachers": "高明远，教授，示例大学"},
            {"audience": "机械行业专业技术人员"},
            {"deliverable": ""},
        ):
            self.fill(**step)
            self.press("保存并继续")
        self.press("提交审批")
        self.sees(re.compile("审批中|已提交|待审批"))

    def open_run(self, programme: int, *, day: date) -> None:
        """Open a run of two half-days on `day`."""
        self.go(f"/base/programmes/{programme}/runs/new/")
        eve = day - timedelta(days=1)
        self.fill(starts_on=f"{day}", ends_on=f"{day}", place="南京市示例路1号", places="2", enrol_until=f"{eve}T20:00")
        for number, (begins, ends) in enumerate((("08:30", "11:40"), ("13:30", "16:40"))):
            row = {"title": f"第{number + 1}讲", "day": f"{day}", "begins": begins, "ends": ends, "minutes": "180"}
            self.fill(**{f"sessions-{number}-{name}": value for name, value in row.items()})
        self.page.locator("button[name=deed][value=open]").click()
        self.page.wait_for_load_state()
        self.sees(TITLE)

    def submit_page(self, page_id: int) -> None:
        """Write a word on the page of the programme and hand it to moderation."""
        self.go(f"/cms/pages/{page_id}/edit/")
        press_admin(self.page, "[name='action-submit']")

    def confirm(self, session: int) -> None:
        """Confirm that everybody was there."""
        self.go(f"/base/sessions/{session}/")
        self.press("确认考勤")

    def close(self, run: int) -> None:
        """Close the run."""
        self.go(f"/base/runs/{run}/closing/")
        self.press("确认结班")
        self.sees("王")


class Officer(Walker):
    """An officer of the city's regulator."""

    def approve(self, application: int) -> None:
        """Approve an application under a number."""
        self.go(f"/decisions/applications/{application}/")
        self.page.locator("main [name=decision][value=approve]").check()
        self.fill(approval_number="宁人社演〔2026〕88号")
        self.press("提交审定结果")

    def moderate(self, page_id: int) -> None:
        """Approve the page that waits."""
        self.go(f"/cms/pages/{page_id}/edit/")
        press_admin(self.page, "[data-workflow-action-name='approve']")


class Professional(Walker):
    """Somebody whose hours are kept, and who has no login yet."""

    def sign_up(self, mobile: str) -> None:
        """Sign up by mobile number."""
        self.go("/accounts/signup/")
        self.fill(phone=mobile, password1="Lanhua-2026-Qiutian")
        self.page.locator("main [name=consent]").check()
        self.page.locator("main form:has([name=phone]) button[type=submit]").click()
        self.page.wait_for_load_state()
        self.fill(code=code_to(mobile))
        self.page.locator("main form:has([name=code]) button[type=submit]").first.click()
        self.page.wait_for_load_state()
        expect(self.page.locator(".who")).to_be_visible()

    def join(self, *, name: str, number: str, mobile: str) -> None:
        """Join the own record by a code to the contact that the employer recorded."""
        self.go("/people/join/")
        self.fill(name=name, number=number)
        self.page.locator("main [name=agrees]").check()
        self.page.locator("main form:has([name=number]) button[type=submit]").click()
        self.page.wait_for_load_state()
        if self.page.locator("main [name=contact]").first.get_attribute("type") == "radio":
            self.page.locator("main [name=contact]").first.check()
        before = TextMessage.objects.count()
        self.page.locator("main form:has([name=contact]) button[type=submit]").first.click()
        self.page.wait_for_load_state()
        wait_for("the code", lambda: TextMessage.objects.count() > before)
        self.fill(code=code_to(mobile))
        self.page.locator("main form:has([name=code]) button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def enrol(self, run: int) -> None:
        """Enrol for the run."""
        self.go(f"/runs/{run}/")
        self.page.locator("main button[name=kind][value=PARTICIPANT]").click()
        self.page.wait_for_load_state()
        self.sees(re.compile("您已被.*录取"))


def press_admin(page: Page, selector: str) -> None:
    """Press a button of Wagtail's, wherever its menus hide it."""
    page.wait_for_selector(selector, state="attached")
    with page.expect_navigation():
        page.locator(selector).first.evaluate("button => button.click()")


def code_to(mobile: str) -> str:
    """Return the newest code that was sent to `mobile`."""
    message: Any = wait_for(
        "a text message",
        lambda: TextMessage.objects.filter(to__endswith=mobile[-11:], body__contains="验证码").order_by("-pk").first(),
    )
    found = re.search(r"\b([0-9A-Z]{6}|[0-9A-Z]{3}-[0-9A-Z]{3,4})\b|(\d{4,8})", message.body)
    assert found, message.body
    return found[0]
