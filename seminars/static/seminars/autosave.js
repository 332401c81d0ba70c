// data-autosave: a form sends itself while it is being filled in, and says when it was kept. Without this file its button does it.

const WAIT = 1200;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  let timer = 0;
  let isChanged = false;
  let isSending = false;

  const keep = async (alive) => {
    clearTimeout(timer);
    if (!isChanged || isSending || form.dataset.sent) return;
    isChanged = false;
    isSending = true;
    const typed = new FormData(form);
    typed.set("deed", "autosave");
    try {
      const answer = await fetch(form.action, { method: "POST", body: typed, keepalive: alive });
      const words = await answer.text();
      const isKept = answer.ok && !answer.redirected;
      said.textContent = isKept ? words : form.dataset.failed;
    } catch {
      isChanged = true;
      said.textContent = form.dataset.failed;
    }
    isSending = false;
    // What was typed while the last one was on its way.
    if (isChanged && !form.dataset.sent) timer = setTimeout(keep, WAIT, false);
  };

  form.addEventListener("input", () => {
    isChanged = true;
    clearTimeout(timer);
    timer = setTimeout(keep, WAIT, false);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
}
