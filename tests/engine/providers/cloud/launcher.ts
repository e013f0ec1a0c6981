import { resolve } from "node:path";
import { type ProviderPlugin, standInPlugin } from "../plugin";

/**
 * The stand-in of a provider whose cloud is reached at `MLPLATFORM_CLOUD`, which the stack's `env` has to say. `ambient` maps
 * configuration to the variables of the environment that give it where the program does not: `{ region: "AWS_REGION" }`.
 */
export function cloudProvider(
  name: string,
  version: string,
  ambient: Readonly<Record<string, string>> = {},
): ProviderPlugin {
  return standInPlugin(name, resolve(__dirname, "main.ts"), {
    MLPLATFORM_PROVIDER_NAME: name,
    MLPLATFORM_PROVIDER_VERSION: version,
    MLPLATFORM_PROVIDER_AMBIENT: Object.entries(ambient)
      .map(([key, variable]) => `${key}=${variable}`)
      .join(","),
  });
}
