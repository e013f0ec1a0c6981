import type * as pulumi from "@pulumi/pulumi";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { OUTPUT_SIGNATURE, SIGNATURE } from "../../../recorder/signatures";

/** An output value of another language. */
export const output = (value: JavaScriptValue, secret = false, dependencies: string[] = []): JavaScriptValue => ({
  [SIGNATURE]: OUTPUT_SIGNATURE,
  value,
  ...(secret ? { secret } : {}),
  ...(dependencies.length > 0 ? { dependencies } : {}),
});

/** An output value that is not known yet. */
export const unknown: JavaScriptValue = { [SIGNATURE]: OUTPUT_SIGNATURE };

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
