"use strict";
// Text enters the page through textContent only; the report asks nothing of any network.
const data = JSON.parse(document.getElementById("data").textContent);
// A heading with a button in it is not repeated on the next sheet of paper: printed ones are text.
const ROWS = 100, PRINTED = 200, SHOWN_SENTENCES = 20;
const state = { lang: "zh", query: "", printing: false, sheets: {}, views: [], opener: null };
const characters = new Map(), haystacks = new Map();

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
  return node;
}

function say(kind, key, values) {
  const held = data.words[kind][key];
  if (!held) return String(key).split(".").pop();
  return held[state.lang].replace(/\{(\w+)\}/g, (whole, name) => (values && name in values ? String(values[name]) : whole));
}

// ---- cells ----
function cell(sheet, row, name) {
  const column = data.sheets[sheet].columns[name];
  if (!column) return null;
  return column.cells ? column.cells[row] : column.of[column.turns[row]];
}

function split(quoted, repaired) {
  const key = quoted * 2 + (repaired ? 1 : 0);
  if (!characters.has(key)) {
    const held = data.quoted[quoted];
    characters.set(key, Array.from(repaired && held[3] !== null ? held[3] : held[2]));
  }
  return characters.get(key);
}

function quoteWords(number) {
  const [quoted, , , start, end] = data.quotes[number];
  return split(quoted, true).slice(start, end).join("");
}

function quoteLength(number) { return data.quotes[number][2] - data.quotes[number][1]; }

function round(value) {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return String(Number(size >= 100 ? value.toFixed(1) : size >= 1 ? value.toFixed(2) : value.toPrecision(3)));
}

function isMatrixMark(field) { return field.codes === "state" && Boolean(field.head); }

function show(sheet, row, field) {
  if (field.kind === "quoted") {
    const number = cell(sheet, row, field.quote);
    return number === null ? "" : quoteWords(number);
  }
  const value = cell(sheet, row, field.name);
  if (value === null) return "";
  if (isMatrixMark(field)) return say("value", `mark.${value}`);
  if (field.codes) return say("value", `${field.codes}.${value}`);
  if (typeof value !== "number") return String(value);
  const told = field.recipe && !field.quote ? round(value) : String(value);
  const side = field.head ? cell(sheet, row, `${field.name}_differs`) : null;
  return side ? `${told} ${side}` : told;
}

function headOf(field) { return field.head ? say("value", field.head) : say("field", field.name); }
function visible(sheet) { return data.sheets[sheet].fields.filter((field) => field.kind !== "hidden"); }

function isTraced(sheet, row, field) {
  if (field.kind !== "number" && field.kind !== "mark") return false;
  if (cell(sheet, row, field.name) === null) return false;
  return Boolean(field.recipe) || (field.quote && cell(sheet, row, field.quote) !== null);
}

function makeCell(sheet, row, field) {
  const words = show(sheet, row, field), value = field.kind === "quoted" ? words : cell(sheet, row, field.name);
  const kind = field.kind === "number" ? "number" : field.name === "town" ? "town" : words.length > 24 ? "long" : "";
  const td = el("td", { class: isMatrixMark(field) ? `matrix state-${value}` : kind || null });
  if (isTraced(sheet, row, field)) {
    const stated = field.quote && cell(sheet, row, field.quote) !== null;
    const label = isMatrixMark(field) ? `${headOf(field)} ${say("value", `state.${value}`)}` : null;
    td.append(el("button", {
      type: "button", class: stated ? "trace stated" : "trace", tabindex: "-1", "aria-label": label, title: label,
      click: (event) => openTrace(sheet, row, field, event.currentTarget),
    }, words));
  } else if (field.kind === "link" && isAddress(value)) {
    td.append(el("a", { href: value, rel: "noopener noreferrer", target: "_blank" }, words));
  } else td.textContent = words;
  return td;
}

function isAddress(value) {
  try { return ["http:", "https:"].includes(new URL(value).protocol); } catch { return false; }
}

// ---- tables ----
function stateOf(sheet) {
  if (!state.sheets[sheet]) {
    const groups = [...new Set(data.sheets[sheet].fields.map((f) => f.group).filter(Boolean))];
    state.sheets[sheet] = { sort: null, down: false, page: 0, choices: { ...data.sheets[sheet].preset }, groups, group: groups[0] };
  }
  return state.sheets[sheet];
}

