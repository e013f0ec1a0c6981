import type { Random } from "./random";

const cyclic: Record<string, unknown> = {};
cyclic["self"] = cyclic;

const deep = (levels: number): unknown => (levels === 0 ? "x" : { below: [deep(levels - 1)] });

const throwing = Object.defineProperty({}, "name", {
  enumerable: true,
  get: () => {
    throw new Error("this getter always throws");
  },
});

/** Values that JSON can have. */
const PLAIN: readonly unknown[] = [
  null,
  undefined,
  "",
  " ",
  "x".repeat(300),
  "\u0000",
  "\ud800",
  "__proto__",
  "constructor",
  "${x}",
  "-1",
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  { "": "" },
  { constructor: { name: 1 } },
  { length: 3 },
  { toString: "x" },
  JSON.parse('{"__proto__": {"replicas": 1}}'),
];

/** Values that only a program can have. */
const PROGRAM: readonly (() => unknown)[] = [
  () => NaN,
  () => Infinity,
  () => 10n,
  () => Symbol("s"),
  () => () => 1,
  () => cyclic,
  () => deep(200),
  () => throwing,
  () => new Date(0),
  () => new Map([["a", 1]]),
  () => Object.create(null) as unknown,
  () => Object.freeze([Object.freeze({ a: 1 })]),
  () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("these keys always throw");
        },
      },
    ),
];

/** A value of any kind; one that JSON can have if `isPlain`. */
export const junk = (random: Random, isPlain: boolean): unknown =>
  isPlain || random.chance(0.6) ? random.of(PLAIN) : random.of(PROGRAM)();
