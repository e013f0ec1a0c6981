import type { ClusterAccess } from "../../cluster/access";
import { Ended, fail } from "../outcome";

/** A storage class as far as it is read. */
export interface StorageClass {
  readonly metadata: {
    readonly name: string;
    readonly creationTimestamp?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly provisioner: string;
  readonly volumeBindingMode?: string;
}

/** The storage classes of a cluster. */
export async function storageClasses(access: ClusterAccess): Promise<StorageClass[]> {
  const text = await access.kubectl(["get", "storageclasses.storage.k8s.io", "-o", "json"]);
  return (JSON.parse(text) as { items: StorageClass[] }).items;
}

/** The class of that name, else the default one. If there are several, Kubernetes takes the newest. Rejects if there is none. */
export function chosenClass(classes: readonly StorageClass[], name: string | undefined): StorageClass {
  const names = classes.map(({ metadata }) => metadata.name).join(", ") || "none";
  if (name !== undefined) {
    const named = classes.find(({ metadata }) => metadata.name === name);
    if (named !== undefined) return named;
    throw new Ended(fail(`there is no storage class ${name}, which the stack names; there are: ${names}`));
  }
  const [newest] = classes
    .filter(({ metadata }) => metadata.annotations?.[DEFAULT] === "true")
    .sort((one, other) => created(other) - created(one));
  if (newest !== undefined) return newest;
  throw new Ended(
    fail(
      `there is no default storage class; there are: ${names}`,
      classes.length === 0
        ? "Install a storage driver with a class, such as local-path-provisioner."
        : `Make one the default: kubectl annotate storageclass ${classes[0]?.metadata.name ?? ""} ${DEFAULT}=true`,
    ),
  );
}

const DEFAULT = "storageclass.kubernetes.io/is-default-class";

const created = ({ metadata }: StorageClass): number => Date.parse(metadata.creationTimestamp ?? "") || 0;
