// Search, tables to try, the graph. Works from a folder, without a server.
"use strict";
(() => {
  const root = document.documentElement.dataset.root;

  // ---- search: the index is loaded when it is first wanted
  const field = document.getElementById("search"), list = document.getElementById("found");
  let loading;
  const load = () =>
    (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + "assets/search.js";
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    }));
  const find = async () => {
    const wanted = field.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    if (!wanted.length) return;
    await load();
    const found = [];
    for (const [url, title, text] of window.provisoSearch) {
      const head = title.toLowerCase(), whole = head + " " + text.toLowerCase();
      if (!wanted.every((word) => whole.includes(word))) continue;
      found.push([wanted.every((word) => head.includes(word)) ? 0 : 1, url, title, text]);
      if (found.length > 2000) break;
    }
    found.sort((a, b) => a[0] - b[0]);
    for (const [, url, title, text] of found.slice(0, 50)) {
      const item = document.createElement("li"), link = document.createElement("a"), detail = document.createElement("span");
      link.href = root + url;
      link.textContent = title;
      detail.className = "about";
      const at = Math.max(0, text.toLowerCase().indexOf(wanted[0]) - 30);
      detail.textContent = " " + text.slice(at, at + 140);
      item.append(link, detail);
      list.append(item);
    }
    const count = document.createElement("li");
    count.className = "about";
    count.textContent = found.length ? `${found.length > 2000 ? "more than 2000" : found.length} found` : "nothing found";
    list.prepend(count);
  };
  field?.addEventListener("input", find);
  field?.addEventListener("focus", load, { once: true });

  // ---- tables: what is known of a case, and the rows that it meets
  for (const box of document.querySelectorAll(".try")) {
    const data = JSON.parse(box.querySelector("script").textContent);
    const facts = box.querySelector(".facts"), answer = box.querySelector("output");
    const known = data.variables.map(() => null);
    const selects = data.variables.map((variable, i) => {
      const label = document.createElement("label"), select = document.createElement("select");
      label.append(variable.label, select);
      for (const [value, text] of [["", "not known"], ...variable.values.map((text, v) => [v, text])]) select.append(new Option(text, value));
      select.addEventListener("change", () => {
        known[i] = select.value === "" ? null : Number(select.value);
        draw();
      });
      facts.append(label);
      return select;
    });
    const meets = (table, row, values) => table.columns.every((c, i) => !row[i] || row[i].includes(values[c]));
    const may = (table, row) => table.columns.every((c, i) => !row[i] || known[c] === null || row[i].includes(known[c]));
    // What all completions of what is known come to: the number of a row, -1 for none; null where they differ.
    const settled = (table) => {
      const open = table.columns.filter((c) => known[c] === null);
      let count = 1;
      for (const c of open) count *= data.variables[c].values.length;
      if (count > 20000) return null;
      let all;
      for (let n = 0; n < count; ++n) {
        const values = [...known];
        let rest = n;
        for (const c of open) {
          values[c] = rest % data.variables[c].values.length;
          rest = Math.floor(rest / data.variables[c].values.length);
        }
        const row = table.rows.findIndex((one) => meets(table, one, values));
        const comes = row < 0 ? "" : table.outcomes[row];
        if (all === undefined) all = comes;
        if (all !== comes) return null;
      }
      return all;
    };
    const draw = () => {
      const said = [];
      let made;
      data.tables.forEach((table, t) => {
        const rows = box.querySelectorAll(`[data-table="${t}"] tbody tr`);
        table.rows.forEach((row, r) => {
          const sure = meets(table, row, known.map((value) => value ?? -1)), possible = may(table, row);
          rows[r].className = sure ? "fires" : possible ? "may" : "";
        });
        const comes = settled(table);
        if (t === 0) {
          made = comes;
          said.push(comes === null ? "Whether it is made out is open." : comes === "" ? "It is not made out." : "It is made out.");
        } else if (made !== "" && comes !== "") {
          said.push(`${table.heading}: ${comes === null ? "open" : comes}${made === null ? ", if it is made out" : ""}.`);
        }
      });
      answer.textContent = known.every((value) => value === null) ? "State what is known; the rows that are met are marked." : said.join(" ");
    };
    box.querySelector("button").addEventListener("click", () => {
      known.fill(null);
      for (const select of selects) select.value = "";
      draw();
    });
    draw();
  }

  // ---- the graph
  const graph = document.querySelector("svg.graph");
  if (graph) {
    let [x, y, width, height] = graph.getAttribute("viewBox").split(" ").map(Number);
    const whole = [x, y, width, height];
    const view = () => graph.setAttribute("viewBox", [x, y, width, height].join(" "));
    const zoom = (by, cx = x + width / 2, cy = y + height / 2) => {
      x = cx - (cx - x) * by;
      y = cy - (cy - y) * by;
      width *= by;
      height *= by;
      view();
    };
    graph.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = graph.getBoundingClientRect();
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, x + ((event.clientX - box.left) / box.width) * width, y + ((event.clientY - box.top) / box.height) * height);
    }, { passive: false });
    let from;
    graph.addEventListener("pointerdown", (event) => (from = [event.clientX, event.clientY]));
    graph.addEventListener("pointermove", (event) => {
      if (!from) return;
      const box = graph.getBoundingClientRect();
      x -= ((event.clientX - from[0]) / box.width) * width;
      y -= ((event.clientY - from[1]) / box.height) * height;
      from = [event.clientX, event.clientY];
      view();
    });
    for (const name of ["pointerup", "pointerleave"]) graph.addEventListener(name, () => (from = undefined));
    document.getElementById("nearer").addEventListener("click", () => zoom(1 / 1.4));
    document.getElementById("farther").addEventListener("click", () => zoom(1.4));
    document.getElementById("all").addEventListener("click", () => ([x, y, width, height] = whole, view()));
    const act = document.getElementById("act"), roles = [...document.querySelectorAll("input[name=role]")];
    const filter = () => {
      const wanted = act.value.trim().toLowerCase(), on = new Set(roles.filter((one) => one.checked).map((one) => one.value));
      const shown = new Set();
      for (const line of graph.querySelectorAll("line")) {
        const ends = [line.dataset.from, line.dataset.to];
        const good = line.dataset.roles.split(",").some((role) => on.has(role)) && (!wanted || ends.some((one) => one.toLowerCase().includes(wanted)));
        line.classList.toggle("off", !good);
        if (good) for (const one of ends) shown.add(one);
      }
      for (const node of graph.querySelectorAll("a")) node.classList.toggle("off", !shown.has(node.dataset.act) && !(wanted && node.dataset.act.toLowerCase().includes(wanted)));
    };
    act.addEventListener("input", filter);
    for (const one of roles) one.addEventListener("change", filter);
  }
})();
