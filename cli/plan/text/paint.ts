/** Colours a text, or leaves it as it is. */
export interface Paint {
  readonly heading: Brush;
  readonly component: Brush;
  readonly kind: Brush;
  readonly quiet: Brush;
  readonly secret: Brush;
  readonly safe: Brush;
  readonly alarm: Brush;
}

type Brush = (text: string) => string;

const plain: Brush = (text) => text;
const ansi =
  (code: number): Brush =>
  (text) =>
    text === "" ? "" : `\u001b[${code}m${text}\u001b[0m`;

/** Paints with the sixteen colours every terminal has, or not at all. */
export const paint = (colours: boolean): Paint =>
  colours
    ? {
        heading: ansi(1),
        component: ansi(1),
        kind: ansi(36),
        quiet: ansi(2),
        secret: ansi(35),
        safe: ansi(32),
        alarm: ansi(31),
      }
    : { heading: plain, component: plain, kind: plain, quiet: plain, secret: plain, safe: plain, alarm: plain };
