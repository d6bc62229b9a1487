/* Search: numbers, counts, claims, outcomes and words, each in its place, which a hit opens. No form and no request: the
   index is a script of data that is read once somebody searches, and what is found is written as text. */
"use strict";

{
  const MOST = 40; // hits that are shown
  const AROUND = [60, 120]; // letters before and behind what was found
  const root = document.documentElement.dataset.content_root;
  const dialog = document.getElementById("twoarm-search-dialog");
  const boxes = [...document.querySelectorAll(".twoarm-search")];
  let index;

  const load = () => {
    if (index) return;
    index = document.createElement("script");
    index.src = `${root}_static/places.js`;
    index.addEventListener("load", () => boxes.forEach(show));
    document.head.append(index);
  };

  /* The parts of what was typed, each as the source of an expression. A number is found whole and whatever its sign, a word
     by its beginning; what names something (C12, P) is found whole. "13 of 30" and "13/30", "P = 0.05" and "P 0.05" are one. */
  const partsOf = (query) => {
    const typed = query.normalize("NFC").replace(/(?<!\d)\.(?=\d)/g, "0.");
    const parts = typed.match(/\p{L}[\p{L}\p{N}]*|[<>≤≥]?\s*\d+(?:[.,·]\d+)*/gu) ?? [];
    const counts = parts.some((part) => /\d/.test(part));
    return parts.filter((part) => !(counts && part === "of")).map(sourceOf);
  };
  const sourceOf = (part) => {
    const number = part.match(/^([<>≤≥]?)\s*(\d.*)$/);
    if (number) {
      const digits = number[2].replace(/[.,·]/g, "[.,·]");
      return `${number[1] && `${number[1]}\\s?`}(?<![\\p{L}\\d]|\\d[.,·])${digits}(?![\\p{L}\\d]|[.,·]\\d)`;
    }
    const whole = part.length === 1 || /\d/.test(part);
    return `(?<![\\p{L}\\p{N}])${part}${whole ? "(?![\\p{L}\\p{N}])" : ""}`;
  };

  /* How well a place fits: all parts within it, the numbers and at least one part in its own text; best as one phrase at
     its beginning, which is what a row or a heading is called. */
  const scoreOf = (asked, title, where, text) => {
    const around = `${title} ${where}`;
    const own = asked.parts.filter((part) => part.test(text)).length;
    const fits = (part) => part.test(text) || (!part.source.includes("\\d[") && part.test(around));
    if (!own || !asked.parts.every(fits)) return 0;
    const at = text.search(asked.phrase);
    return own / asked.parts.length + (at >= 0 ? 2 : 0) + (at === 0 ? 2 : 0) + (where ? 0 : 1);
  };

  const find = (query) => {
    const sources = partsOf(query);
    if (!sources.length) return [];
    const asked = {
      parts: sources.map((source) => new RegExp(source, "iu")),
      phrase: new RegExp(sources.join("[^\\p{L}\\p{N}<>≤≥]{0,4}(?:of\\s)?"), "iu"),
      any: new RegExp(sources.join("|"), "giu"),
    };
    return Object.entries(window.twoarmPlaces)
      .flatMap(([page, { title, places }]) =>
        places.map(([anchor, where, text]) => ({
          ...{ page, title, anchor, where, text, asked },
          score: scoreOf(asked, title, where, text),
        })),
      )
      .filter((one) => one.score)
      .sort((a, b) => b.score - a.score);
  };

  const make = (tag, name, ...inner) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inner);
    return element;
  };

  /* What stands around the first thing found, with all of them marked. */
  const said = ({ text, asked }) => {
    const phrase = text.search(asked.phrase);
    const at = phrase < 0 ? Math.max(text.search(asked.any), 0) : phrase;
    const start = at > AROUND[0] ? text.lastIndexOf(" ", at - AROUND[0]) + 1 : 0;
    const end = at + AROUND[1] < text.length ? text.lastIndexOf(" ", at + AROUND[1]) : text.length;
    const piece = text.slice(start, end);
    const parts = [start ? "… " : ""];
    let done = 0;
    for (const match of piece.matchAll(asked.any)) {
      parts.push(piece.slice(done, match.index), make("mark", "", match[0]));
      done = match.index + match[0].length;
    }
    return [...parts, piece.slice(done), end < text.length ? " …" : ""];
  };

  const entryOf = (found) => {
    const place = [...new Set([found.title, found.where])].filter((part) => part && part !== found.text).join(" › ");
    const link = make("a", "", make("span", "twoarm-found", ...said(found)), make("span", "twoarm-where", place));
    link.href = `${root}${found.page}#${found.anchor}`;
    link.addEventListener("click", () => dialog.close()); // it may lead to a place of the page behind it
    return make("li", "", link);
  };

  const told = (count, shown) => {
    if (shown < count) return `${shown} of ${count} places found`;
    return count === 1 ? "1 place found" : `${count || "No"} places found`;
  };

  const show = (box) => {
    if (!window.twoarmPlaces) return;
    const query = box.querySelector("input").value.trim();
    const found = query ? find(query) : [];
    const shown = found.slice(0, MOST);
    box.querySelector("ul").replaceChildren(...shown.map(entryOf));
    box.querySelector("[role=status]").textContent = query ? told(found.length, shown.length) : "";
  };

  const open = () => {
    load();
    const own = boxes.find((box) => !dialog.contains(box)); // of the page of the search
    if (!own && !dialog.open) dialog.showModal();
    const field = (own || dialog).querySelector("input");
    field.focus();
    field.select();
  };

  const words = new URLSearchParams(location.search).get("q"); // search.html?q=...
  boxes.forEach((box) => {
    const field = box.querySelector("input");
    if (words && !dialog.contains(box)) field.value = words;
    field.addEventListener("input", () => show(box));
  });
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