function listFields(sheet) {
  const held = stateOf(sheet);
  return visible(sheet).filter((field) => !field.group || field.group === held.group);
}

function haystack(sheet) {
  const key = `${sheet} ${state.lang}`;
  if (!haystacks.has(key)) {
    const fields = visible(sheet).filter((field) => !field.group);
    const rows = [];
    for (let row = 0; row < data.sheets[sheet].size; row += 1) rows.push(fields.map((f) => show(sheet, row, f)).join("\n").toLowerCase());
    haystacks.set(key, rows);
  }
  return haystacks.get(key);
}

function chooseRows(sheet) {
  const held = stateOf(sheet), rows = [], query = state.query.trim().toLowerCase();
  const choices = Object.entries(held.choices).filter(([, wanted]) => wanted !== "");
  const hay = query ? haystack(sheet) : null;
  for (let row = 0; row < data.sheets[sheet].size; row += 1) {
    if (hay && !hay[row].includes(query)) continue;
    if (choices.every(([name, wanted]) => String(cell(sheet, row, name)) === wanted)) rows.push(row);
  }
  if (!held.sort) return rows;
  const field = data.sheets[sheet].fields.find((f) => f.name === held.sort);
  const read = (row) => {
    const value = field.kind === "quoted" ? show(sheet, row, field) || null : cell(sheet, row, field.name);
    return typeof value === "number" || value === null ? value : show(sheet, row, field);
  };
  const order = new Intl.Collator(state.lang === "zh" ? "zh-CN" : "en", { numeric: true });
  const keyed = rows.map((row) => [read(row), row]);
  keyed.sort(([a, i], [b, j]) => {
    if (a === null || b === null) return a === b ? i - j : a === null ? 1 : -1;
    const by = typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b));
    return by === 0 ? i - j : held.down ? -by : by;
  });
  return keyed.map(([, row]) => row);
}

function makeTable(sheet, fields, rows, { sortable, name }) {
  const held = stateOf(sheet), body = el("tbody", { keydown: moveFocus });
  const heads = fields.map((field) => {
    const kind = [field.kind === "number" ? "number" : "", field.name === "town" ? "town" : "", isMatrixMark(field) ? "upright" : ""].join(" ").trim() || null;
    const sorted = sortable && held.sort === field.name;
    const head = el("th", { scope: "col", class: kind, "aria-sort": sortable ? (sorted ? (held.down ? "descending" : "ascending") : "none") : null });
    if (!sortable) head.append(el("span", {}, headOf(field)));
    else head.append(el("button", { type: "button", title: say("ui", "sort"), "data-sort": field.name, click: () => sortBy(sheet, field.name) }, el("span", {}, headOf(field))));
    return head;
  });
  for (const row of rows) body.append(el("tr", {}, fields.map((field) => makeCell(sheet, row, field))));
  const first = body.querySelector("button.trace");
  if (first) first.tabIndex = 0;
  return el("table", { "aria-label": name }, el("thead", {}, el("tr", {}, heads)), body);
}

