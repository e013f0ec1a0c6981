/** @file Parts of the page, its data, and light and dark. */

/** @type {PageData} */
const data = JSON.parse(part("data").textContent ?? "");

/** The element with an id, which the page has. @param {string} id */
function part(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

const preferred = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

/** Called when the colours have changed. @type {(() => void)[]} */
const onTheme = [];

function isDark() {
  return root.dataset["theme"] === undefined ? preferred.matches : root.dataset["theme"] === "dark";
}

function showTheme() {
  part("theme").textContent = isDark() ? "☀" : "☾";
  for (const react of onTheme) react();
}

part("theme").addEventListener("click", () => {
  root.dataset["theme"] = isDark() ? "light" : "dark";
  showTheme();
});
preferred.addEventListener("change", showTheme);

/** A colour of the style sheet. @param {string} name */
function colour(name) {
  return getComputedStyle(root).getPropertyValue(`--${name}`).trim();
}
