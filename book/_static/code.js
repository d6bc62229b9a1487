/* Code on demand: one switch for all pages, remembered. Each piece of code waits in a template beside what it printed,
   so that a page without it has no mark of it. */
"use strict";

{
  const KEY = "code";
  const buttons = [...document.querySelectorAll(".twoarm-code-switch")];
  const templates = [...document.querySelectorAll("template.twoarm-code")];

  const asked = () => {
    try {
      return localStorage.getItem(KEY) === "shown";
    } catch {
      return false; // a browser that keeps nothing
    }
  };

  const remember = (on) => {
    try {
      localStorage.setItem(KEY, on ? "shown" : "hidden");
    } catch {
      // it holds for this page
    }
  };

  const shown = (template) => {
    const box = document.createElement("div");
    box.className = "twoarm-code";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", template.dataset.label);
    box.append(template.content.cloneNode(true));
    return box;
  };

  const show = (on) => {
    document.querySelectorAll("div.twoarm-code").forEach((box) => box.remove());
    if (on) templates.forEach((template) => template.after(shown(template)));
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(on)));
  };

  buttons.forEach((button) =>
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      remember(on);
      show(on);
    }),
  );
  // Another page that is open follows.
  window.addEventListener("storage", (event) => event.key === KEY && show(asked()));
  if (asked()) show(true);
}
