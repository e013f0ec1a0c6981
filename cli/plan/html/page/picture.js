/** @file The picture: drawn and moved by cytoscape, with places that were worked out when the page was written. */

const place = part("picture");
const isTall = innerHeight > innerWidth;
/** Kinds of nodes by colour. @param {string} urn */
const toneOf = (urn) => {
  const type = data.resources[indices.get(urn) ?? -1]?.type ?? "";
  if (type.startsWith("pulumi:providers:")) return "provider";
  if (type === "kubernetes:helm.sh/v3:Release") return "chart";
  return type.startsWith("kubernetes:") ? "kubernetes" : "cloud";
};
/** @param {string} urn */
const marksOf = (urn) => data.resources[indices.get(urn) ?? -1]?.marks ?? [];

const picture = cytoscape({
  container: place,
  elements: [
    ...data.picture.boxes.map((box) => ({
      data: { ...box, label: `${box.kind}  ${box.name}` },
      position: { ...(isTall ? box.tall : box.wide) },
      classes: "box",
    })),
    ...data.picture.nodes.map((node) => ({
      data: { ...node, label: node.lines.join("\n") },
      position: { ...(isTall ? node.tall : node.wide) },
      classes: [
        "resource",
        toneOf(node.urns[0] ?? ""),
        node.urns.length > 1 ? "group" : "",
        node.urns.some((urn) => marksOf(urn).some(({ tone }) => tone === "alarm")) ? "alarm" : "",
        node.urns.every((urn) => marksOf(urn).some(({ text }) => text === "looked up")) ? "found" : "",
      ].join(" "),
    })),
    ...data.picture.between.map(({ from, to }) => ({ data: { source: from, target: to }, classes: "between" })),
    ...data.picture.inner.map(({ from, to, bends }) => ({
      data: {
        source: from,
        target: to,
        along: bends.map(({ along }) => along),
        aside: bends.map(({ aside }) => aside),
      },
      classes: bends.length > 0 ? "inner bent" : "inner",
    })),
    ...data.picture.outer.map(({ from, to }) => ({ data: { source: from, target: to }, classes: "outer" })),
  ],
  layout: { name: "preset", fit: false },
  autoungrabify: true,
  boxSelectionEnabled: false,
  minZoom: 0.1,
  maxZoom: 2.5,
});

picture.on("zoom", () => picture.nodes(".box").updateStyle());

/** The area of all boxes. */
function wholeArea() {
  const areas = data.picture.boxes.map((box) => ({ ...box, ...(isTall ? box.tall : box.wide) }));
  if (areas.length === 0) return { left: 0, top: 0, width: 1, height: 1 };
  const left = Math.min(...areas.map(({ x, width }) => x - width / 2));
  const right = Math.max(...areas.map(({ x, width }) => x + width / 2));
  const top = Math.min(...areas.map(({ y, height }) => y - height / 2));
  const bottom = Math.max(...areas.map(({ y, height }) => y + height / 2));
  return { left, top, width: right - left, height: bottom - top };
}

/** Shows everything, as large as it fits beside the legend and the buttons. */
function showAll() {
  const { left, top, width, height } = wholeArea();
  const [side, below] = isTall ? [10, 64] : [24, 64];
  const room = { width: picture.width() - 2 * side, height: picture.height() - side - below };
  const zoom = Math.min(1.2, room.width / width, room.height / height);
  const [x, y] = [
    side + room.width / 2 - (left + width / 2) * zoom,
    side + room.height / 2 - (top + height / 2) * zoom,
  ];
  picture.viewport({ zoom, pan: { x, y } });
}

/** The first view: everything, if it can be read; else the beginning, in full width. */
function showFirst() {
  showAll();
  const { left, top, width } = wholeArea();
  const zoom = Math.min(0.62, (picture.width() - 20) / width);
  if (picture.zoom() < 0.4 && zoom > picture.zoom())
    picture.viewport({ zoom, pan: { x: 10 - left * zoom, y: 10 - top * zoom } });
}

