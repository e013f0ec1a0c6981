import { MlCluster, type MlClusterArgs } from "../../../components";
import type { PlainValue } from "../../../recorder/graph";
import type { KnownOutputs } from "../../../recorder/known-outputs";
import { deploy, type Deployed, type DeployOptions } from "../../helpers/deploy";

type Properties = Readonly<Record<string, PlainValue>>;

/** What resources of a type print or become, by their name and inputs. */
export type OutputsByType = Readonly<Record<string, (name: string, inputs: Properties) => KnownOutputs>>;

/** A program with one cluster, `ml`, whose commands only seem to run. */
export interface RecordedCluster {
  /** One recording serves all tests that ask for the same arguments. */
  readonly cluster: (args?: Partial<MlClusterArgs>) => Promise<Deployed>;
  /** The same with other settings, or in a preview. */
  readonly clusterIn: (options: DeployOptions, args?: Partial<MlClusterArgs>) => Promise<Deployed>;
  /** What the commands would print. */
  readonly commands: () => Pick<DeployOptions, "outputs">;
}

/** `complete` adds what a cluster of the target needs besides the arguments of a test. */
export function recordedCluster(
  complete: (args: Partial<MlClusterArgs>) => MlClusterArgs,
  outputs: OutputsByType,
): RecordedCluster {
  const recorded = new Map<string, Promise<Deployed>>();
  const commands = () => ({
    outputs: (type: string, name: string, inputs: Properties) => outputs[type]?.(name, inputs),
  });
  const clusterIn = (options: DeployOptions, args: Partial<MlClusterArgs> = {}): Promise<Deployed> =>
    deploy(() => {
      const { facts, kubeconfig } = new MlCluster("ml", complete(args));
      return { facts, kubeconfig };
    }, options);
  const cluster = (args: Partial<MlClusterArgs> = {}): Promise<Deployed> => {
    const key = JSON.stringify(args);
    const found = recorded.get(key) ?? clusterIn(commands(), args);
    recorded.set(key, found);
    return found;
  };
  return { cluster, clusterIn, commands };
}
