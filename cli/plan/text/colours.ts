import { styleText } from "node:util";

const STYLES = {
  heading: "bold",
  component: "bold",
  kind: "cyan",
  quiet: "dim",
  secret: "magenta",
  safe: "green",
  alarm: "red",
} as const;

/** Colours a text by its meaning, or returns it unchanged. */
export type Paint = Readonly<Record<keyof typeof STYLES, (text: string) => string>>;

/** Paints with the sixteen colours that every terminal has, or not at all. The caller knows whether stdout is a terminal. */
export function painter(colours: boolean): Paint {
  const brushes = Object.entries(STYLES).map(([name, style]) => {
    const brush = (text: string) => (text === "" ? "" : styleText(style, text, { validateStream: false }));
    return [name, colours ? brush : (text: string) => text];
  });
  return Object.fromEntries(brushes) as Paint;
}
