import { type Properties, type Value, Secret, UNKNOWN, plainProperties } from "../property-values";
import type {
  CheckRequest,
  CheckResult,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  ReadRequest,
  ReadResult,
  UpdateRequest,
} from "../stand-in";
import { InitFailed } from "../stand-in";
import { ApiError, CreationFailed } from "./api-error";
import { changesBetween } from "./changes";
import { checkInputs, isAutonamed } from "./check";
import type { Cloud } from "./cloud";
import { asAskedFor, chosenAmong, filledIn, withUnknowns } from "./live-inputs";
import type { CloudResource, Made, ResourceType, Settings, Table } from "./resource-type";
import { DEFAULTS } from "./shape";

/** What a provider does, done to a cloud by the rows of its table. */
export class Operations<C extends Cloud> {
  constructor(
    private readonly cloud: C,
    private readonly table: Table<C>,
  ) {}

  configure(settings: Settings): void {
    this.table.configure?.(this.cloud, settings);
  }

  check(request: CheckRequest): CheckResult {
    return checkInputs(this.row(request, "Check"), request);
  }

  diff(request: DiffRequest): DiffResult {
    const type = this.row(request, "Diff");
    const [olds, news] = [plainInputs(request.oldInputs), request.news];
    const judged = type.autoname?.isJudgedByOldName ? request.oldInputs : news;
    const changes = changesBetween(type.inputs, olds, news);
    const replaced = type.replaces?.(olds, news) ?? [];
    for (const path of replaced) changes.set(path, { kind: "update", replaces: true });
    const replaces = [...changes]
      .filter(([, change]) => change.replaces)
      .map(([path]) => path.split(/[.[]/)[0] ?? path);
    return {
      changed: changes.size > 0,
      replaces,
      // Two resources cannot have one name (pulumi-terraform-bridge, nameRequiresDeleteBeforeReplace).
      deleteBeforeReplace: replaces.length > 0 && type.autoname !== undefined && !isAutonamed(type, judged),
      detailed: changes,
    };
  }

  async create(request: CreateRequest, settings: Settings): Promise<{ id: string; properties: Properties }> {
    const type = this.row(request, "Create");
    if (request.preview) {
      const inputs = withUnknowns(type.inputs, stateOf(request.properties));
      return { id: "", properties: { ...unknown(type.outputs), ...inputs } };
    }
    const inputs = plainInputs(request.properties);
    return this.doing("creating", type, "", async () => {
      this.cloud.meetTrouble(request.type, "create");
      try {
        const made = await type.create(this.cloud, inputs, settings);
        const properties = this.keep(request, inputs, made, settings);
        await this.cloud.meetHold(request.type, made.id);
        return { id: made.id, properties };
      } catch (error) {
        if (!(error instanceof CreationFailed)) throw error;
        const properties = this.keep(request, inputs, error.made, settings);
        throw new InitFailed(
          error.made.id,
          `waiting for ${type.title} (${error.made.id}) create: ${error.message}`,
          properties,
        );
      }
    });
  }

  async read(request: ReadRequest, settings: Settings): Promise<ReadResult> {
    const type = this.row(request, "Read");
    this.cloud.meetTrouble(request.type, "read");
    const resource = this.cloud.find(request.type, request.id);
    if (!resource) return { id: "" };
    const imported = Object.keys(request.properties).length === 0;
    if (imported) await type.imported?.(this.cloud, resource, settings);
    await type.refresh?.(this.cloud, resource);
    const now = { ...resource.inputs, ...resource.outputs };
    const asked = () =>
      this.table.inputsAfterRefresh?.(type.inputs, request.inputs, request.properties, now) ??
      asAskedFor(request.inputs, resource.inputs);
    return {
      id: resource.id,
      properties: secretAs(request.properties, now),
      inputs: secretAs(request.inputs, imported ? resource.inputs : asked()),
    };
  }

  async update(request: UpdateRequest): Promise<{ properties: Properties }> {
    const type = this.row(request, "Update");
    if (request.preview) {
      const { olds, news } = request;
      const kept = Object.fromEntries(Object.entries(olds).filter(([key]) => !(key in type.inputs)));
      const inputs = filledIn(chosenAmong(type.inputs, olds), stateOf(news));
      return { properties: { ...kept, ...inputs, ...unknown(type.renewed ?? []) } };
    }
    return this.doing("updating", type, request.id, async () => {
      this.cloud.meetTrouble(request.type, "update");
      const resource = this.cloud.find(request.type, request.id);
      if (!resource) throw new ApiError("ResourceNotFoundException", `no ${type.title} ${request.id}`);
      const news = filledIn(chosenAmong(type.inputs, resource.inputs), plainInputs(request.news));
      await type.update?.(this.cloud, resource, news);
      resource.inputs = news;
      return { properties: secretAs(request.news, { ...news, ...resource.outputs }) };
    });
  }

  async delete(request: DeleteRequest): Promise<void> {
    const type = this.row(request, "Delete");
    await this.doing("deleting", type, request.id, async () => {
      this.cloud.meetTrouble(request.type, "delete");
      const resource = this.cloud.find(request.type, request.id);
      if (!resource) return; // somebody else did it, which every provider takes for done
      await this.patiently(() => type.delete?.(this.cloud, resource));
      this.cloud.remove(resource);
    });
  }

  async invoke(token: string, args: Properties, settings: Settings): Promise<Properties> {
    const invoke = this.table.invokes[token];
    if (!invoke) throw new Error(`the stand-in has no function ${token}`);
    return invoke(this.cloud, plainProperties(withoutNull(args)), settings);
  }

  /** Real providers retry for minutes what is refused because something else is still there. */
  private async patiently(remove: () => Promise<void> | void): Promise<void> {
    let refusal: unknown;
    const done = await this.cloud.eventually(async () => {
      try {
        await remove();
        return true;
      } catch (error) {
        const isPassing = error instanceof ApiError && this.table.passing?.includes(error.code);
        if (!isPassing) throw error;
        refusal = error;
        return false;
      }
    });
    if (!done) throw refusal;
  }

  private async doing<T>(verb: string, type: ResourceType<C>, id: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (error instanceof InitFailed) throw error;
      const what = id === "" ? type.title : `${type.title} (${id})`;
      throw new Error(`${verb} ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  private keep(request: CreateRequest, inputs: Properties, made: Made, settings: Settings): Properties {
    const resource: CloudResource = {
      type: request.type,
      id: made.id,
      name: request.name,
      inputs: filledIn(made.inputs ?? {}, inputs),
      outputs: made.outputs,
      maker: this.table.identity?.(this.cloud, settings) ?? "",
    };
    this.cloud.add(resource);
    return secretAs(request.properties, { ...resource.inputs, ...resource.outputs });
  }

  private row({ type }: { type: string }, operation: string): ResourceType<C> {
    const row = this.table.types[type];
    if (!row) throw new Error(`unrecognized resource type (${operation}): ${type}`);
    return row;
  }
}

const unknown = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, UNKNOWN]));

function stateOf(inputs: Properties): Properties {
  const { [DEFAULTS]: _, ...rest } = inputs;
  return rest;
}

const plainInputs = (inputs: Properties) => plainProperties(stateOf(inputs));

function withoutNull(args: Properties): Properties {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

/** The same values, secret where they were: an operation must not bring a secret to light. */
function secretAs(before: Properties, values: Properties): Properties {
  const entries = Object.entries(values).map(([key, value]): [string, Value] => [
    key,
    before[key] instanceof Secret && !(value instanceof Secret) ? new Secret(value) : value,
  ]);
  return Object.fromEntries(entries);
}