/** The node that is chosen. @type {string | undefined} */
let chosen;

/** Chooses a node: it and what it needs or is needed by are in colour. @param {string} id */
function choose(id) {
  chosen = id;
  const node = picture.getElementById(id);
  picture.batch(() => {
    picture.elements().removeClass("chosen");
    picture.elements().removeClass("near");
    node.addClass("chosen");
    node.connectedEdges().addClass("near");
  });
  const label = String(node.data("label")).replaceAll("\n", " ");
  part("said").textContent = label;
}

/** Moves the picture so that a node is seen beside the panel. @param {string} id */
function bringIntoView(id) {
  const { x1, x2, y1, y2 } = picture.getElementById(id).renderedBoundingBox();
  const isNarrow = innerWidth <= 720;
  const right = picture.width() - (panel.hidden || isNarrow ? 0 : panel.offsetWidth);
  const bottom = picture.height() - (panel.hidden || !isNarrow ? 44 : panel.offsetHeight);
  const by = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ room) =>
    from < 20 ? 40 - from : to > room - 20 ? room - 40 - to : 0;
  picture.panBy({ x: by(x1, x2, right), y: by(y1, y2, bottom) });
}

/** The node of a resource, or the box of a component. @param {string} urn */
const nodeOf = (urn) =>
  data.picture.nodes.find(({ urns }) => urns.includes(urn))?.id ??
  data.picture.boxes.find((box) => box.urn === urn)?.id;

/** Chooses the node of a resource. @param {string} urn */
function showInPicture(urn) {
  const id = nodeOf(urn);
  if (id === undefined) return;
  choose(id);
  if (picture.zoom() < 0.6)
    picture.zoom({ level: 0.8, renderedPosition: { x: picture.width() / 2, y: picture.height() / 2 } });
  bringIntoView(id);
}

/** Opens a node in the panel. @param {string} id */
function openNode(id) {
  const node = picture.getElementById(id);
  const urns = /** @type {readonly string[] | undefined} */ (node.data("urns"));
  openPanel(urns ?? [String(node.data("urn"))]);
  bringIntoView(id);
}

picture.on("tap", ({ target }) => {
  if ("isNode" in target && target.isNode()) {
    choose(target.id());
    openNode(target.id());
  } else if (!("isNode" in target)) closePanel();
});

/** The nearest node in a direction. @param {number} right @param {number} down */
function step(right, down) {
  const nodes = picture.nodes(".resource").toArray();
  const from = chosen === undefined ? undefined : picture.getElementById(chosen).position();
  if (from === undefined) return nodes[0];
  let [best, least] = [/** @type {PictureElement | undefined} */ (undefined), Infinity];
  for (const node of nodes) {
    const { x, y } = node.position();
    const ahead = (x - from.x) * right + (y - from.y) * down;
    const aside = Math.abs((x - from.x) * down) + Math.abs((y - from.y) * right);
    const distance = ahead + 2 * aside;
    if (ahead > 1 && aside < 2 * ahead && distance < least) [best, least] = [node, distance];
  }
  return best;
}

/** @param {number} factor */
function zoomBy(factor) {
  const middle = { x: picture.width() / 2, y: picture.height() / 2 };
  picture.zoom({ level: picture.zoom() * factor, renderedPosition: middle });
}

place.addEventListener("keydown", (event) => {
  const direction = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  if (direction !== undefined) {
    const node = step(direction[0] ?? 0, direction[1] ?? 0);
    if (node !== undefined) {
      choose(node.id());
      bringIntoView(node.id());
    }
  } else if (event.key === "+" || event.key === "=") zoomBy(1.25);
  else if (event.key === "-") zoomBy(0.8);
  else if (event.key === "0") showAll();
  else if (event.key === "Enter" && chosen !== undefined) {
    openNode(chosen);
    panel.focus();
  } else return;
  event.preventDefault();
});
part("zoom-in").addEventListener("click", () => zoomBy(1.25));
part("zoom-out").addEventListener("click", () => zoomBy(0.8));
part("zoom-all").addEventListener("click", showAll);
