import { join } from "node:path";
import { toolchainCache, type Cache } from "./cache";
import { locked } from "./lock";
import { NODE_VERSIONS, nodeRecipe, type NodeVersion } from "./nodes";
import type { Recipe } from "./recipe";
import { clusterPrograms, recipes, registryTools, sshTools, yamlHost } from "./tools";

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
  /** Makes a package for Python or Go out of a Pulumi package schema. */
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
  await addMissing(cache, Object.values(recipes));
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

/** A program that only some suites need: builds it if it is missing, in some minutes, and returns its path. */
export async function clusterProgram(name: keyof typeof clusterPrograms): Promise<string> {
  const recipe: Recipe = clusterPrograms[name];
  const cache = toolchainCache();
  await addMissing(cache, [recipe]);
  return join(cache.folder(recipe), ...recipe.files);
}

/** The program with which the stand-in of the command provider reaches machines: builds it if it is missing, in seconds. */
export async function sshClient(): Promise<string> {
  const cache = toolchainCache();
  await addMissing(cache, [sshTools.sshClient]);
  return join(cache.folder(sshTools.sshClient), ...sshTools.sshClient.files);
}

/** The folder with the programs of OpenSSH's server and of sudo: downloads them if they are missing. */
export async function openSsh(): Promise<string> {
  const cache = toolchainCache();
  await addMissing(cache, [sshTools.openSsh]);
  return cache.folder(sshTools.openSsh);
}

/** The folder with the language host of YAML: builds it if it is missing, in less than a minute. */
export async function yamlHostFolder(): Promise<string> {
  const cache = toolchainCache();
  await addMissing(cache, [yamlHost]);
  return join(cache.folder(yamlHost), "bin");
}

/** A version of Node: downloads what is missing of all of them, in seconds each, and returns the program's path. */
export async function nodeProgram(version: NodeVersion): Promise<string> {
  const cache = toolchainCache();
  // A lock of its own: nothing that is being built is needed.
  await addMissing(cache, NODE_VERSIONS.map(nodeRecipe), `${cache.root} node`);
  return join(cache.folder(nodeRecipe(version)), "bin/node");
}

/** Only Helm, in seconds. */
export async function onlyHelm(): Promise<string> {
  const cache = toolchainCache();
  await addMissing(cache, [recipes.helmAndKubectl]);
  return join(cache.folder(recipes.helmAndKubectl), "bin", "helm");
}

/** The folder with a registry of container images and with skopeo: downloads them if they are missing. */
export async function containerRegistry(): Promise<string> {
  const cache = toolchainCache();
  await addMissing(cache, [registryTools]);
  return cache.folder(registryTools);
}

/** Builds everything that any suite needs and that is missing. */
export async function wholeToolchain(): Promise<void> {
  await toolchain();
  await sshClient();
  await yamlHostFolder();
  await nodeProgram(NODE_VERSIONS[0]);
  // Only Debian's tools can fetch these. Where they are missing, the suites that need them are skipped.
  for (const recipe of [sshTools.openSsh, registryTools]) {
    await addMissing(toolchainCache(), [recipe]).catch((error: unknown) => {
      say(`${recipe.name}: cannot be had: ${String(error)}`);
    });
  }
  await addMissing(toolchainCache(), Object.values(clusterPrograms));
}

async function addMissing(cache: Cache, wanted: readonly Recipe[], lock = cache.root): Promise<void> {
  const present = await Promise.all(wanted.map((recipe) => cache.has(recipe)));
  if (!present.includes(false)) return;
  const onWait = () => {
    say("another process is building; waiting for it");
  };
  await locked(lock, onWait, async () => {
    await cache.sweep(wanted);
    for (const recipe of wanted) {
      if (!(await cache.has(recipe))) await add(cache, recipe);
    }
  });
}

async function add(cache: Cache, recipe: Recipe): Promise<void> {
  const start = Date.now();
  say(`${recipe.name} ${recipe.version}: building`);
  await cache.add(recipe);
  say(`${recipe.name} ${recipe.version}: built in ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

/** To standard error: standard output may be a report that a program reads. */
function say(text: string): void {
  process.stderr.write(`toolchain: ${text}\n`);
}
