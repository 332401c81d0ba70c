// data-roster: up, down and Enter go from person to person in the same column; how many exceptions are marked is said.
// Enter never confirms by accident. Without this file the form works as it is.

for (const form of document.querySelectorAll("form[data-roster]")) {
  const rows = [...form.querySelectorAll("tbody tr")];
  const columns = rows.map((row) => [...row.querySelectorAll("input")]);
  const said = form.querySelector("[data-exceptions]");

  const go = (field, step) => {
    const at = columns.findIndex((fields) => fields.includes(field));
    const next = columns[at + step]?.[columns[at].indexOf(field)];
    if (!next) return;
    next.focus();
    if (next.type !== "checkbox") next.select();
  };

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches("tbody input")) return;
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    go(field, step);
  });

  const count = () => {
    const absent = form.querySelectorAll("tbody input[type=checkbox]:checked").length;
    const partly = columns.filter((fields) => fields.some((one) => one.type !== "checkbox" && one.value !== "")).length;
    said.textContent = said.dataset.exceptions.replace("{absent}", absent).replace("{partly}", partly);
  };
  if (said) {
    form.addEventListener("input", count);
    count();
  }
}
