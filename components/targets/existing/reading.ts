import { hasDeferred } from "../../shared/invalid-args";
import type { ExistingClusterArgs } from "./args";
import { contextConfig, fromFile, KubeconfigError, type ContextConfig } from "./kubeconfig";

/** A block of which kubeconfig and context are known. */
export type ReadableBlock = Omit<ExistingClusterArgs, "context"> & { readonly context?: string };

/** The chosen context of the block's kubeconfig; undefined if the kubeconfig or the context is not known yet. */
export const knownConfig = (block: ExistingClusterArgs): ContextConfig | undefined =>
  isReadable(block) ? readConfig(block) : undefined;

const isReadable = (block: ExistingClusterArgs): block is ReadableBlock =>
  !hasDeferred([block.kubeconfig, block.context]);

/** The chosen context of the block's kubeconfig. Relative names in a text start at the program's folder. */
export function readConfig({ kubeconfig, kubeconfigPath, context, useCurrentContext }: ReadableBlock): ContextConfig {
  if (useCurrentContext !== true && (context ?? "") === "")
    throw new KubeconfigError("context", "resolved to nothing.");
  const chosen = useCurrentContext === true ? undefined : context;
  return kubeconfigPath === undefined
    ? contextConfig(kubeconfig, chosen, process.cwd())
    : fromFile(kubeconfigPath, chosen);
}
