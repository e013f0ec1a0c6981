/** @file The views, one of which is shown. */

const tabs = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll('[role="tab"]')]);

/** Called when a view is shown. @type {((name: string) => void)[]} */
const onView = [];

/** Shows a view. @param {string} name such as `picture` */
function showView(name) {
  for (const tab of tabs) {
    const isShown = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    if (isShown) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    part(tab.getAttribute("aria-controls") ?? "").classList.toggle("shown", isShown);
  }
  for (const react of onView) react(name);
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => showView(tab.id.replace("tab-", "")));
  tab.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const next = step === undefined ? undefined : tabs.at((index + step) % tabs.length);
    next?.focus();
    next?.click();
  });
}

/** Buttons elsewhere that lead to a view. */
for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-view]"))) {
  button.addEventListener("click", () => showView(button.dataset["view"] ?? ""));
}
