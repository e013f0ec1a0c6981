import type * as pulumi from "@pulumi/pulumi";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** How values come over the wire (SDK 3.248, runtime/rpc.js). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** An output value of another language. */
export const output = (value: JavaScriptValue, secret = false, dependencies: string[] = []): JavaScriptValue => ({
  [SIGNATURE]: OUTPUT_VALUE,
  value,
  ...(secret ? { secret } : {}),
  ...(dependencies.length > 0 ? { dependencies } : {}),
});

/** An output value that is not known yet. */
export const unknown: JavaScriptValue = { [SIGNATURE]: OUTPUT_VALUE };

/** The inputs of a component as the SDK reads them, with dependencies of whole inputs. */
export function received(
  inputs: Record<string, JavaScriptValue>,
  dependencies: Record<string, string[]> = {},
): Promise<pulumi.Inputs> {
  const urns = new Map(Object.entries(dependencies).map(([input, list]) => [input, { getUrnsList: () => list }]));
  return deserializeInputs(Struct.fromJavaScript(inputs), urns);
}

/** Not in the SDK's types, but what its server does with every request. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { deserializeInputs } = require("@pulumi/pulumi/provider/server") as {
  deserializeInputs: (inputs: Struct, dependencies: Map<string, { getUrnsList(): string[] }>) => Promise<pulumi.Inputs>;
};
