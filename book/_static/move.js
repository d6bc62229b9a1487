/* Counts that are moved and choices that are fixed. What comes of it was computed before and is looked up here; the address
   keeps what was set. Without this script nothing of it is shown, and the figures beside it say the same of what is printed. */
"use strict";

{
  const make = (tag, named = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(named)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const items = (from, kind) => [...from.children].filter((one) => one.dataset.kind === kind);
  const filled = (text, named) => text.replace(/\{(\w+)\}/g, (all, name) => named[name] ?? all);
  const option = ({ dataset }) => make("option", { value: dataset.code }, dataset.text);
  let made = 0;

  const labelled = (text, control) => {
    control.id = `moved-${(made += 1)}`;
    return make("div", { class: "moved-control" }, make("label", { for: control.id }, text), control);
  };

  // The address has what was set behind its #, which also a page from a folder may change.
  const kept = () => new URLSearchParams(location.hash.slice(1));
  const keep = (named) => history.replaceState(null, "", `#${new URLSearchParams(named)}`);
  const forget = () => history.replaceState(null, "", location.pathname + location.search);

  const counts = (place, words, said) => {
    const statements = items(place, "statement");
    const choose = make("select", {}, ...statements.map(option));
    const controls = make("div", { class: "moved-controls" });
    const strip = make("div", { class: "moved-strip", "aria-hidden": "true" });
    const printed = make("p", { class: "moved-printed" });
    let now, sliders, found;

    const at = (one, name, text = "") => {
      const mark = make("span", { class: name }, text);
      mark.style.left = `${one.at ?? one.limitAt}%`;
      return mark;
    };
    const draw = () => {
      const [treated, control] = sliders.map(({ input, data }) => input.value - data.low);
      const first = 4 * (treated * sliders[1].data.width + control);
      const [p, exact] = [0, 2].map((more) => found.get(now.table.slice(first + more, first + more + 2)));
      for (const one of sliders) {
        const text = filled(one.data.said, { count: one.input.value });
        one.output.textContent = text;
        one.input.setAttribute("aria-valuetext", text);
      }
      const [one, other] = sliders.map(({ input }) => input.value);
      said.textContent = filled(now.said, { treated: one, control: other, p: p.text, exact: exact.text });
      const marks = [[exact, "exact"], [p, "recommended"]].filter(([one]) => one.at);
      strip.replaceChildren(
        at(now, "moved-limit"),
        ...items(place.querySelector(`[data-code="${CSS.escape(now.code)}"]`), "tick").map((tick) => at(tick.dataset, "moved-tick", tick.dataset.text)),
        ...marks.map(([one, name]) => at(one, `moved-mark ${name}${one.below ? " below" : ""}`)),
      );
    };
    const slider = ({ dataset: data }) => {
      const input = make("input", { type: "range", min: data.low, max: data.high, step: 1 });
      input.value = data.start;
      const output = make("output", { "aria-live": "off" });
      input.addEventListener("input", () => {
        draw();
        keep({ claim: now.code, ...Object.fromEntries(sliders.map((one) => [one.data.code, one.input.value])) });
      });
      const control = labelled(data.text, input);
      output.setAttribute("for", input.id);
      control.append(output);
      return { data, input, output, control };
    };
    const open = (code) => {
      const item = statements.find((one) => one.dataset.code === code) ?? statements[0];
      now = item.dataset;
      choose.value = now.code;
      found = new Map(items(item, "p").map(({ dataset }) => [dataset.code, dataset]));
      sliders = items(item, "slider").map(slider);
      controls.replaceChildren(...sliders.map((one) => one.control));
      printed.textContent = now.printed;
      limit.textContent = now.limit;
      draw();
    };
    choose.addEventListener("change", () => { open(choose.value); keep({ claim: now.code }); });
    const mark = (name) => make("span", { class: `moved-mark ${name}`, "aria-hidden": "true" });
    const named = [mark("recommended"), ` ${words.recommended}`, mark("exact"), ` ${words.exact}`];
    const limit = make("span", { class: "moved-dashed" });
    const key = make("p", { class: "moved-key" }, ...named, limit);
    return {
      parts: [...(statements.length > 1 ? [labelled(words.choose, choose)] : []), controls, strip, key, said, printed],
      reset: () => open(now.code),
      restore: (set) => {
        if (!set.has("claim")) return false;
        open(set.get("claim"));
        for (const one of sliders) one.input.value = set.get(one.data.code) ?? one.data.start;
        draw();
        return true;
      },
      begin: () => open(),
    };
  };

  const curves = (place, words, said) => {
    const each = items(place, "curve");
    const choose = make("select", {}, ...each.map(option));
    const controls = make("div", { class: "moved-controls" });
    const drawn = make("div", { class: "moved-curve", "aria-hidden": "true" });
    let now, choices, rows;

    const left = (row) => choices.every(({ name, select }) => !select.value || row.data[name] === select.value);
    const draw = () => {
      const remaining = rows.filter(left);
      for (const row of rows) row.mark.classList.toggle("out", !remaining.includes(row));
      const below = remaining.filter((row) => row.data.below).length;
      // They stand in the order of their estimates: the first and the last are the ends.
      const estimates = remaining.map((row) => row.data.estimate).filter(Boolean);
      const ends = [...new Set([estimates[0], estimates.at(-1)])].join(words.to);
      const range = estimates.length ? ` ${filled(now.range, { range: ends })}` : "";
      said.textContent = remaining.length ? filled(now.said, { left: remaining.length, below }) + range : words.none;
    };
    const chosen = () => Object.fromEntries(choices.filter(({ select }) => select.value).map(({ code, select }) => [code, select.value]));
    const choice = (item) => {
      const { code, text } = item.dataset;
      const select = make("select", {}, make("option", { value: "" }, words.all), ...items(item, "option").map(option));
      select.addEventListener("change", () => { draw(); keep({ outcome: now.code, ...chosen() }); });
      return { code, select, name: `is${code[0].toUpperCase()}${code.slice(1)}`, control: labelled(text, select) };
    };
    const marked = ({ dataset: data }) => {
      const mark = make("span", { class: `moved-point${data.below ? " below" : ""}${data.own ? " own" : ""}` });
      if (data.at) mark.style.bottom = `${data.at}%`;
      else mark.classList.add("unplaced");
      return { data, mark };
    };
    const open = (code) => {
      const item = each.find((one) => one.dataset.code === code) ?? each[0];
      now = item.dataset;
      choose.value = now.code;
      choices = items(item, "choice").map(choice);
      rows = items(item, "row").map(marked);
      controls.replaceChildren(...choices.map((one) => one.control));
      const none = make("span", { class: "moved-null" });
      none.style.bottom = `${now.nullAt}%`;
      drawn.replaceChildren(none, ...rows.map((row) => make("span", { class: "moved-column" }, row.mark)));
      draw();
    };
    choose.addEventListener("change", () => { open(choose.value); keep({ outcome: now.code }); });
    return {
      parts: [...(each.length > 1 ? [labelled(words.choose, choose)] : []), controls, drawn, said],
      reset: () => open(now.code),
      restore: (set) => {
        if (!set.has("outcome")) return false;
        open(set.get("outcome"));
        for (const { code, select } of choices) {
          select.value = set.get(code) ?? "";
          if (select.selectedIndex < 0) select.value = "";
        }
        draw();
        return true;
      },
      begin: () => open(),
    };
  };

  for (const place of document.querySelectorAll(".twoarm-movable")) {
    const { dataset: words } = place;
    const said = make("p", { class: "moved-said", role: "status" });
    const one = { counts, curves }[words.moves](place, words, said);
    const reset = make("button", { type: "button", class: "moved-reset" }, words.reset);
    reset.addEventListener("click", () => { one.reset(); forget(); });
    const group = make("fieldset", {}, make("legend", {}, words.title), reset, ...one.parts);
    const restore = () => one.restore(kept()) && group.scrollIntoView({ block: "center" });
    one.begin();
    place.append(group);
    place.hidden = false;
    restore();
    window.addEventListener("hashchange", restore);
  }
}
