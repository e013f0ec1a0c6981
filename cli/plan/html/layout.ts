import { packed } from "./packing";
import { reduced, type Box, type Edge, type Node, type Picture } from "./picture";

/** A place in the picture: the middle of a rectangle. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Size and place of a part of the picture. */
interface Placing {
  readonly width: number;
  readonly height: number;
  /** For a screen that is wider than high, and for one that is higher than wide. */
  readonly wide: Place;
  readonly tall: Place;
}

/** A node with the lines of its label. */
export interface PlacedNode extends Node, Placing {
  readonly lines: readonly string[];
}

export interface PlacedBox extends Box, Placing {}

/** An edge between nodes of a box, with the points at which it bends, relative to the line between both ends. */
export interface PlacedEdge extends Edge {
  readonly bends: readonly { readonly along: number; readonly aside: number }[];
}

/** A picture whose parts have places. */
export interface PlacedPicture {
  readonly boxes: readonly PlacedBox[];
  readonly nodes: readonly PlacedNode[];
  /** Within boxes. */
  readonly inner: readonly PlacedEdge[];
  /** From a node of one box to a node of another. */
  readonly outer: readonly Edge[];
  /** From box to box. */
  readonly between: readonly Edge[];
}

/** What is used of dagre, whose types are for ES modules only. */
interface DagreGraph {
  setGraph(label: object): void;
  setDefaultEdgeLabel(label: () => object): void;
  setNode(id: string, label: object): void;
  setEdge(from: string, to: string, label?: object): void;
  node(id: string): Place;
  edge(from: string, to: string): { readonly points: readonly Place[] };
  graph(): { readonly width?: number; readonly height?: number };
}

interface Dagre {
  readonly graphlib: { readonly Graph: new (options: object) => DagreGraph };
  layout(graph: DagreGraph): void;
}

const LONGEST_LINE = 22;
const CHARACTER = 7.8;
const LINE = 17;
/** Space around the nodes of a box, with its heading. */
const PADDING = 22;
const HEADING = 46;
/** A character of a heading, when it is largest. */
const HEADING_CHARACTER = 16;

/** Gives every part of a picture its place: nodes inside their boxes, what is needed above what needs it, and then the boxes. */
export function placed({ boxes, nodes, edges }: Picture): PlacedPicture {
  // Loaded only for pictures.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const dagre = require("@dagrejs/dagre") as Dagre;
  const sized = nodes.map((node) => ({ ...node, ...sizeOf(node) }));
  const boxOf = new Map(sized.map(({ id, box }) => [id, box]));
  const isInner = ({ from, to }: Edge) => boxOf.get(from) === boxOf.get(to);
  const [inner, outer] = [edges.filter(isInner), edges.filter((edge) => !isInner(edge))];
  const between = reduced(
    distinct(outer.map(({ from, to }) => ({ from: boxOf.get(from) ?? "", to: boxOf.get(to) ?? "" }))),
  );

  const inside = new Map(
    // The library gives an empty graph an infinite size.
    boxes
      .filter(({ id }) => sized.some(({ box }) => box === id))
      .map(({ id }) => {
        const own = sized.filter(({ box }) => box === id);
        const ownEdges = inner.filter(({ from }) => boxOf.get(from) === id);
        const graph = mostCompact(dagre, own, ownEdges);
        return [id, graph] as const;
      }),
  );
  const boxSizes = boxes.map(({ id, kind, name }) => {
    const { width = 0, height = 0 } = inside.get(id)?.graph() ?? {};
    const heading = (kind.length + name.length + 2) * HEADING_CHARACTER;
    return { id, width: Math.max(width, heading) + 2 * PADDING, height: height + 2 * PADDING + HEADING };
  });
  const ordered = inOrder(boxSizes, between);
  const [wide, tall] = [packed(ordered, WIDE_SCREEN), packed(ordered, TALL_SCREEN)];

  const middleOf = (places: ReadonlyMap<string, Place>, id: string): Place => places.get(id) ?? { x: 0, y: 0 };
  const placeIn = (places: ReadonlyMap<string, Place>, { id, box }: { id: string; box: string }): Place => {
    const size = boxSizes.find((one) => one.id === box) ?? { width: 0, height: 0 };
    const [middle, at, own] = [middleOf(places, box), inside.get(box)?.node(id), inside.get(box)?.graph()];
    return {
      x: round(middle.x + (at?.x ?? 0) - (own?.width ?? 0) / 2),
      y: round(middle.y - size.height / 2 + PADDING + HEADING + (at?.y ?? 0)),
    };
  };
  return {
    boxes: boxes.map((box, index) => ({
      ...box,
      width: round(boxSizes[index]?.width ?? 0),
      height: round(boxSizes[index]?.height ?? 0),
      ...{ wide: middleOf(wide, box.id), tall: middleOf(tall, box.id) },
    })),
    nodes: sized.map((node) => ({ ...node, wide: placeIn(wide, node), tall: placeIn(tall, node) })),
    inner: inner.map((edge) => ({ ...edge, bends: bendsOf(edge, inside.get(boxOf.get(edge.from) ?? "")) })),
    outer,
    between,
  };
}

