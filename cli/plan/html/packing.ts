import type { Place } from "./layout";

interface Rectangle {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** Space between boxes, for arrows. */
const GAP = 70;

/**
 * Puts boxes beside and below each other so that they fill a screen of this width by height as well as possible. Of a few boxes, every
 * order is tried; the first one always comes first.
 */
export function packed(boxes: readonly Rectangle[], ratio: number): Map<string, Place> {
  const [first, ...others] = boxes;
  if (first === undefined) return new Map();
  const orders = others.length <= MOST_ORDERED ? ordersOf(others) : [others];
  const room = ({ width, height }: Packing) => Math.max(width / ratio, height);
  const tries = orders.flatMap((order) => triesOf([first, ...order]));
  // An order other than the given one must be worth it.
  const best = tries.reduce((one, other) => (room(other) < 0.97 * room(one) ? other : one));
  return new Map(best.places);
}

/** So many boxes have a few hundred orders. */
const MOST_ORDERED = 6;

/** All orders of a list, the given one first. */
const ordersOf = <Item>(items: readonly Item[]): Item[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, index) => ordersOf(items.filter((_, at) => at !== index)).map((rest) => [item, ...rest]));

/** Rows of every width that makes a difference, and columns of every height. */
function triesOf(boxes: readonly Rectangle[]): Packing[] {
  const sums = (of: (box: Rectangle) => number) =>
    boxes.map((_, index) => boxes.slice(0, index + 1).reduce((sum, box) => sum + of(box) + GAP, 0));
  return [
    ...sums(({ width }) => width).map((limit) => inRows(boxes, limit)),
    // Columns are rows of boxes that are turned.
    ...sums(({ height }) => height).map((limit) => turned(inRows(boxes.map(turnedBox), limit))),
  ];
}

interface Packing {
  readonly width: number;
  readonly height: number;
  readonly places: readonly (readonly [id: string, middle: Place])[];
}

/** Rows that are no wider than a limit. A row is as high as its highest box; lower ones are put below each other. */
function inRows(boxes: readonly Rectangle[], limit: number): Packing {
  const places: [string, Place][] = [];
  let [top, rowHeight, width] = [0, 0, 0];
  // Where the next box goes: in a stack of boxes within the row.
  let [left, stackTop, stackWidth] = [0, 0, 0];
  for (const { id, width: own, height } of boxes) {
    const fitsBelow = stackTop > 0 && stackTop + height <= rowHeight && left + own <= limit;
    if (!fitsBelow) {
      left += stackWidth;
      [stackTop, stackWidth] = [0, 0];
      if (left > 0 && left + own > limit) {
        top += rowHeight + GAP;
        [left, rowHeight] = [0, 0];
      }
    }
    places.push([id, { x: Math.round(left + own / 2), y: Math.round(top + stackTop + height / 2) }]);
    rowHeight = Math.max(rowHeight, stackTop + height);
    stackTop += height + GAP;
    stackWidth = Math.max(stackWidth, own + GAP);
    width = Math.max(width, left + own);
  }
  return { width, height: top + rowHeight, places };
}

const turnedBox = ({ id, width, height }: Rectangle): Rectangle => ({ id, width: height, height: width });

const turned = ({ width, height, places }: Packing): Packing => ({
  width: height,
  height: width,
  places: places.map(([id, { x, y }]) => [id, { x: y, y: x }] as const),
});
