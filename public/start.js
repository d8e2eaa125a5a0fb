// Starts the program in a page that the server made, and sees to it that the page works without it: whatever happens to the program,
// links and forms go to the server as they do where there are no scripts.
//
// The page says which program it is (`data-script`, `data-program`) and of how many nodes its body consists (`data-nodes`).

const root = document.documentElement;
const main = document.getElementById("main");
const { script, program, nodes, later } = document.querySelector("script[data-program]").dataset;

// Off: the program is out of the way for good. Old: the server has another build of it.
let off = false;
let old = false;
// Where the link leads that was followed last, until its page is here; and the link, as long as it stands on the page.
let wanted;
let pressed;
// Whether a page is on its way, and the timer that shows it.
let busy = false;
let late;
// The address of the page that is shown, whether it was gone back or forward to, and how pages were left.
let here;
let popped = false;
const left = new Map();
// Who waits for an answer to be had again.
let waiting;

const address = () => location.pathname + location.search;
const offline = () => document.getElementById("offline");

// Text that a translator has replaced is not the program's any more: what would change it comes from the server whole.
const translated = () => /\btranslated/.test(root.className) || document.querySelector("main font, [_msttexthash]");

function die(why) {
  if (off) return;
  off = true;
  delete root.dataset.hydrated;
  navigator.sendBeacon?.(`/program-ended/${why}`);
  if (wanted || busy) load(wanted ?? location.href);
}

// Goes to a page whole, once there is an answer to be had.
async function load(to) {
  while (!(await ask(to, { method: "HEAD" }).then(() => true, () => false))) await line();
  location.assign(to);
}

// Says that there is no line: of a page that is to come, or of a form that was not sent. Calls back when it is time to try again.
function say(about, again) {
  const box = offline();
  const button = box.querySelector("button");
  box.querySelectorAll("span").forEach((text, place) => (text.hidden = place !== about));
  box.hidden = false;
  button.onclick = again;
  return box;
}

// No answer came. Done when it is time to ask again.
function line() {
  waiting ??= new Promise((again) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      waiting = undefined;
      again();
    };
    const timer = setTimeout(done, 5000);
    addEventListener("online", done);
    say(0, done);
  });
  return waiting;
}

// A form is not sent where there is no line: the browser would show a page of its own in the place of what was typed.
function keepForm({ target, submitter }) {
  say(1, () => {
    offline().hidden = true;
    target.requestSubmit(submitter);
  }).focus();
  addEventListener("online", () => (offline().hidden = true), { once: true });
}

const fields = () => [...main.querySelectorAll("input[name], select[name], textarea[name]")].filter((field) => !/hidden|password|file/.test(field.type));
const heading = () => document.getElementById("page-heading");
// By what an element is known when the page is made anew: where it leads or what it is called, or else what it says, as the link that sorts
// the other way now.
const KNOWN = "a[href], button, [name]";
const mark = (element) => ({ name: element.getAttribute("href") ?? element.getAttribute("name"), text: element.textContent.trim() });
function marked(at) {
  const find = (by) => at?.[by] && [...main.querySelectorAll(KNOWN)].find((element) => mark(element)[by] === at[by]);
  return find("name") || find("text");
}

// How a page is left. What a form has sent is the server's, and typed no more.
function leave(by, sent) {
  const known = (by ?? document.activeElement)?.closest?.(KNOWN);
  const at = known && mark(known);
  left.set(here, { at, top: scrollY, typed: (sent ? [] : fields()).map(({ name, type, value, checked }) => ({ name, type, value, checked })) });
}

function find({ at, top, typed }) {
  const now = fields();
  typed.forEach(({ name, type, value, checked }, place) => {
    const field = now[place];
    if (field?.name !== name || field.type !== type || (field.value === value && field.checked === checked)) return;
    field.value = value;
    if ("checked" in field) field.checked = checked;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  });
  (marked(at) || heading())?.focus({ preventScroll: true });
  scrollTo(0, top);
}

// What is typed while other rows of the same page are on their way is typed into them, too.
const typing = new Map();
addEventListener("input", ({ target }) => {
  if (busy && target.name) typing.set(target.name, target.value);
}, true);

function typeOn() {
  for (const field of fields()) {
    if (!typing.has(field.name) || field.value === typing.get(field.name) || !/^(text|email)/.test(field.type)) continue;
    field.value = typing.get(field.name);
    if (!main.contains(document.activeElement)) field.focus({ preventScroll: true });
  }
}

