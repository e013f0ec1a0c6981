import { checked, type Check } from "../shared/checks";
import { imageReference } from "../shared/image-reference";
import { isDeferred, problemIf, type Problem } from "../shared/invalid-args";
import { given, merged, valueAt, type Values } from "../shared/values";
import type { SeldonCoreArgs } from "./args";
import { SERVERS } from "./images";

/** What models can use of the operator. */
export interface Supported {
  /** Servers, with the protocols of each. */
  readonly servers: Record<string, string[]>;
  /** Whether it scales by KEDA. */
  readonly keda: boolean;
}

/** What models can use, according to the inputs and the chart's values, or of an operator that exists to its description. */
export function supported(args: SeldonCoreArgs): Supported {
  const own = Object.fromEntries(Object.entries(SERVERS).map(([server, images]) => [server, Object.keys(images)]));
  if (args.existing !== undefined) {
    return { servers: args.existing.servers ?? own, keda: args.existing.keda ?? false };
  }
  const values = merged(ownServers(args), valuesOf(args));
  const defaults = Object.entries(own).map(([server, names]) => [
    server,
    { protocols: Object.fromEntries(names.map((name) => [name, {}])) },
  ]);
  const all = merged(Object.fromEntries(defaults) as Values, asMap(values["predictor_servers"]));
  return {
    // Helm drops a key that is null.
    servers: Object.fromEntries(present(all).map(([server, config]) => [server, protocolsOf(asMap(config))])),
    keda: args.keda !== undefined || valueAt(values, "keda.enabled") === true,
  };
}

/** `kfserving` is the old name of `v2`, and the operator accepts both. */
const protocolsOf = (config: Values): string[] => [
  ...new Set(present(asMap(config["protocols"])).map(([name]) => (name === "kfserving" ? "v2" : name))),
];

/** The chart's values for the servers of the caller. Without the empty version, that of a prepackaged server would follow the image. */
export const ownServers = ({ servers }: SeldonCoreArgs): Values =>
  servers === undefined
    ? {}
    : {
        predictor_servers: Object.fromEntries(
          Object.entries(servers).map(([name, images]) => [
            name,
            {
              protocols: Object.fromEntries(
                Object.entries(given({ ...images })).map(([protocol, image]) => [
                  protocol,
                  { image, defaultImageVersion: "" },
                ]),
              ),
            },
          ]),
        ),
      };

const serverName: Check = (value) =>
  /^[A-Za-z]\w*$/.test(value) ? undefined : "is not the name of a server: letters, digits and '_', a letter first";

/** Steps that the orchestrator has built in, and the word for none (1.17.1, IsPrepack). */
const BUILT_IN = ["SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST", "AVERAGE_COMBINER", "UNKNOWN_IMPLEMENTATION"];

/** What is wrong with the servers of the caller. */
export const serverProblems = ({ servers = {} }: SeldonCoreArgs): Problem[] =>
  Object.entries(servers).flatMap(([name, images]) => {
    const path = `servers.${name}`;
    return [
      ...checked(path, name, serverName),
      ...problemIf(
        BUILT_IN.includes(name),
        path,
        "is the name of a step that is built into the orchestrator, so no image would be used. Use another name.",
      ),
      ...problemIf(
        Object.keys(given({ ...images })).length === 0,
        path,
        "has no image. Write one for each protocol that the server speaks: seldon, tensorflow or v2.",
      ),
      ...(["seldon", "tensorflow", "v2"] as const).flatMap((protocol) =>
        checked(`${path}.${protocol}`, images[protocol], imageReference),
      ),
    ];
  });

/** Values that decide which models are accepted must be known before anything is created. */
export const deferredProblems = (args: SeldonCoreArgs): Problem[] =>
  ["predictor_servers", "keda", "keda.enabled"].flatMap((key) =>
    problemIf(
      isDeferred(valueAt(valuesOf(args), key)),
      `charts.seldon-core-operator.values.${key}`,
      "is not known yet, but decides which models are accepted. Write a value, not an output.",
    ),
  );

const valuesOf = ({ charts }: SeldonCoreArgs): Values => charts?.["seldon-core-operator"]?.values ?? {};

const asMap = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : {};

const present = (map: Values): [string, unknown][] =>
  Object.entries(map).filter(([, value]) => value !== null && value !== undefined);
