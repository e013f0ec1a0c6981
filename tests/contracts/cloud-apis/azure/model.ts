import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Recipe } from "../../../engine/toolchain/recipe";
import { fromPackage } from "../packages";
import type { ApiModel, JsonSchema } from "../request-problems";
import { operations, type Operation } from "./libraries";
import { collectModel, urlParameters } from "./management-library";

/** A file of a management library. */
export type ReadLibrary = (library: Recipe, file: string) => string;

/** Downloads the libraries that are missing. */
export async function readLibraries(suite: Mocha.Context): Promise<ReadLibrary> {
  const folders = new Map<Recipe, string>();
  for (const { library } of Object.values(operations)) folders.set(library, await fromPackage(library, suite));
  return (library, file) => readFileSync(join(folders.get(library) ?? "", file), "utf8");
}

/** The requests of Azure by the names in `operations`. A request is the parameters in its URL, and `body`. */
export const azureModel = (read: ReadLibrary): ApiModel => ({
  schema(name) {
    const operation = operations[name];
    if (operation === undefined) throw new Error(`no library is listed for ${name}`);
    return schemaOf(operation, read);
  },
});

function schemaOf({ library, file, builder, body }: Operation, read: ReadLibrary): JsonSchema {
  const $defs: Record<string, JsonSchema> = {};
  collectModel(body, { models: read(library, "models.py"), enums: read(library, "enums.py") }, $defs);
  const parameters = urlParameters(read(library, file), builder);
  // The provider knows the subscription.
  delete parameters["subscriptionId"];
  return {
    type: "object",
    properties: { ...parameters, body: { $ref: `#/$defs/${body}` } },
    required: [...Object.keys(parameters), "body"],
    additionalProperties: false,
    $defs,
  };
}