// What the program calls.
window.portal = {
  line,
  // A page is on its way, or here.
  loading(on) {
    clearTimeout(late);
    busy = on;
    if (on) {
      late = setTimeout(look, 150, true);
    } else {
      look(false);
      offline().hidden = true;
    }
  },
  // The page at the address is shown.
  arrived() {
    const first = here === undefined;
    const before = here;
    here = address();
    wanted = undefined;
    waitFor();
    if (first) return;
    const same = before.split("?")[0] === location.pathname;
    // How many there are now is spoken once, where it was to be heard before.
    const total = main.querySelector(".total");
    total?.setAttribute("aria-live", "off");
    document.getElementById("said").textContent = (same && total?.textContent) || "";
    if (same) typeOn();
    typing.clear();
    const found = popped && left.get(here);
    popped = false;
    if (found) return find(found);
    if (same) {
      // The same page with other rows: what was pressed is pressed again.
      if (!main.contains(document.activeElement)) (marked(left.get(before)?.at) || heading())?.focus({ preventScroll: true });
      return;
    }
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (place) return place.scrollIntoView();
    scrollTo(0, 0);
    heading()?.focus({ preventScroll: true });
  },
  // An answer leads there. Whether it is gone to from here.
  follow(to) {
    wanted = new URL(to, location.href).href;
    if (off || old) load(wanted);
    return off || old;
  },
};

// Every answer says of which build the server is. To the next page of another one it is gone whole.
const ask = fetch;
window.fetch = async (...question) => {
  const answer = await ask(...question);
  const build = answer.headers.get("build");
  if (build && build !== program) {
    old = true;
    if (busy) load(wanted ?? location.href);
  }
  return answer;
};

// A page that says that something is still to come is looked at again by itself, which is no use of the session: a HEAD says it, too.
let lookAgain;
function waitFor() {
  clearInterval(lookAgain);
  if (!main.querySelector("[data-pending]")) return;
  lookAgain = setInterval(async () => {
    const answer = document.hidden ? undefined : await ask(location.href, { method: "HEAD" }).catch(() => undefined);
    if (answer?.ok && !answer.headers.has("pending") && main.querySelector("[data-pending]")) location.reload();
  }, 10_000);
}

function look(on) {
  for (const [element, name] of [[main, "aria-busy"], [pressed, "data-pressed"]]) {
    if (on) element?.setAttribute(name, "true");
    else element?.removeAttribute(name);
  }
}

// Before everybody else's listeners. What is stopped here is left to the browser.
addEventListener("click", (click) => {
  const link = click.target.closest?.("a[href]");
  if (off || (link && (old || translated()))) return click.stopImmediatePropagation();
  if (!link || link.origin !== location.origin) return;
  leave(link);
  pressed = link;
  // The next page's arrival scrolls, and not the router's leaving.
  link.setAttribute("noscroll", "");
  const elsewhere = link.pathname + link.search !== address();
  setTimeout(() => {
    if (click.defaultPrevented && elsewhere) wanted = link.href;
  });
}, true);
addEventListener("submit", (submit) => {
  if (!navigator.onLine) {
    submit.preventDefault();
    submit.stopImmediatePropagation();
    return keepForm(submit);
  }
  if (off || old || translated()) return submit.stopImmediatePropagation();
  leave(main.contains(document.activeElement) ? document.activeElement : submit.submitter, true);
  pressed = undefined;
}, true);
addEventListener("popstate", (event) => {
  if (address() === here) return;
  if (off || old) {
    event.stopImmediatePropagation();
    return location.reload();
  }
  leave();
  pressed = undefined;
  popped = true;
}, true);

// A page that the browser kept is shown again if it is still this person's to see.
addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  const typed = fields().some((field) => field.value !== field.defaultValue && field.type.startsWith("text"));
  const headers = { "page-of": document.querySelector("input[name=page-of]")?.value ?? "" };
  const answer = typed && (await fetch(location.href, { method: "HEAD", headers }).catch(() => undefined));
  if (answer?.ok && !answer.redirected) document.body.hidden = false;
  else location.reload();
});

// The program's own errors, which it does not survive.
const ours = (error) => String(error?.stack).includes("/pkg/");
addEventListener("error", (event) => ours(event.error) && die("panic"));
addEventListener("unhandledrejection", (event) => ours(event.reason) && die("panic"));

waitFor();
try {
  if (later !== undefined) {
    if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done));
    // A browser that finds nothing to draw may never call itself idle.
    await new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done, { timeout: 2000 }));
  }
  const module_or_path = ask(program);
  module_or_path.catch(() => {});
  const frame = await import(script);
  await frame.default({ module_or_path });
  await frame.prepare();
  let there = 0;
  for (const walk = document.createTreeWalker(document.body, 1 | 4 | 128); walk.nextNode(); ) there += 1;
  if (String(there) !== nodes) die("changed");
  else if (!off) {
    await frame.hydrate();
    // What the page does by itself begins after this.
    setTimeout(() => {
      if (!off) root.dataset.hydrated = "true";
    });
  }
} catch {
  die("start");
}
