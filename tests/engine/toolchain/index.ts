import { join } from "node:path";
import { toolchainCache, type Cache } from "./cache";
import { locked } from "./lock";
import type { Recipe } from "./recipe";
import { recipes } from "./tools";

/** Where the real programs are that the engine rung runs: absolute paths. */
export interface Toolchain {
  /** The folder whose `bin/pulumi` is the CLI, as `PulumiCommand.get({ root })` wants it. */
  readonly pulumiRoot: string;
  /** The folder with the Kubernetes provider, as `plugins.providers` of a Pulumi project wants it. */
  readonly kubernetesProvider: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
  readonly etcd: string;
  readonly kwok: string;
  readonly helm: string;
  readonly kubectl: string;
  /** Makes a Python package out of a Pulumi package schema. */
  readonly sdkgen: string;
}

/** Builds what is missing, about fifteen minutes the first time, and returns where everything is. */
export function toolchain(): Promise<Toolchain> {
  built ??= build();
  return built;
}

let built: Promise<Toolchain> | undefined;

async function build(): Promise<Toolchain> {
  // helm and kubectl are Linux programs, and so is the watchdog that ends processes with a test.
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`the engine tests run on Linux x64, not on ${process.platform} ${process.arch}`);
  }
  const cache = toolchainCache();
  if (await isMissingAny(cache)) {
    const onWait = () => {
      say("another process is building; waiting for it");
    };
    await locked(cache.root, onWait, () => addMissing(cache));
  }
  const bin = (recipe: Recipe, name: string) => join(cache.folder(recipe), "bin", name);
  return {
    pulumiRoot: cache.folder(recipes.pulumi),
    kubernetesProvider: join(cache.folder(recipes.pulumiKubernetes), "bin"),
    kubeApiserver: bin(recipes.kubernetes, "kube-apiserver"),
    kubeControllerManager: bin(recipes.kubernetes, "kube-controller-manager"),
    kubeScheduler: bin(recipes.kubernetes, "kube-scheduler"),
    etcd: bin(recipes.etcd, "etcd"),
    kwok: bin(recipes.kwok, "kwok"),
    helm: bin(recipes.helmAndKubectl, "helm"),
    kubectl: bin(recipes.helmAndKubectl, "kubectl"),
    sdkgen: bin(recipes.sdkgen, "pulumi-sdkgen"),
  };
}

async function isMissingAny(cache: Cache): Promise<boolean> {
  return (await Promise.all(Object.values(recipes).map((recipe) => cache.has(recipe)))).includes(false);
}

async function addMissing(cache: Cache): Promise<void> {
  await cache.sweep();
  for (const recipe of Object.values(recipes)) {
    if (await cache.has(recipe)) continue;
    const start = Date.now();
    say(`${recipe.name} ${recipe.version}: building`);
    await cache.add(recipe);
    say(`${recipe.name} ${recipe.version}: built in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  }
}

/** To standard error: standard output may be a report that a program reads. */
function say(text: string): void {
  process.stderr.write(`toolchain: ${text}\n`);
}
