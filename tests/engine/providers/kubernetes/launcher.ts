import { version } from "@pulumi/kubernetes/package.json";
import { resolve } from "node:path";
import { type ProviderPlugin, standInPlugin } from "../plugin";

export type { ProviderPlugin } from "../plugin";

/** How the stand-in differs from the real Kubernetes provider. */
export interface KubernetesProviderOptions {
  /** The helm program, from the toolchain. */
  readonly helm: string;
  /** Refuse fields that a kind does not have; the real provider drops them silently on create. @default false */
  readonly strict?: boolean;
  /**
   * Factor on the waits that the provider itself prescribes: the pauses between tries of a create (63 s in all) and the 10 s in
   * which a Service's endpoints settle. 1 is the real provider's patience.
   * @default MLPLATFORM_TEST_PROVIDER_PATIENCE, or 1
   */
  readonly patience?: number;
}

/**
 * The Kubernetes provider for tests: our stand-in, or the real one where MLPLATFORM_REAL_KUBERNETES_PROVIDER names the folder that
 * holds `pulumi-resource-kubernetes`.
 */
export function kubernetesProvider(options: KubernetesProviderOptions): ProviderPlugin {
  const real = realKubernetesProvider();
  if (real !== undefined) return { name: "kubernetes", path: resolve(real) };
  const patience = options.patience ?? Number(process.env.MLPLATFORM_TEST_PROVIDER_PATIENCE || "1");
  return standInPlugin("kubernetes", resolve(__dirname, "main.ts"), {
    MLPLATFORM_PROVIDER_VERSION: version,
    MLPLATFORM_PROVIDER_HELM: options.helm,
    MLPLATFORM_PROVIDER_STRICT: options.strict ? "1" : "",
    MLPLATFORM_PROVIDER_PATIENCE: patience.toString(),
  });
}

/** The folder of the real provider, where it is to be used. It knows neither `strict` nor `patience`. */
export function realKubernetesProvider(): string | undefined {
  return process.env.MLPLATFORM_REAL_KUBERNETES_PROVIDER || undefined;
}
