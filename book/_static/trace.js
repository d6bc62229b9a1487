/* Every number answers: where it comes from, on hover, focus and tap; and so does a term of the glossary (data-says). The
   marks (data-trace) and the data stand in the page and in a script beside it; nothing is fetched. The numbers are found as twoarm.publish.traces finds them. */
(() => {
  "use strict";
  const NUMBER = /(?<![\p{L}\p{N}_.])(?<!\d-)(?:(?<!\d)[−-])?\d+(?:\.\d+)?(?![\p{L}\p{N}_]|\.\d|-\d)/gu;
  const INLINE = "abbr,b,br,cite,del,em,i,ins,mark,q,s,small,span,strong,sub,sup,u,a.term";
  const LEFT_OUT =
    "a:not(.term),button,code,cite,input,math,pre,script,select,style,summary,svg,template,.caption-number,.headerlink,.cell_input,.untraced";
  const SOON = 150; // milliseconds that a pointer rests on a number before it answers, and that the answer stays
  const HINT = "Arrow keys: the next number. Enter: Tab goes through all of them. Escape: close.";
  const ASKED = ".traced, a.term";
  let card, current, timer;

  const make = (tag, text, name) => {
    const element = document.createElement(tag);
    element.textContent = text ?? "";
    if (name) element.className = name;
    return element;
  };

  /* The text nodes of which an element is the block. */
  const textsOf = (element) =>
    [...element.childNodes].flatMap((node) => {
      if (node.nodeType === Node.TEXT_NODE) return [node];
      const within = node.nodeType === Node.ELEMENT_NODE && node.matches(INLINE) && !node.matches(LEFT_OUT);
      return within ? textsOf(node) : [];
    });

  const mark = (block) => {
    const tokens = block.dataset.trace.split(" ");
    const texts = textsOf(block);
    const found = texts.flatMap((node) => [...node.data.matchAll(NUMBER)]);
    if (found.length !== tokens.length) return; // something has changed the block: it answers nothing, not wrongly
    let next = 0;
    for (const node of texts) {
      const parts = [];
      let done = 0;
      for (const match of node.data.matchAll(NUMBER)) {
        const token = tokens[next++];
        if (token === "-") continue;
        const number = make("span", match[0], "traced");
        number.dataset.from = token;
        parts.push(node.data.slice(done, match.index), number);
        done = match.index + match[0].length;
      }
      if (parts.length) node.replaceWith(...parts, node.data.slice(done));
    }
  };

  const groupOf = (number) => number.closest("table") ?? number.closest("[data-trace]");
  const numbersOf = (group) => [...group.querySelectorAll(".traced")];

  const stop = (number) => {
    number.tabIndex = 0;
    number.setAttribute("role", "button");
    number.setAttribute("aria-describedby", card.id);
  };
  const unstop = (number) => {
    number.removeAttribute("tabindex");
    number.removeAttribute("role");
    number.removeAttribute("aria-describedby");
  };
  /* One number of a table or a paragraph can be tabbed to; all of them while somebody goes through them. */
  const only = (number) => {
    const group = groupOf(number);
    if (!group.classList.contains("trace-all")) numbersOf(group).forEach((one) => one === number || unstop(one));
    stop(number);
  };

  const lineOf = (text) => {
    const at = text.indexOf(": ");
    return [make("dt", text.slice(0, at)), make("dd", text.slice(at + 2))];
  };
  const fill = (asked) => {
    if (asked.matches("a")) card.replaceChildren(make("p", asked.dataset.says));
    else fillNumber(asked);
  };
  const fillNumber = (number) => {
    const { records, numbers } = window.twoarmTraces;
    const options = number.dataset.from.split("|").map((pair) => pair.split("."));
    const said = options.flatMap(([record, kind]) => {
      const list = make("dl");
      list.append(...records[record].split("\n").flatMap(lineOf));
      return [make("p", `${number.textContent}: ${numbers[kind]}`, "trace-number"), list];
    });
    if (options.length > 1) said.unshift(make("p", "Several rows have this number:"));
    if (number.matches(":focus-visible")) said.push(make("p", HINT, "trace-hint"));
    card.replaceChildren(...said);
  };
  const place = () => {
    const at = current.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const below = at.bottom + size.height + 8 < window.innerHeight || at.top < size.height + 8;
    card.style.left = `${Math.max(8, Math.min(at.left, room - size.width - 8))}px`;
    card.style.top = `${below ? at.bottom + 4 : at.top - size.height - 4}px`;
  };
  const open = (number) => {
    clearTimeout(timer);
    if (!window.twoarmTraces && !number.matches("a")) return;
    current?.classList.remove("trace-open");
    current = number;
    current.classList.add("trace-open");
    fill(number);
    card.showPopover();
    place();
  };
  const close = () => {
    clearTimeout(timer);
    current?.classList.remove("trace-open");
    current = undefined;
    if (card.matches(":popover-open")) card.hidePopover();
  };
  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, SOON);
  };

  /* The number in the same column of the next row that has one there; else the next one in either direction. */
  const beside = (number, key) => {
    const all = numbersOf(groupOf(number));
    const at = all.indexOf(number);
    const step = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    const cell = number.closest("td,th");
    if (cell && (key === "ArrowUp" || key === "ArrowDown")) {
      const rest = step > 0 ? all.slice(at + 1) : all.slice(0, at).reverse();
      const column = rest.filter((one) => one.closest("td,th")?.cellIndex === cell.cellIndex);
      const row = column.find((one) => one.closest("tr") !== cell.parentElement);
      return row ? numbersOf(row.closest("td,th"))[0] : undefined;
    }
    return all[at + step];
  };
  const go = (number) => {
    stop(number);
    number.focus(); // first: the number that was focused would lose more than its place
    only(number);
  };
  const through = (number) => {
    const group = groupOf(number);
    group.classList.add("trace-all");
    numbersOf(group).forEach(stop);
  };
  const end = (group, number) => {
    group.classList.remove("trace-all");
    only(number);
  };

  const onKey = (event) => {
    if (event.key === "Escape") {
      const open_ = current;
      close();
      if (open_?.matches(".traced")) end(groupOf(open_), open_);
      return;
    }
    const number = event.target.closest?.(".traced");
    if (!number || event.ctrlKey || event.altKey || event.metaKey) return;
    const edge = { Home: 0, End: -1 }[event.key];
    if (event.key.startsWith("Arrow") || edge !== undefined) {
      const to = edge === undefined ? beside(number, event.key) : numbersOf(groupOf(number)).at(edge);
      event.preventDefault();
      if (to) go(to);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      through(number);
      open(number);
    }
  };

  const start = () => {
    if (!("popover" in HTMLElement.prototype)) return; // an older browser shows the numbers and no more
    const blocks = [...document.querySelectorAll("[data-trace]")];
    const terms = [...document.querySelectorAll("a.term")];
    if (!blocks.length && !terms.length) return;
    card = make("div", "", "trace-card");
    card.id = "trace-card";
    card.popover = "manual";
    card.setAttribute("role", "tooltip");
    document.body.append(card);
    blocks.forEach(mark);
    terms.forEach((term) => term.setAttribute("aria-describedby", card.id));
    new Set([...document.querySelectorAll(".traced")].map(groupOf)).forEach((group) => stop(numbersOf(group)[0]));

    const numberAt = (event) => event.target.closest?.(ASKED);
    document.addEventListener("focusin", (event) => numberAt(event) && open(numberAt(event)));
    document.addEventListener("focusout", (event) => {
      const [number, to] = [numberAt(event), event.relatedTarget];
      if (!number) return;
      close();
      if (number.matches(".traced") && !groupOf(number).contains(to)) end(groupOf(number), number);
    });
    document.addEventListener("keydown", onKey);
    let tapped; // a term that a finger has opened: another tap follows its link
    document.addEventListener("pointerdown", (event) => {
      const term = event.pointerType === "mouse" ? null : event.target.closest?.("a.term");
      tapped = term === current ? undefined : term;
    });
    document.addEventListener("click", (event) => {
      const number = numberAt(event);
      if (number?.matches("a")) {
        if (number !== tapped) return;
        event.preventDefault();
        open(number);
      } else if (number) {
        go(number);
        open(number);
      } else if (!card.contains(event.target)) close();
    });
    document.addEventListener("pointerover", (event) => {
      if (event.pointerType !== "mouse") return;
      const number = numberAt(event);
      if (number) later(() => open(number));
      else if (card.contains(event.target)) clearTimeout(timer);
      else if (current && document.activeElement !== current) later(close);
      else if (!current) clearTimeout(timer);
    });
    const follow = () => current && place();
    window.addEventListener("scroll", follow, { passive: true, capture: true });
    window.addEventListener("resize", follow);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
