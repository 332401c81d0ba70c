// data-suggestions: suggestions below a search field while somebody types. Without this script the form works as it is.

const WAIT = 150;

for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const field = form.querySelector("input[type=search]");
  const list = Object.assign(document.createElement("ul"), { id: `${field.id}-suggestions`, className: "suggestions", hidden: true });
  const said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  said.setAttribute("role", "status");
  form.append(list, said);
  const states = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(states)) field.setAttribute(name, value);

  let timer, asked;
  const options = () => [...list.children];
  const active = () => list.querySelector("[aria-selected=true]");

  const mark = (option) => {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const show = (isOpen) => {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(null);
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    said.textContent = "";
    show(false);
  };
  const ask = async () => {
    const text = field.value.trim();
    if (!text) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      if (!answer.ok) return close();
      list.innerHTML = await answer.text();
    } catch {
      return; // Another letter came, or the line is away: the form still searches.
    }
    const count = options().length;
    show(count > 0 && document.activeElement === field);
    said.textContent = count ? form.dataset.found.replace("{count}", count) : "";
  };

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    // While Chinese is being composed, what stands there is not what is meant.
    if (!event.isComposing) timer = setTimeout(ask, WAIT);
  });
  field.addEventListener("compositionend", () => { timer = setTimeout(ask, WAIT); });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options().length) {
      event.preventDefault();
      if (list.hidden) show(true);
      const all = options();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const place = all.indexOf(active());
      // Past either end nothing is chosen: the own words are.
      const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step;
      mark(all[next] ?? null);
    } else if (event.key === "Enter" && !list.hidden && active()) {
      event.preventDefault();
      location.assign(active().dataset.url);
    }
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  // Before the field loses the focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