function moveFocus(event) {
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const step = steps[event.key], from = event.target.closest("button.trace");
  if (!step || !from) return;
  event.preventDefault();
  const td = from.closest("td"), column = [...td.parentNode.children].indexOf(td);
  let to = null, row = td.parentNode, place = column;
  while (!to) {
    if (step[0]) row = step[0] > 0 ? row.nextElementSibling : row.previousElementSibling;
    else place += step[1];
    const found = row && row.children[place];
    if (!found) return;
    to = found.querySelector("button.trace");
  }
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function sortBy(sheet, name) {
  const held = stateOf(sheet);
  held.down = held.sort === name ? !held.down : false;
  held.sort = name;
  held.page = 0;
  drawSheet(sheet);
  const again = document.querySelector(`#sheet-${sheet} [data-sort="${name}"]`);
  if (again) again.focus();
}

function makeChoices(sheet) {
  const held = stateOf(sheet), box = el("div", { class: "choices" });
  const select = (name, label, options, value, change) => {
    const node = el("select", { "data-choice": name, change: (event) => { change(event.target.value); held.page = 0; drawSheet(sheet); document.querySelector(`#sheet-${sheet} [data-choice="${name}"]`).focus(); } },
      options.map(([key, words]) => el("option", { value: key, selected: key === value }, words)));
    box.append(el("label", {}, el("span", {}, label), node));
  };
  if (held.groups.length) select("group", say("ui", "show"), held.groups.map((g) => [g, say("value", `group.${g}`)]), held.group, (v) => { held.group = v; });
  for (const field of data.sheets[sheet].fields.filter((f) => f.choose)) {
    const found = new Map();
    for (let row = 0; row < data.sheets[sheet].size; row += 1) {
      const value = cell(sheet, row, field.name);
      if (value !== null) found.set(String(value), show(sheet, row, field));
    }
    if (found.size < 2) continue;
    select(field.name, headOf(field), [["", say("ui", "all")], ...found], held.choices[field.name] || "", (v) => { held.choices[field.name] = v; });
  }
  return box.children.length ? box : null;
}

function makePages(sheet, total) {
  const held = stateOf(sheet), pages = Math.ceil(total / ROWS);
  if (pages < 2) return null;
  const turn = (by) => () => { held.page += by; drawSheet(sheet); };
  return el("div", { class: "pages" },
    el("button", { type: "button", disabled: held.page === 0, click: turn(-1) }, say("ui", "back")),
    el("span", {}, say("ui", "page", { page: held.page + 1, pages })),
    el("button", { type: "button", disabled: held.page >= pages - 1, click: turn(1) }, say("ui", "on")));
}

function drawSheet(sheet) {
  const box = document.getElementById(`sheet-${sheet}`), held = stateOf(sheet), name = say("sheet", sheet);
  const rows = chooseRows(sheet);
  held.page = Math.min(held.page, Math.max(0, Math.ceil(rows.length / ROWS) - 1));
  const first = state.printing ? 0 : held.page * ROWS, last = first + (state.printing ? PRINTED : ROWS);
  const fields = listFields(sheet), legend = fields.some(isMatrixMark) ? makeLegend() : null;
  const wide = fields.length > 14;
  box.replaceChildren(
    el("h3", {}, name),
    ...data.sheets[sheet].notes.map((note) => el("p", { class: "note" }, note[state.lang])),
    makeChoices(sheet) || "", legend || "",
    el("p", { class: "count" }, say("ui", "rows", { n: rows.length })),
    rows.length
      ? el("div", { class: wide ? "frame wide" : "frame", tabindex: "0", role: "region", "aria-label": name }, makeTable(sheet, fields, rows.slice(first, last), { sortable: !state.printing, name }))
      : el("p", { class: "count" }, say("ui", "nothing")),
    makePages(sheet, rows.length) || "",
    state.printing && rows.length > PRINTED ? el("p", { class: "note" }, say("ui", "printed", { n: PRINTED })) : "");
  return rows.length;
}

function makeLegend() {
  const states = ["stated", "relative", "masked", "unreadable", "truncated", "not_stated", "no_text"];
  return el("p", { class: "legend" }, states.map((s) => `${say("value", `mark.${s}`)} ${say("value", `state.${s}`)}`).join("　"));
}

// ---- where a number is from ----
function openTrace(sheet, row, field, opener) {
  const inside = opener.closest("#panel");
  if (!inside) { state.views = []; state.opener = { sheet, row, name: field.name, node: opener }; }
  state.views.push({ sheet, row, field });
  drawPanel();
}

function closePanel() {
  document.getElementById("panel").hidden = true;
  state.views = [];
  if (!state.opener) return;
  const { sheet, node } = state.opener, first = document.querySelector(`#sheet-${sheet} button.trace[tabindex="0"]`);
  if (node.isConnected) node.focus();
  else if (first) first.focus(); // the table was sorted or searched meanwhile
}

function drawPanel() {
  const panel = document.getElementById("panel"), view = state.views[state.views.length - 1];
  if (!view) return;
  const { sheet, row, field } = view, number = field.quote ? cell(sheet, row, field.quote) : null;
  const town = cell(sheet, row, "town"), value = cell(sheet, row, field.name);
  const told = field.codes ? say("value", `${field.codes}.${value}`) : String(value);
  const about = ["indicator", "keyword", "term", "theme", "what"].filter((name) => name !== field.name)
    .map((name) => visible(sheet).find((f) => f.name === name)).filter(Boolean).map((f) => show(sheet, row, f));
  const heading = el("h2", { tabindex: "-1", id: "panel-title" }, [town, ...about, headOf(field)].filter(Boolean).join(" · "), "：", told);
  panel.replaceChildren(
    el("div", { class: "bar" },
      state.views.length > 1 ? el("button", { type: "button", click: () => { state.views.pop(); drawPanel(); } }, say("ui", "before")) : null,
      el("button", { type: "button", "data-close": true, click: closePanel }, say("ui", "close"))),
    heading,
    ...(number !== null ? makeSentence(number) : makeRecipe(view)).filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
  heading.focus();
}

function marked(parts, start, end, value) {
  const mark = el("mark", {});
  if (value) mark.append(parts.slice(start, value[0]).join(""), el("strong", {}, parts.slice(value[0], value[1]).join("")), parts.slice(value[1], end).join(""));
  else mark.append(parts.slice(start, end).join(""));
  return [parts.slice(0, start).join(""), mark, parts.slice(end).join("")];
}

function makeSentence(number, brief) {
  const [quoted, start, end, cleanStart, cleanEnd, ...value] = data.quotes[number];
  const [doc, offset, , repaired] = data.quoted[quoted];
  const figure = value.length ? value : null;
  const place = say("ui", "place", { start: offset + start, end: offset + end });
  const nodes = brief && repaired === null ? [] : [
    el("h3", {}, say("ui", "repaired")),
    el("blockquote", { class: "repaired" }, marked(split(quoted, true), cleanStart, cleanEnd, repaired === null ? figure : null)),
  ];
  nodes.push(
    el("h3", {}, say("ui", "received")),
    repaired === null && !brief ? el("p", { class: "from" }, say("ui", "same")) : null,
    el("blockquote", { class: "received" }, marked(split(quoted, false), start, end, figure)),
    el("p", { class: "from" }, el("bdi", {}, data.docs[doc]), el("br"), place));
  const text = data.texts && data.texts[data.docs[doc]];
  if (text) nodes.push(el("button", { type: "button", click: (event) => showWhole(event.currentTarget, text, offset + start, offset + end) }, say("ui", "whole")));
  return nodes;
}

function showWhole(button, text, start, end) {
  const box = el("blockquote", { class: "whole", tabindex: "0" }, marked(Array.from(text), start, end, null));
  button.replaceWith(box);
  box.querySelector("mark").scrollIntoView({ block: "center" });
  box.focus({ preventScroll: true });
}

function findRows(source, view) {
  const know = (name) => (view.field.bind && name in view.field.bind ? view.field.bind[name] : cell(view.sheet, view.row, name));
  if (source.sheet === "@self") return { sheet: view.sheet, rows: [view.row], column: view.field.name, fields: [] };
  const sheet = source.sheet.startsWith("@") ? know(source.sheet.slice(1)) : source.sheet;
  const tests = [];
  let column = null;
  for (const [left, right] of source.match) {
    if (left === "@where") { for (const [name, wanted] of know("where")) tests.push([name, wanted.slice(1)]); continue; }
    const name = left.startsWith("@") ? (column = know(left.slice(1))) : left;
    const wanted = right.startsWith("=") ? right.slice(1) : know(right.slice(1));
    tests.push([name, wanted === null ? null : String(wanted)]);
  }
  const rows = [];
  const fields = source.fields;
  if (!data.sheets[sheet]) return { sheet: view.sheet, rows, column, fields };
  for (let row = 0; row < data.sheets[sheet].size; row += 1) {
    if (tests.every(([name, wanted]) => wanted !== null && String(cell(sheet, row, name)) === wanted)) rows.push(row);
  }
  return { sheet, rows, column, fields };
}

function makeRecipe(view) {
  const nodes = [el("h3", {}, say("ui", "how")), el("p", { class: "recipe", "data-recipe": view.field.recipe }, say("recipe", view.field.recipe)), el("h3", {}, say("ui", "made_from"))];
  for (const source of data.recipes[view.field.recipe]) {
    const found = findRows(source, view);
    nodes.push(el("p", { class: "from" }, `${say("sheet", found.sheet)}：${say("ui", "rows", { n: found.rows.length })}`));
    nodes.push(found.rows.length ? makeRows(found, SHOWN_SENTENCES) : el("p", {}, say("ui", "no_rows")));
  }
  return nodes;
}

function makeRows(found, most) {
  const box = el("div", {}), { sheet, rows, column } = found, places = data.sheets[sheet].places;
  if (places) {
    for (const row of rows.slice(0, most)) {
      const number = cell(sheet, row, places);
      const also = data.sheets[sheet].columns.other_quote ? cell(sheet, row, "other_quote") : null;
      const facts = visible(sheet).filter((f) => f.kind !== "quoted").map((f) => [headOf(f), show(sheet, row, f)]).filter(([, words]) => words);
      box.append(el("p", { class: "from" }, facts.map(([head, words]) => `${head} ${words}`).join(" · ")));
      if (cell(sheet, row, "end") - cell(sheet, row, "start") > quoteLength(number)) box.append(el("p", { class: "from" }, say("ui", "clipped")));
      for (const one of [number, also]) if (one !== null) box.append(...makeSentence(one, true).filter((node) => node && node.tagName !== "H3"));
    }
  } else {
    const fields = visible(sheet).filter((f) => (found.fields.length ? found.fields.includes(f.name) : !f.head || f.name === column));
    box.append(el("div", { class: "frame", tabindex: "0", role: "region", "aria-label": `${say("ui", "made_from")}：${say("sheet", sheet)}` }, makeTable(sheet, fields, rows.slice(0, most), { sortable: false, name: say("sheet", sheet) })));
  }
  if (rows.length > most) {
    box.append(el("button", { type: "button", click: () => box.replaceWith(makeRows(found, most * 10)) }, say("ui", "more_rows", { n: rows.length - most })));
  }
  return box;
}

// ---- the page ----
function draw() {
  document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
  document.title = data.title[state.lang];
  const sections = data.sections.map((name) => [name, Object.keys(data.sheets).filter((s) => data.sheets[s].section === name)])
    .filter(([name, sheets]) => sheets.length || name === "methods");
  const search = el("input", { type: "search", id: "search", value: state.query, placeholder: say("ui", "search"), "aria-label": say("ui", "search"), input: searchSoon });
  const tools = el("div", { class: "tools" }, search,
    el("button", { type: "button", id: "language", lang: state.lang === "zh" ? "en" : "zh-CN", click: switchLanguage }, say("ui", "language")),
    el("nav", { "aria-label": say("ui", "contents") }, sections.map(([name]) => el("a", { href: `#${name}` }, say("section", name)))),
    el("span", { id: "found", class: "count", role: "status" }));
  const main = el("main", {}, sections.map(([name, sheets]) => el("details", { class: "section", id: name, open: true },
    el("summary", {}, el("h2", {}, say("section", name))),
    name === "methods" ? el("div", { class: "methods" }, data.methods[state.lang]) : null,
    sheets.map((sheet) => el("div", { id: `sheet-${sheet}` })))));
  const panel = el("div", { id: "panel", role: "dialog", "aria-labelledby": "panel-title", hidden: true });
  document.body.replaceChildren(
    el("header", {}, el("h1", {}, data.title[state.lang]), el("p", { class: "help" }, say("ui", "help")), tools),
    main, el("footer", {}, say("ui", "program", { version: data.version })), panel);
  drawSheets();
}

function drawSheets() {
  let found = 0;
  for (const [name, sheet] of Object.entries(data.sheets)) if (sheet.section) found += drawSheet(name);
  document.getElementById("found").textContent = state.query ? say("ui", "rows", { n: found }) : "";
}

let waiting = 0;
function searchSoon(event) {
  state.query = event.target.value;
  clearTimeout(waiting);
  waiting = setTimeout(() => { for (const held of Object.values(state.sheets)) held.page = 0; drawSheets(); }, 150);
}

function switchLanguage() {
  state.lang = state.lang === "zh" ? "en" : "zh";
  state.views = [];
  draw();
  document.getElementById("language").focus();
}

addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.getElementById("panel").hidden) closePanel(); });
addEventListener("beforeprint", () => {
  state.printing = true;
  for (const section of document.querySelectorAll("details")) section.open = true;
  drawSheets();
});
addEventListener("afterprint", () => { state.printing = false; drawSheets(); });
draw();
