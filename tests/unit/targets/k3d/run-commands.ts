import type { MlClusterArgs } from "../../../../components";
import { CommandProvider } from "../../../engine/providers/command/provider";
import type { Properties } from "../../../engine/providers/property-values";
import type { Machine } from "../../../helpers/k3d/machine";
import { k3d } from "./cluster";

const TYPE = "command:local:Command";

/** The commands of a cluster on a machine, as the engine would have them run. */
export class Commands {
  /** What was logged. */
  readonly log: string[] = [];
  private readonly provider = new CommandProvider("1.2.1", (_urn, { message }) => this.log.push(message));

  constructor(private readonly machine: Machine) {}

  /** Creates a resource of a cluster with these arguments, and returns its state. */
  async create(name: string, args: Partial<MlClusterArgs> = {}): Promise<Properties> {
    const properties = await this.inputs(name, args);
    const { inputs, failures = [] } = await this.provider.check({
      ...named(name),
      olds: {},
      news: properties,
      randomSeed: new Uint8Array(),
    });
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return (await this.provider.create({ ...named(name), properties: inputs, timeout: 0, preview: false })).properties;
  }

  async update(name: string, olds: Properties, args: Partial<MlClusterArgs> = {}): Promise<Properties> {
    const news = await this.inputs(name, args);
    const request = { ...named(name), id: name, olds, news, timeout: 0, preview: false, ignoreChanges: [] };
    return (await this.provider.update(request)).properties;
  }

  delete(name: string, properties: Properties): Promise<void> {
    return this.provider.delete({ ...named(name), id: name, properties: this.onMachine(properties), timeout: 0 });
  }

  /** The inputs of a command, with the environment of the machine. */
  async inputs(name: string, args: Partial<MlClusterArgs>): Promise<Properties> {
    const graph = await k3d(args);
    return this.onMachine(graph.revealInputs(graph.byName(TYPE, name)) as Properties);
  }

  private onMachine(properties: Properties): Properties {
    return { ...properties, environment: { ...(properties["environment"] as Properties), ...this.machine.env } };
  }
}

const named = (name: string) => ({ urn: `urn:pulumi:test::proj::${TYPE}::${name}`, type: TYPE, name });
