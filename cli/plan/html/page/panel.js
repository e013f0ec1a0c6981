/** @file The side panel: a resource, or several of a kind. On a narrow screen it is a sheet at the bottom. */

const panel = part("panel");
const indices = new Map(data.resources.map(({ urn }, index) => [urn, index]));

/** What had the focus before the panel. @type {HTMLElement | null} */
let before = null;

/** Shows resources in the panel. @param {readonly string[]} urns */
function openPanel(urns) {
  if (panel.hidden) before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const shown = urns.flatMap((urn) => indices.get(urn) ?? []);
  const [first, ...others] = shown.map((index) => data.resources[index]);
  if (first === undefined) return;
  const isGroup = others.length > 0;
  part("panel-kind").textContent = isGroup ? "Resources of a kind" : first.kind;
  part("panel-name").textContent = isGroup ? `${String(shown.length)} × ${first.kind}` : first.name;
  part("panel-type").textContent = first.type + (first.parent === "" ? "" : ` in ${first.parent}`);
  part("panel-detail").textContent = isGroup ? "" : first.detail;
  part("panel-marks").replaceChildren(
    ...(isGroup ? [] : first.marks).map(({ text, tone }) => element("li", text, `tone-${tone}`)),
  );
  showLinks("panel-members", "Resources", isGroup ? shown : []);
  showLinks("panel-needs", "Needs", isGroup ? [] : first.needs);
  showLinks("panel-needed", "Needed by", isGroup ? [] : first.neededBy);
  showInputs(isGroup ? "" : first.inputs, first.type.startsWith("mlplatform:") ? "Outputs" : "Inputs");
  part("panel-show").onclick = () => {
    showView("picture");
    showInPicture(first.urn);
  };
  panel.hidden = false;
  panel.scrollTop = 0;
}

function closePanel() {
  if (panel.hidden) return;
  panel.hidden = true;
  before?.focus();
}

part("close").addEventListener("click", closePanel);

/** Makes an element with a text. @param {string} name @param {string} text @param {string} className */
function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

/** A list of resources that can be opened. @param {string} id @param {string} title @param {readonly number[]} listed */
function showLinks(id, title, listed) {
  const list = element("ul", "", "links");
  for (const index of listed) {
    const resource = data.resources[index];
    if (resource === undefined) continue;
    const link = element("button", `${resource.kind} ${resource.name}`, "resource");
    link.setAttribute("type", "button");
    link.addEventListener("click", () => {
      openPanel([resource.urn]);
      showInPicture(resource.urn);
      panel.focus();
    });
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  part(id).replaceChildren(...(list.children.length === 0 ? [] : [element("h3", title), list]));
}

/** Inputs as YAML, with what is hidden in colour. @param {string} yaml @param {string} title */
function showInputs(yaml, title) {
  const pieces = yaml.split(/("?\[(?:secret|unknown)\]"?)/);
  part("panel-inputs").replaceChildren(
    ...pieces.map((text) => {
      const [, hidden] = /\[(secret|unknown)\]/.exec(text) ?? [];
      if (hidden === undefined) return text;
      return element("span", hidden === "secret" ? "secret" : "known later", hidden);
    }),
  );
  part("panel-inputs-heading").textContent = title;
  part("panel-inputs-heading").hidden = yaml === "";
  part("panel-inputs").hidden = yaml === "";
}

document.addEventListener("click", ({ target }) => {
  const urn = target instanceof Element ? target.closest("[data-urn]")?.getAttribute("data-urn") : undefined;
  if (typeof urn !== "string") return;
  openPanel([urn]);
  panel.focus();
});
