/** The default VM sizes, and what a VM size of Azure has: GPUs, and whether nodes of AKS can use it. */

/** The size of nodes of a pool that names none. */
export const DEFAULT_VM_SIZE = "Standard_D8ds_v5";
/** The size of the nodes of the system pool. */
export const DEFAULT_SYSTEM_VM_SIZE = "Standard_D4ds_v5";

/** The parts of a size's name: https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions. */
interface SizeName {
  /** Family in upper case: `D`, `NC`. */
  readonly family: string;
  /** Letters after the number of CPUs: `ds` of `Standard_D8ds_v5`. */
  readonly features: string;
  /** The number in the name. Mostly it is that of CPUs; of a constrained size such as `Standard_E8-2ds_v5`, the one after the dash. */
  readonly size: number;
}

/** The parts of a name; undefined if it is not the name of a size. */
export function sizeName(size: string): SizeName | undefined {
  const [, family, all = "", constrained, features = ""] =
    /^Standard_([A-Z]{1,4})(\d+)(?:-(\d+))?([a-z]*)(?:_\w+)*$/.exec(size) ?? [];
  return family === undefined ? undefined : { family, features, size: Number(constrained ?? all) };
}

/** The model and number of NVIDIA GPUs by size: https://learn.microsoft.com/azure/virtual-machines/sizes/overview, of 2026-11. */
const GPU_SIZES: readonly (readonly [size: string, model: string, count: number])[] = [
  ["Standard_NC4as_T4_v3", "t4", 1],
  ["Standard_NC8as_T4_v3", "t4", 1],
  ["Standard_NC16as_T4_v3", "t4", 1],
  ["Standard_NC64as_T4_v3", "t4", 4],
  ["Standard_NC24ads_A100_v4", "a100", 1],
  ["Standard_NC48ads_A100_v4", "a100", 2],
  ["Standard_NC96ads_A100_v4", "a100", 4],
  ["Standard_ND96asr_v4", "a100", 8],
  ["Standard_ND96amsr_A100_v4", "a100", 8],
  ["Standard_NC40ads_H100_v5", "h100", 1],
  ["Standard_NC80adis_H100_v5", "h100", 2],
  ["Standard_ND96isr_H100_v5", "h100", 8],
  ["Standard_ND96isr_H200_v5", "h200", 8],
  ["Standard_NV36ads_A10_v5", "a10", 1],
  ["Standard_NV36adms_A10_v5", "a10", 1],
  ["Standard_NV72ads_A10_v5", "a10", 2],
];

/** The GPUs of a size; undefined if it has none. */
export function gpusOf(size: string): { readonly model: string; readonly count: number } | undefined {
  const [, model, count] = GPU_SIZES.find(([name]) => name === size) ?? [];
  return model === undefined || count === undefined ? undefined : { model, count };
}

/** Why nodes cannot have a size although Azure has it; undefined if they can. */
export function whyUnusable(size: string): string | undefined {
  const { family = "", features = "", size: number } = sizeName(size) ?? {};
  // https://learn.microsoft.com/azure/aks/quotas-skus-regions, of 2026-11. Standard_G1 and Standard_GS1 have two.
  if (number === 1 && !/^GS?$/.test(family)) return "has one CPU, and AKS demands two; write a larger size";
  if (family === "NP") return "has FPGAs, which need another node image";
  if (family === "NM") return "has video accelerators, which need another node image";
  if (family === "NG" || /MI\d{2,3}X?|V\d{3}/.test(size.replace(/_v\d+$/, "")) || /^Standard_NV\d+as_v4$/.test(size)) {
    return "has AMD GPUs, for which this package installs no driver and no device plugin";
  }
  if (family.startsWith("N") && gpusOf(size) === undefined) return "has GPUs in a form that this package does not know";
  return hasPremiumStorage(family, features)
    ? undefined
    : "cannot use premium disks, which claims of the default storage class get";
}

/** Sizes with an `s` can use premium disks, and so can all of the family B. Older sizes have an `S` in the name of the family. */
const hasPremiumStorage = (family: string, features: string): boolean =>
  features.includes("s") || /^[DGF]S$/.test(family) || family === "B";

/** Families whose CPUs are too weak or throttled for the pods of the cluster itself. */
export const isTooWeakForSystem = (size: string): boolean => ["A", "B"].includes(sizeName(size)?.family ?? "");
