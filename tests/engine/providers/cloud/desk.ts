import { stringify } from "yaml";
import type { Properties, Value } from "../property-values";
import type { Cloud } from "./cloud";
import { KubernetesApi } from "./in-cluster/kubernetes-api";
import { Operations } from "./operations";
import type { CloudResource, Settings, Table } from "./resource-type";

/** An API server that nobody asks: without nodes there is nothing to say to it. */
export const silentApi = (): KubernetesApi =>
  new KubernetesApi(
    stringify({
      clusters: [{ name: "x", cluster: { server: "https://127.0.0.1:1", "certificate-authority-data": "eA==" } }],
      users: [{ name: "x", user: { token: "x" } }],
      contexts: [{ name: "x", context: { cluster: "x", user: "x" } }],
      "current-context": "x",
    }),
  );

/** Patience of a cloud at a desk, in milliseconds. */
export const DESK_PATIENCE = 30;

/** Asks the table of a cloud as its provider does, without an engine in between: some hundred questions in a second. */
export class CloudDesk<C extends Cloud> {
  private readonly operations: Operations<C>;

  /** `pkg` is the package that the types of the table begin with. */
  constructor(
    readonly account: C,
    table: Table<C>,
    private readonly pkg: string,
    private readonly settings: Settings,
  ) {
    this.operations = new Operations(account, table);
  }

  /** Makes a resource, checked inputs and all; throws what is refused. Types go without their package: `ec2/vpc:Vpc`. */
  async make(shortType: string, inputs: object, name = "x"): Promise<CloudResource> {
    const resource = { urn: "", type: `${this.pkg}:${shortType}`, name };
    const request = { ...resource, olds: {}, news: inputs as Properties, randomSeed: new Uint8Array(0) };
    const { inputs: checked, failures = [] } = this.operations.check(request);
    if (failures.length > 0) throw new Error(failures.map((one) => `${one.property}: ${one.reason}`).join("\n"));
    const creation = { ...resource, properties: checked, timeout: 0, preview: false };
    const { id } = await this.operations.create(creation, this.settings);
    return this.found(resource.type, id);
  }

  /** Changes inputs of a resource; throws what is refused. */
  async change(resource: CloudResource, inputs: object): Promise<void> {
    const { type, id, name } = resource;
    const [olds, news] = [resource.inputs, { ...resource.inputs, ...inputs }];
    await this.operations.update({
      urn: "",
      type,
      name,
      id,
      olds,
      news,
      timeout: 0,
      preview: false,
      ignoreChanges: [],
    });
  }

  /** Which inputs would replace the resource if they changed to these values; `undefined` takes one away. */
  replacedBy({ type, id, name, inputs }: CloudResource, changed: Record<string, Value | undefined>): string[] {
    const given = Object.entries({ ...inputs, ...changed }).filter(([, value]) => value !== undefined);
    const news = Object.fromEntries(given) as Properties;
    const { replaces } = this.operations.diff({
      ...{ urn: "", type, name, id, ignoreChanges: [] },
      ...{ olds: inputs, oldInputs: inputs, news },
    });
    return replaces;
  }

  /** Imports a resource, and gives back its inputs; throws what is refused. */
  async take(shortType: string, id: string): Promise<Properties> {
    const resource = { urn: "", type: `${this.pkg}:${shortType}`, name: "x" };
    const taken = await this.operations.read({ ...resource, id, properties: {}, inputs: {} }, this.settings);
    // What the engine says of an import.
    if (taken.id === "") throw new Error(`resource '${id}' does not exist`);
    return taken.inputs ?? {};
  }

  /** Deletes a resource; throws what is refused. */
  async remove({ type, id, name }: CloudResource): Promise<void> {
    await this.operations.delete({ urn: "", type, name, id, properties: {}, timeout: 0 });
  }

  /** Calls a function of the provider. */
  ask(shortToken: string, args: object): Promise<Properties> {
    return this.operations.invoke(`${this.pkg}:${shortToken}`, args as Properties, this.settings);
  }

  private found(type: string, id: string): CloudResource {
    const resource = this.account.find(type, id);
    if (!resource) throw new Error(`${type} ${id} is not there`);
    return resource;
  }
}
