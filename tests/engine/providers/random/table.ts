import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { type Properties, Secret } from "../property-values";
import type { Cloud } from "../cloud/cloud";
import type { Made, ResourceType, Table } from "../cloud/resource-type";
import { type Shapes, between, flag, number, text, texts } from "../cloud/shape";
import { flagAt, numberAt, textAt } from "../cloud/values";

const REPLACES = { replaces: true } as const;

/** The inputs of strings and passwords (terraform-provider-random 3.7, docs/resources/string.md). */
const STRING: Shapes = {
  keepers: texts(REPLACES),
  length: number({ required: true, ...REPLACES, rule: between(1) }),
  lower: flag({ default: true, ...REPLACES }),
  upper: flag({ default: true, ...REPLACES }),
  numeric: flag({ default: true, ...REPLACES }),
  special: flag({ default: true, ...REPLACES }),
  overrideSpecial: text(REPLACES),
  ...Object.fromEntries(
    ["minLower", "minNumeric", "minSpecial", "minUpper"].map((key) => [key, number({ default: 0, ...REPLACES })]),
  ),
};

const KINDS = [
  { flag: "lower", least: "minLower", characters: "abcdefghijklmnopqrstuvwxyz" },
  { flag: "upper", least: "minUpper", characters: "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
  { flag: "numeric", least: "minNumeric", characters: "0123456789" },
  { flag: "special", least: "minSpecial", characters: "!@#$%&*()-_=+[]{}<>:?" },
];

const pick = (characters: string) => characters.charAt(randomInt(characters.length));

/** A string with at least as many characters of each kind as asked for, in any order. */
function compose(inputs: Properties): string {
  const kinds = KINDS.filter((kind) => flagAt(inputs, kind.flag)).map((kind) => ({
    least: numberAt(inputs, kind.least),
    characters: (kind.flag === "special" && textAt(inputs, "overrideSpecial")) || kind.characters,
  }));
  const chosen = kinds.flatMap(({ least, characters }) => Array.from({ length: least }, () => pick(characters)));
  const all = kinds.map(({ characters }) => characters).join("");
  while (chosen.length < numberAt(inputs, "length")) chosen.push(pick(all));
  return chosen
    .map((character) => ({ character, place: randomInt(2 ** 32) }))
    .sort((one, other) => one.place - other.place)
    .map(({ character }) => character)
    .join("");
}

const refuse: ResourceType<Cloud>["refuse"] = (inputs) => {
  const least = KINDS.reduce((sum, kind) => sum + numberAt(inputs, kind.least), 0);
  if (typeof inputs.length === "number" && least > inputs.length) {
    return [{ property: "length", reason: `must be at least the sum of the minima, ${least}` }];
  }
  const isEmpty = KINDS.every((kind) => inputs[kind.flag] === false);
  return isEmpty ? [{ property: "lower", reason: "at least one kind of character has to be allowed" }] : [];
};

/** What the stand-in of the random provider knows. */
export const randomTable: Table<Cloud> = {
  types: {
    "random:index/randomString:RandomString": {
      title: "Random String",
      inputs: STRING,
      outputs: ["result"],
      refuse,
      create(_cloud, inputs): Made {
        const result = compose(inputs);
        return { id: result, outputs: { result } };
      },
    },
    "random:index/randomPassword:RandomPassword": {
      title: "Random Password",
      inputs: STRING,
      outputs: ["result"],
      refuse,
      // The real ID is "none" and there is a hash besides; the cloud needs IDs that differ, and nothing of ours reads the hash.
      create: (_cloud, inputs) => ({
        id: randomBytes(8).toString("hex"),
        outputs: { result: new Secret(compose(inputs)) },
      }),
    },
    "random:index/randomUuid:RandomUuid": {
      title: "Random UUID",
      inputs: { keepers: texts(REPLACES) },
      outputs: ["result"],
      create(): Made {
        const result = randomUUID();
        return { id: result, outputs: { result } };
      },
    },
    "random:index/randomId:RandomId": {
      title: "Random ID",
      inputs: {
        byteLength: number({ required: true, ...REPLACES, rule: between(1) }),
        keepers: texts(REPLACES),
        prefix: text(REPLACES),
      },
      outputs: ["b64Std", "b64Url", "dec", "hex"],
      create(_cloud, inputs): Made {
        const bytes = randomBytes(numberAt(inputs, "byteLength"));
        const prefix = textAt(inputs, "prefix");
        const hex = prefix + bytes.toString("hex");
        const [b64Url, b64Std] = (["base64url", "base64"] as const).map((form) => prefix + bytes.toString(form));
        const dec = prefix + BigInt(`0x${bytes.toString("hex")}`).toString();
        return { id: b64Url ?? "", outputs: { b64Std: b64Std ?? "", b64Url: b64Url ?? "", dec, hex } };
      },
    },
  },
  invokes: {},
};
