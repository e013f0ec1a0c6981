import type { Properties } from "../property-values";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  ReadRequest,
  ReadResult,
  StandIn,
  UpdateRequest,
} from "../stand-in";
import { asProperties, ask } from "./ask";

/** Stands in for a cloud's provider: hands each call on to the cloud, which lives in the test's process. */
export class CloudProvider implements StandIn {
  private settings: Properties = {};

  constructor(
    readonly name: string,
    readonly version: string,
    private readonly address: string,
    /** Configuration that comes from the environment where the provider's own says nothing. */
    private readonly ambient: Readonly<Record<string, string>>,
  ) {}

  async configure(variables: Record<string, string>): Promise<void> {
    const prefix = `${this.name}:config:`;
    const given = Object.entries(variables).map(([key, value]): [string, string] => [key.replace(prefix, ""), value]);
    this.settings = { ...this.ambient, ...Object.fromEntries(given.filter(([, value]) => value !== "")) };
    await this.ask("configure", {});
  }

  async check({ randomSeed, ...request }: CheckRequest): Promise<CheckResult> {
    const answer = await this.ask("check", { ...request, randomSeed: [...randomSeed] });
    return answer as unknown as CheckResult;
  }

  async diff(request: DiffRequest): Promise<DiffResult> {
    const { detailed, ...result } = await this.ask("diff", request);
    const changes = new Map(Object.entries(detailed ?? {}));
    return { ...(result as unknown as DiffResult), detailed: changes };
  }

  async create(request: CreateRequest): Promise<{ id: string; properties: Properties }> {
    return (await this.ask("create", request)) as unknown as { id: string; properties: Properties };
  }

  async read(request: ReadRequest): Promise<ReadResult> {
    return (await this.ask("read", request)) as unknown as ReadResult;
  }

  async update(request: UpdateRequest): Promise<{ properties: Properties }> {
    return (await this.ask("update", request)) as { properties: Properties };
  }

  async delete(request: DeleteRequest): Promise<void> {
    await this.ask("delete", request);
  }

  invoke(token: string, args: Properties): Promise<Properties> {
    return this.ask("invoke", { token, args });
  }

  private ask(operation: string, request: object): Promise<Properties> {
    const asked = { request: asProperties(request), settings: this.settings };
    return ask(this.address, `${this.name}/${operation}`, asked);
  }
}
