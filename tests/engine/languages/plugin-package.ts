import { join } from "node:path";
import { builtPackage } from "../../helpers/built-package";
import type { ProviderPlugin } from "../providers/plugin";

/** The plugin as the published package has it. It goes below `folder`, which has to be inside the repository, so that dependencies are found. */
export async function packagedPlugin(folder: string): Promise<ProviderPlugin> {
  await builtPackage(folder, {
    folders: ["components", "plugin"],
    files: ["schema.json", "plugin/PulumiPlugin.yaml", "plugin/package.json", "plugin/pulumi-resource-mlplatform"],
  });
  return { name: "mlplatform", path: join(folder, "plugin") };
}
