/* Search in the page itself: no form and no request, and what is found is written as text.
   Sphinx finds; its own list of results is not used, since it writes titles as HTML and asks for every page. */
"use strict";

{
  const dialog = document.getElementById("twoarm-search-dialog");
  const boxes = [...document.querySelectorAll(".twoarm-search")];

  const find = (query) => {
    const results = Search._performSearch(...Search._parseQuery(query));
    localStorage.removeItem("sphinx_highlight_terms"); // nobody else is told what was looked for
    return results.reverse();
  };

  const addressOf = (page) => {
    const file = page === dialog.dataset.front ? "index" : page; // the index knows it by the name of its notebook
    return document.documentElement.dataset.content_root + file + DOCUMENTATION_OPTIONS.LINK_SUFFIX;
  };

  const entryOf = ([page, title, anchor]) => {
    const link = document.createElement("a");
    link.href = addressOf(page) + anchor;
    link.textContent = title;
    link.addEventListener("click", () => dialog.close()); // it may lead to a place of the page behind it
    const entry = document.createElement("li");
    entry.append(link);
    return entry;
  };

  const told = (count) => (count === 1 ? "1 place found" : `${count || "No"} places found`);

  const show = (box) => {
    const query = box.querySelector("input").value.trim();
    const entries = query ? find(query).map(entryOf) : [];
    box.querySelector("ul").replaceChildren(...entries);
    box.querySelector("[role=status]").textContent = query ? told(entries.length) : "";
  };

  const open = () => {
    const own = boxes.find((box) => !dialog.contains(box)); // of the page of the search
    if (!own && !dialog.open) dialog.showModal();
    const field = (own || dialog).querySelector("input");
    field.focus();
    field.select();
  };

  // Sphinx calls it where an address asks for words: search.html?q=...
  Search.performSearch = () => boxes.forEach(show);

  boxes.forEach((box) => box.querySelector("input").addEventListener("input", () => show(box)));
  document.querySelectorAll(".search-button__button").forEach((button) => button.addEventListener("click", open));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && dialog.close()); // else the first one empties the field
  window.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  if (boxes.some((box) => !dialog.contains(box))) open();
}
