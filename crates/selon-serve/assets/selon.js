// What pages do better with a script: every page reads and works without it.
"use strict";

// Keys: j and k go along the rows of a page, o opens one, / goes to the search, ? shows what keys there are.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...document.querySelectorAll("main .row")];
  const at = rows.findIndex((row) => row.classList.contains("here"));
  const go = (to) => {
    if (!rows[to]) return;
    rows[at]?.classList.remove("here");
    rows[to].classList.add("here");
    rows[to].querySelector("a[href]")?.focus();
    rows[to].scrollIntoView({ block: "nearest" });
  };
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(Math.max(at - 1, 0));
  else if (event.key === "o") rows[at]?.querySelector("a[href]")?.click();
  else if (event.key === "/") document.getElementById("q")?.focus();
  else if (event.key === "?") document.querySelector("footer .keys")?.scrollIntoView();
  else return;
  event.preventDefault();
});

// What is under way: its part of the page is asked for again every few seconds.
const live = document.querySelector("[data-live]");
if (live) {
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-live]");
    if (now && now.innerHTML !== live.innerHTML) live.replaceChildren(...now.childNodes);
  }, 3000);
}

// A click copies the citation of a claim, which is asked for then.
for (const button of document.querySelectorAll("button[data-cite]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const answer = await fetch(button.dataset.cite).catch(() => null);
    if (!answer?.ok) return;
    await navigator.clipboard.writeText((await answer.json()).plain);
    done(button);
  });
}

// A button says that what it does is done.
function done(button) {
  button.classList.add("done");
  if (button.dataset.done) button.textContent = button.dataset.done;
}

// A click copies a text of the page.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    done(button);
  });
}

// Pages dropped on the form are the pages that were chosen.
const add = document.getElementById("add");
if (add) {
  const stop = (event) => event.preventDefault();
  document.addEventListener("dragover", stop);
  document.addEventListener("drop", (event) => {
    stop(event);
    if (!event.dataTransfer.files.length) return;
    document.getElementById("pages").files = event.dataTransfer.files;
    add.requestSubmit();
  });
}
