"use strict";
// Draws the frames of the data block into the player's picture, and steps through them.
(() => {
  const root = document.documentElement;
  const picture = document.querySelector("#screen");
  const film = JSON.parse(document.querySelector("#film").textContent);
  const CELL = 9.6, ROW = 18, BASELINE = 14, SECONDS = 2;
  const byId = (id) => document.getElementById(id);
  const bengali = /[\u0980-\u09ff]/;

  // Of every frame the number of each of its rows.
  const screens = [];
  let rows = new Array(film.height).fill(0);
  for (const [, , changes] of film.frames) {
    rows = rows.slice();
    for (let i = 0; i < changes.length; i += 2) rows[changes[i]] = changes[i + 1];
    screens.push(rows);
  }

  const shape = (name, attributes) => {
    const made = document.createElementNS(picture.namespaceURI, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    return made;
  };

  const groups = [];
  for (let y = 0; y < film.height; y++) {
    groups.push(picture.appendChild(shape("g", { transform: `translate(0 ${y * ROW})` })));
  }

  const drawRow = (group, row) => {
    const parts = [];
    for (const [column, width, look, text] of row) {
      const [colour, ground, bold, underline] = film.looks[look];
      const x = column * CELL, length = width * CELL;
      if (ground !== film.looks[0][1]) {
        parts.push(shape("rect", { x, y: 0, width: length, height: ROW, fill: ground }));
      }
      const made = shape("text", { x, y: BASELINE, fill: colour });
      if (bold) made.setAttribute("font-weight", "bold");
      if (underline) made.setAttribute("text-decoration", "underline");
      if (!bengali.test(text)) {
        made.setAttribute("textLength", length);
        made.setAttribute("lengthAdjust", "spacingAndGlyphs");
      }
      made.textContent = text;
      parts.push(made);
    }
    group.replaceChildren(...parts);
  };

  let at = 0, shown = [], timer = 0;
  const show = (frame) => {
    at = Math.min(Math.max(frame, 0), screens.length - 1);
    screens[at].forEach((row, y) => {
      if (shown[y] !== row) drawRow(groups[y], film.rows[row]);
    });
    shown = screens[at];
    const [position, time] = film.frames[at];
    byId("where").textContent = `${position} / ${film.length} · ${time}`;
    byId("bar").value = at;
    byId("bar").setAttribute("aria-valuetext", `${position}, ${time}`);
    for (const language in film.captions) {
      const [says, why, source] = film.captions[language][at];
      byId(`says-${language}`).textContent = says;
      byId(`why-${language}`).textContent = why;
      byId(`source-${language}`).textContent = source;
    }
  };

  const stop = () => {
    clearInterval(timer);
    timer = 0;
    byId("play").setAttribute("aria-pressed", "false");
  };
  const go = (frame) => {
    stop();
    show(frame);
  };
  const play = () => {
    if (timer) return stop();
    if (at === screens.length - 1) show(0);
    byId("play").setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      show(at + 1);
      if (at === screens.length - 1) stop();
    }, SECONDS * 1000);
  };
  const frameOf = (position) => {
    const found = film.frames.findIndex((frame) => frame[0] >= position);
    return found < 0 ? screens.length - 1 : found;
  };
  const chapter = (step) => {
    const starts = film.chapters.map(frameOf);
    const found = step > 0 ? starts.find((start) => start > at) : starts.reverse().find((start) => start < at);
    return found === undefined ? (step > 0 ? screens.length - 1 : 0) : found;
  };

  const keys = {
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    Home: () => go(0),
    End: () => go(screens.length - 1),
    PageDown: () => go(chapter(1)),
    PageUp: () => go(chapter(-1)),
    " ": play,
  };
  const player = byId("player");
  document.addEventListener("keydown", (event) => {
    const inside = player.contains(event.target);
    const arrow = event.key === "ArrowLeft" || event.key === "ArrowRight";
    const pressed = event.key === " " && event.target instanceof HTMLButtonElement;
    const free = event.target === document.body && arrow;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || pressed) return;
    if ((inside || free) && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  byId("first").addEventListener("click", keys.Home);
  byId("back").addEventListener("click", keys.ArrowLeft);
  byId("play").addEventListener("click", play);
  byId("on").addEventListener("click", keys.ArrowRight);
  byId("last").addEventListener("click", keys.End);
  byId("bar").addEventListener("input", (event) => go(Number(event.target.value)));
  for (const button of document.querySelectorAll("button[data-position]")) {
    button.addEventListener("click", () => {
      go(frameOf(Number(button.dataset.position)));
      player.scrollIntoView();
      player.focus();
    });
  }

  // Which language is read: that of the address (#bn or ?bn), else that of the reader's browser, if the page has it.
  const choices = [...document.querySelectorAll("input[name=language]")];
  const read = (language) => {
    for (const choice of choices) choice.checked = choice.value === language;
    root.dataset.language = language;
    if (language !== "both") root.lang = language;
  };
  const wanted = [location.hash.slice(1), location.search.slice(1), navigator.language.slice(0, 2), "en"];
  if (choices.length) read(wanted.find((one) => choices.some((choice) => choice.value === one)) || "both");
  for (const choice of choices) choice.addEventListener("change", () => read(choice.value));

  root.classList.add("scripted");
  byId("bar").max = screens.length - 1;
  show(frameOf(film.chapters.length ? film.chapters[0] : 0));
})();
