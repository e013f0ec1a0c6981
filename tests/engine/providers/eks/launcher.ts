import { resolve } from "node:path";
import { type ProviderPlugin, standInPlugin } from "../plugin";

/** The stand-in of the EKS package, a plugin of components: what it makes goes through the stack's providers of AWS and Kubernetes. */
export function eksProvider(version: string): ProviderPlugin {
  return standInPlugin("eks", resolve(__dirname, "main.ts"), { MLPLATFORM_PROVIDER_VERSION: version });
}
