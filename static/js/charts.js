// Brings a chart to life where someone points at it or moves into it with the keyboard. Until then, and without this
// script, the drawing is a picture with its words beside it; the library is fetched for the first chart only.
const PHONE = window.matchMedia("(max-width: 640px)");
const MARKS = 'svg [role="graphics-symbol"][aria-label]:not([aria-roledescription="axis"]):not([aria-roledescription="title"])';
const DATES = 'svg [aria-roledescription="date"]';
const HATCHED = "http://www.w3.org/2000/svg";
let library;

function load(address) {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => {
      library = undefined;
      reject(new Error(`The chart library did not arrive from ${address}.`));
    };
    document.head.append(script);
  });
  return library;
}

function pattern(id, color) {
  const made = document.createElementNS(HATCHED, "pattern");
  for (const [name, value] of Object.entries({ id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" })) {
    made.setAttribute(name, value);
  }
  const ground = document.createElementNS(HATCHED, "rect");
  for (const [name, value] of Object.entries({ width: 6, height: 6, fill: "#ffffff" })) ground.setAttribute(name, value);
  const line = document.createElementNS(HATCHED, "line");
  for (const [name, value] of Object.entries({ x1: 0, y1: 0, x2: 0, y2: 6, stroke: color, "stroke-width": 5 })) {
    line.setAttribute(name, value);
  }
  made.append(ground, line);
  return made;
}

function hatch(svg) {
  const defs = document.createElementNS(HATCHED, "defs");
  defs.append(pattern("chart-hatch", "#7fa6cc"), pattern("chart-hatch-gap", "#b5361f"));
  svg.prepend(defs);
}

// Links in a drawing know no clocks: whoever looks at the past stays there.
function open(href) {
  const target = new URL(href, window.location.href);
  for (const name of ["valid_at", "known_at"]) {
    const value = new URL(window.location.href).searchParams.get(name);
    if (value) target.searchParams.set(name, value);
  }
  if (window.top === window.self) window.location.assign(target);
  else window.open(target, "_blank", "noopener");
}

class LivingChart {
  constructor(face) {
    this.face = face;
    this.at = -1;
    this.tip = document.createElement("div");
    this.tip.className = "chart-tip";
    this.tip.hidden = true;
    this.said = document.createElement("p");
    this.said.className = "hidden";
    this.said.setAttribute("aria-live", "polite");
    const picture = face.querySelector("img");
    face.tabIndex = 0;
    face.setAttribute("role", "group");
    face.setAttribute("aria-label", `${picture.alt} ${face.dataset.help}`);
    face.append(this.tip, this.said);
    for (const event of ["pointerenter", "focus"]) face.addEventListener(event, () => this.wake());
    face.addEventListener("keydown", (event) => this.step(event));
    face.addEventListener("blur", () => this.leave());
    for (const event of ["pointerenter", "pointermove", "pointerdown"]) face.addEventListener(event, (moved) => this.seek(moved));
    // A finger that is lifted has left, too, and its answer is still to be read.
    face.addEventListener("pointerleave", (event) => event.pointerType === "touch" || this.leave());
    face.addEventListener("click", (event) => this.follow(event));
    PHONE.addEventListener("change", () => this.sleep());
  }

  wake() {
    this.waking ??= this.draw().catch(() => {
      this.waking = undefined; // The picture is still there; the next visit tries again.
    });
    return this.waking;
  }

  async draw() {
    const address = PHONE.matches ? this.face.dataset.chartPhone : this.face.dataset.chart;
    const [embed, answer] = await Promise.all([load(this.face.dataset.library), fetch(address)]);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const live = document.createElement("div");
    live.className = "chart-live";
    const options = { actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: (_, event, __, value) => this.point(event, value) };
    const result = await embed(live, await answer.json(), options);
    hatch(live.querySelector("svg"));
    this.result = result;
    this.live = live;
    live.setAttribute("aria-hidden", "true"); // The group has the words; each mark is read out as it is reached.
    this.face.append(live);
    this.dates = [...live.querySelectorAll(DATES)].map((mark) => {
      const box = mark.getBoundingClientRect();
      return [mark, this.share(box.left + box.width / 2)];
    });
  }

  // Where something lies across the chart, from 0 to 1: the same however wide the chart becomes.
  share(x) {
    const room = this.live.getBoundingClientRect();
    return (x - room.left) / room.width;
  }

  sleep() {
    this.result?.finalize();
    this.live?.remove();
    this.waking = this.live = this.result = undefined;
    this.leave();
  }

  // Anywhere over a time chart the nearest date answers; a mark that somebody points at speaks for itself.
  async seek({ target, clientX, clientY }) {
    this.pointed = { target, clientX, clientY };
    await this.wake();
    if (this.pointed?.clientX !== clientX || this.pointed?.clientY !== clientY || !this.live) return;
    const own = target.closest?.(MARKS);
    if (own && !own.matches(DATES)) return this.unmark();
    const at = this.share(clientX);
    const [nearest] = this.dates.reduce((one, other) => (Math.abs(one[1] - at) <= Math.abs(other[1] - at) ? one : other), []);
    if (!nearest) return;
    const plot = this.live.querySelector(".root .background").getBoundingClientRect();
    if (plot.top <= clientY && clientY <= plot.bottom) this.mark(nearest);
    else this.unmark();
    this.show(nearest.getAttribute("aria-label"), clientX, clientY);
  }

  mark(found) {
    this.unmark();
    found.classList.add("at");
  }

  unmark() {
    for (const other of this.live?.querySelectorAll(".at") ?? []) other.classList.remove("at");
  }

  point(event, value) {
    // Over a time chart the nearest date has answered already: nothing to say here takes no answer away.
    if (value === null || value === undefined || value === "") this.tip.hidden ||= !this.dates?.length;
    else this.show(String(value), event.clientX, event.clientY);
  }

  show(words, x, y) {
    const room = this.face.getBoundingClientRect();
    this.tip.textContent = words;
    this.tip.hidden = false;
    const left = Math.min(Math.max(x - room.left + 12, 0), room.width - this.tip.offsetWidth);
    const above = y - room.top - this.tip.offsetHeight - 10;
    this.tip.style.left = `${left}px`;
    this.tip.style.top = `${above < 0 ? y - room.top + 16 : above}px`;
  }

  async step(event) {
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (!(event.key in moves) && !["Enter", "Escape", "Home", "End"].includes(event.key)) return;
    event.preventDefault();
    await this.wake();
    const marks = this.live ? [...this.live.querySelectorAll(MARKS)] : [];
    if (event.key === "Escape") this.leave();
    else if (event.key === "Enter") this.follow({ target: marks[this.at] });
    else if (marks.length) {
      const places = { Home: 0, End: marks.length - 1 };
      this.at = places[event.key] ?? (this.at + moves[event.key] + marks.length) % marks.length;
      if (this.at < 0) this.at = 0;
      this.reach(marks[this.at]);
    }
  }

  reach(mark) {
    this.mark(mark);
    const box = mark.getBoundingClientRect();
    this.said.textContent = mark.getAttribute("aria-label");
    this.show(this.said.textContent, box.left + box.width / 2, box.top);
  }

  follow(event) {
    const href = event.target?.__data__?.href ?? event.target?.closest?.("[href]")?.getAttribute("href");
    if (!href) return;
    event.preventDefault?.();
    open(href);
  }

  leave() {
    this.tip.hidden = true;
    this.pointed = undefined;
    this.unmark();
    this.at = -1;
  }
}

for (const face of document.querySelectorAll("[data-chart]")) new LivingChart(face);
