import { MlCluster, type MlClusterArgs } from "../../../../components";
import type { PlainValue } from "../../../../recorder/graph";
import type { KnownOutputs } from "../../../../recorder/known-outputs";
import { deploy, type Deployed, type DeployOptions } from "../../../helpers/deploy";

/** Arguments of a cluster, of which nothing is said. */
export const clusterArgs = ({ k3d, ...common }: Partial<MlClusterArgs> = {}): MlClusterArgs => ({
  k3d: { ...k3d },
  ...common,
});

const recorded = new Map<string, Promise<Deployed>>();

/** A program with one cluster, `ml`. One recording serves all tests that ask for the same arguments. */
export function k3d(args: Partial<MlClusterArgs> = {}): Promise<Deployed> {
  const key = JSON.stringify(args);
  const found = recorded.get(key) ?? k3dIn(commands(), args);
  recorded.set(key, found);
  return found;
}

/** The same with other settings, or in a preview. */
export const k3dIn = (options: DeployOptions, args: Partial<MlClusterArgs> = {}): Promise<Deployed> =>
  deploy(() => {
    const { facts, kubeconfig } = new MlCluster("ml", clusterArgs(args));
    return { facts, kubeconfig };
  }, options);

/** What the commands would print. */
export const commands = (): Pick<DeployOptions, "outputs"> => ({
  outputs: (type, name, inputs) => OUTPUTS[type]?.(name, inputs),
});

type Properties = Readonly<Record<string, PlainValue>>;

const OUTPUTS: Readonly<Record<string, (name: string, inputs: Properties) => KnownOutputs>> = {
  "random:index/randomId:RandomId": () => ({ outputs: { hex: "5eed" } }),
  "command:local:Command": (name, { create }) => ({
    id: `${name}0a1b2c3d`,
    outputs: { stdout: printed(create), stderr: "" },
  }),
};

function printed(create: PlainValue | undefined): string {
  if (typeof create === "string" && create.startsWith("create the k3d cluster:"))
    return JSON.stringify({ server: "c0ffee", network: "172.25.0.0/16" });
  return create === "read the kubeconfig of the k3d cluster" ? "apiVersion: v1\nkind: Config\n" : "";
}
