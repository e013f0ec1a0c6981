import { serve } from "../serve";
import { KubernetesProvider } from "./kubernetes-provider";

/*
 * The program `pulumi-resource-kubernetes`. Its settings come from the launcher (launcher.ts):
 *   MLPLATFORM_PROVIDER_VERSION   the version to report, that of the SDK
 *   MLPLATFORM_PROVIDER_HELM      the helm program
 *   MLPLATFORM_PROVIDER_STRICT    "1": refuse unknown fields on create, which the real provider drops
 *   MLPLATFORM_PROVIDER_PATIENCE  factor on the provider's own waits (retries of a create, settling of endpoints); 1 = as the real one
 */
const setting = (name: string) => process.env[`MLPLATFORM_PROVIDER_${name}`] ?? "";

void serve(
  () =>
    new KubernetesProvider(setting("VERSION"), {
      helm: setting("HELM") || "helm",
      strict: setting("STRICT") === "1",
      patience: Number(setting("PATIENCE") || "1"),
    }),
);
