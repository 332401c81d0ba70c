// Small behaviours, found by data- attributes. Every page works without them.

// data-once: a slow submit disables its button and says so, so that a second tap does nothing.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    // A disabled button would not be sent along: disable it after the form has been read.
    if (button) setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); }, 0);
  });
}
// Back button: the page comes from memory with its buttons still disabled.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-once]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button:disabled")) button.disabled = false;
  }
});

// data-print: print this page.
for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// data-closable: a menu closes by Escape, and by a tap or the focus going elsewhere.
const menus = document.querySelectorAll("details[data-closable]");
const closeOthers = (target) => {
  for (const menu of menus) if (menu.open && !menu.contains(target)) menu.open = false;
};
document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The summary of what is wrong takes the focus, so that it is read out; `autofocus` alone is not heeded everywhere.
document.querySelector("[autofocus][role=alert]")?.focus();

// Of a row of tabs that is wider than the screen, the one that is open is in sight.
for (const here of document.querySelectorAll(".tab-bar [aria-current]")) {
  const bar = here.closest(".tab-bar");
  bar.scrollLeft = here.offsetLeft - bar.offsetLeft - (bar.clientWidth - here.offsetWidth) / 2;
}

// What scrolls inside itself can be reached and pushed by keyboard, as long as it does scroll.
const scrollers = document.querySelectorAll(".table-scroll, .table-responsive, .sheet");
const sizes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
for (const scroller of scrollers) sizes.observe(scroller);
