/** @file The search: a field with a list of what was found; in the picture, everything else fades. */

const field = /** @type {HTMLInputElement} */ (part("search"));
const found = part("found");
const MOST = 30;

/** The resources in the list. @type {PageResource[]} */
let matches = [];
/** The place of the marked one in the list. */
let marked = 0;

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const all = words.length === 0 ? [] : data.resources.filter((resource) => holds(resource, words));
  matches = all.slice(0, MOST);
  marked = 0;
  fade(words.length === 0 ? undefined : new Set(all.flatMap(({ urn }) => nodeOf(urn) ?? [])));
  showFound(words.length > 0);
}

/** @param {PageResource} resource @param {readonly string[]} words */
function holds({ kind, name, type, detail, parent }, words) {
  const text = [kind, name, type, detail, parent].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Fades all nodes but these. @param {ReadonlySet<string> | undefined} ids */
function fade(ids) {
  picture.batch(() => {
    picture.elements().removeClass("dim");
    if (ids === undefined) return;
    for (const node of picture.nodes(".resource").toArray()) if (!ids.has(node.id())) node.addClass("dim");
  });
}

/** @param {boolean} asked */
function showFound(asked) {
  found.hidden = !asked;
  field.setAttribute("aria-expanded", String(asked));
  const none = [element("li", "Nothing found.")];
  found.replaceChildren(
    ...(matches.length === 0
      ? none
      : matches.map((resource, index) => {
          const item = document.createElement("li");
          item.id = `found-${String(index)}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", String(index === marked));
          item.append(element("span", resource.kind, "kind"), ` ${resource.name}`);
          item.addEventListener("mousedown", (event) => {
            event.preventDefault();
            take(index);
          });
          return item;
        })),
  );
  showMarked();
}

function showMarked() {
  for (const [index, item] of [...found.children].entries()) {
    if (item.id !== "") item.setAttribute("aria-selected", String(index === marked));
  }
  const item = found.children[marked];
  if (matches.length > 0 && item !== undefined) {
    field.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}

/** Opens what was found. @param {number} index */
function take(index) {
  const resource = matches[index];
  if (resource === undefined) return;
  endSearch();
  openPanel([resource.urn]);
  showInPicture(resource.urn);
  panel.focus();
}

function endSearch() {
  field.value = "";
  search();
}

field.addEventListener("input", search);
field.addEventListener("blur", () => {
  found.hidden = true;
});
field.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by !== undefined && matches.length > 0) {
    marked = (marked + by + matches.length) % matches.length;
    showMarked();
  } else if (event.key === "Enter") take(marked);
  else return;
  event.preventDefault();
});
