import { readFileSync } from "node:fs";
import type { ResourceMappings } from "../requests";
import { operations } from "./libraries";
import { apiVersionOf } from "./management-library";
import type { ReadLibrary } from "./model";

/** Resources whose API version no library has. The next one describes them, and the fields that we send are the same. */
const NEAREST: Readonly<Record<string, { readonly sdk: string; readonly library: string }>> = {
  "azure-native:operationalinsights:Workspace": { sdk: "2023-09-01", library: "2025-07-01" },
  "azure-native:resources:ResourceGroup": { sdk: "2024-03-01", library: "2024-07-01" },
};

/** Resources that are described in another version of the API than the one to which the SDK sends them. */
export const versionProblems = (mappings: ResourceMappings, read: ReadLibrary): string[] =>
  Object.entries(mappings).flatMap(([type, { requests }]) =>
    requests.flatMap(({ operation }) => {
      const { library, file, builder } = operations[operation] ?? unlisted(operation);
      const found = { sdk: sdkVersion(type), library: apiVersionOf(read(library, file), builder) };
      const expected = NEAREST[type] ?? { ...found, library: found.sdk };
      return found.sdk === expected.sdk && found.library === expected.library
        ? []
        : [`${type}: the SDK uses ${found.sdk}, and ${library.name} ${library.version} describes ${found.library}`];
    }),
  );

const unlisted = (operation: string): never => {
  throw new Error(`no library is listed for ${operation}`);
};

/** The version of the API, as the documentation of a class has it: `azure-native:network:Subnet` is in `network/subnet.d.ts`. */
function sdkVersion(type: string): string {
  const [, module = "", name = ""] = type.split(":");
  // `PublicIPAddress` is in `publicIPAddress.d.ts`.
  const file = `@pulumi/azure-native/${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}.d.ts`;
  const text = readFileSync(require.resolve(file), "utf8");
  return /Uses Azure REST API version ([\d-]+\d(?:-preview)?)/.exec(text)?.[1] ?? "no version";
}