/** The layout that leaves the least empty space, of those that the library can make. */
function mostCompact(dagre: Dagre, nodes: Parameters<typeof arranged>[1], edges: readonly Edge[]): DagreGraph {
  const layouts = ["network-simplex", "tight-tree", "longest-path"].map((ranker) =>
    arranged(dagre, nodes, edges, { rankdir: "TB", ranker, nodesep: 14, ranksep: 30, edgesep: 8 }),
  );
  const size = (graph: DagreGraph) => Math.max((graph.graph().width ?? 0) / 1.5, graph.graph().height ?? 0);
  return layouts.reduce((best, other) => (size(other) < size(best) ? other : best));
}

/** Boxes after those that they need. */
function inOrder<Sized extends { readonly id: string }>(boxes: readonly Sized[], between: readonly Edge[]): Sized[] {
  const depth = (id: string): number =>
    Math.max(0, ...between.filter(({ from }) => from === id).map(({ to }) => 1 + depth(to)));
  return [...boxes].sort((one, other) => depth(one.id) - depth(other.id));
}

/** Width by height of the space that a picture has on most screens, and on phones. */
const WIDE_SCREEN = 1.85;
const TALL_SCREEN = 0.6;

/** Lays out a graph in which what is needed comes before what needs it. */
function arranged(
  dagre: Dagre,
  nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[],
  edges: readonly Edge[],
  settings: object,
): DagreGraph {
  const graph = new dagre.graphlib.Graph({});
  graph.setGraph(settings);
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of nodes) graph.setNode(id, { width, height });
  for (const { from, to } of edges) graph.setEdge(to, from);
  dagre.layout(graph);
  return graph;
}

/** The bends of an edge, as the drawing library wants them: how far along the line between both middles, and how far beside it. */
function bendsOf({ from, to }: Edge, graph: DagreGraph | undefined): PlacedEdge["bends"] {
  if (graph === undefined) return [];
  const [start, end] = [graph.node(from), graph.node(to)];
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = Math.hypot(dx, dy);
  // The first and the last point are on the borders of both nodes.
  const points = [...graph.edge(to, from).points].reverse().slice(1, -1);
  if (length === 0) return [];
  return points.map(({ x, y }) => ({
    along: round(1000 * (((x - start.x) * dx + (y - start.y) * dy) / length ** 2)) / 1000,
    aside: round((-(x - start.x) * dy + (y - start.y) * dx) / length),
  }));
}

function sizeOf({ kind, name }: Node): Pick<PlacedNode, "lines" | "width" | "height"> {
  const lines = [kind, ...linesOf(name)];
  const longest = Math.max(...lines.map(({ length }) => length));
  return { lines, width: Math.ceil(longest * CHARACTER + 20), height: lines.length * LINE + 16 };
}

/** A name in lines that are short enough: broken after a slash, else after a hyphen or dot. */
export function linesOf(name: string): string[] {
  const parts = name.split(/(?<=[/\-.])/);
  const lines = parts.reduce<string[]>((all, part) => {
    const last = all.at(-1);
    const fits = last !== undefined && !last.endsWith("/") && last.length + part.length <= LONGEST_LINE;
    return fits ? [...all.slice(0, -1), last + part] : [...all, part];
  }, []);
  return lines.filter((line) => line !== "");
}

function distinct(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.from}>${edge.to}`, edge])).values()];
}

const round = (number: number): number => Math.round(number);
