import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzeResponse,
  type AnalyzerInfo,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { SECRET, UNKNOWN, type PlainValue, type PlannedResource } from "../../../recorder/graph";
import { UNKNOWN_ON_WIRE } from "../../../recorder/signatures";
import { builtPackage } from "../../helpers/built-package";

const root = resolve(__dirname, "../../..");

/** Without the loader of this test. */
const { NODE_OPTIONS: _loader, ...ENV } = process.env;

/** What the pack said about a resource. */
export interface Diagnostic {
  readonly policy: string;
  readonly level: "mandatory" | "advisory";
  readonly urn: string;
  readonly message: string;
}

/** A resource with the values of its secrets, as the engine passes it. */
export type PassedResource = PlannedResource;

/**
 * The policy pack of the package as it is published, in a process that is started and asked as Pulumi's engine does (pkg/v3 3.246,
 * resource/deploy/step_generator.go; sdk/v3 3.246, plugin/analyzer_plugin.go).
 */
export class ServedPack {
  private constructor(
    private readonly child: ChildProcess,
    private readonly client: AnalyzerClient,
    private readonly remove: () => void,
  ) {}

  /** Starts the pack of this repository, from a folder of its own. */
  static async start(): Promise<ServedPack> {
    const folder = mkdtempSync(join(tmpdir(), "mlplatform-pack-"));
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      return await ServedPack.startIn(await packagedPolicy(folder), remove);
    } catch (error) {
      remove();
      throw error;
    }
  }

  /** Starts the pack that is in a folder, with the SDK that it finds. */
  static async startIn(folder: string, remove = (): void => undefined): Promise<ServedPack> {
    const runner = createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
    // The second argument is the program; the first, the engine's address, is not used.
    const args = [runner, "127.0.0.1:1", "."];
    const child = spawn(process.execPath, args, { cwd: folder, env: ENV, stdio: ["ignore", "pipe", "pipe"] });
    process.once("exit", () => child.kill("SIGKILL"));
    const client = new AnalyzerClient(`127.0.0.1:${await portOf(child)}`, credentials.createInsecure());
    return new ServedPack(child, client, remove);
  }

  info(): Promise<AnalyzerInfo> {
    return answer((done) => this.client.getAnalyzerInfo(new Empty(), done));
  }

  /** Configures the rules, as the engine does with what it made of the config file and the defaults of the pack. */
  async configure(config: Readonly<Record<string, { level: keyof typeof LEVELS; options: object }>>): Promise<void> {
    const request = new ConfigureAnalyzerRequest();
    for (const [name, { level, options }] of Object.entries(config)) {
      const policy = new PolicyConfig();
      policy.setEnforcementlevel(LEVELS[level]);
      policy.setProperties(Struct.fromJavaScript(options as Record<string, JavaScriptValue>));
      request.getPolicyconfigMap().set(name, policy);
    }
    await answer<Empty>((done) => this.client.configure(request, done));
  }

  /** Passes each resource in the order of its registration, and all together in the end, without the outputs of a first preview. */
  async analyze(resources: readonly PassedResource[]): Promise<Diagnostic[]> {
    const registered = resources.filter(({ read }) => !read);
    const found: Diagnostic[] = [];
    for (const resource of registered) {
      const response = await answer<AnalyzeResponse>((done) => this.client.analyze(requestFor(resource), done));
      // The engine takes the resource that it asked about, whatever a policy says.
      found.push(...diagnosticsIn(response).map((one) => ({ ...one, urn: resource.urn })));
    }
    const request = new AnalyzeStackRequest();
    request.setResourcesList(registered.map(inStack));
    return [...found, ...diagnosticsIn(await answer((done) => this.client.analyzeStack(request, done)))];
  }

  stop(): void {
    this.client.close();
    this.child.kill("SIGKILL");
    this.remove();
  }
}

/** The folder of the policy pack as the published package has it, with the dependencies of this repository. */
export async function packagedPolicy(folder: string): Promise<string> {
  await builtPackage(folder, {
    folders: ["cli/plan", "components", "policy", "recorder"],
    files: ["policy/PulumiPolicy.yaml", "policy/package.json"],
  });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return join(folder, "policy");
}

const LEVELS = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
};

const answer = <Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> =>
  new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });

/** A pack prints its port as soon as it serves. */
function portOf(child: ChildProcess): Promise<string> {
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding("utf8").once("data", (text: string) => {
      resolve(text.trim());
    });
    child.once("exit", (code) => {
      reject(new Error(`the pack ended with ${String(code)}: ${errors}`));
    });
  });
}

const optionsOf = ({ parent, protect }: PassedResource): AnalyzerResourceOptions => {
  const options = new AnalyzerResourceOptions();
  options.setProtect(protect);
  if (parent !== undefined) options.setParent(parent);
  return options;
};

/** The engine passes the provider with its own inputs, which no rule reads. */
function providerOf({ provider }: PassedResource): AnalyzerProviderResource | undefined {
  if (provider === undefined) return undefined;
  const passed = new AnalyzerProviderResource();
  passed.setUrn(provider);
  passed.setName(provider.split("::").at(-1) ?? "");
  passed.setProperties(Struct.fromJavaScript({}));
  return passed;
}

function requestFor(resource: PassedResource): AnalyzeRequest {
  const request = new AnalyzeRequest();
  request.setUrn(resource.urn);
  request.setType(resource.type);
  request.setName(resource.name);
  request.setProperties(Struct.fromJavaScript(onWire(resource.inputs.values) as Record<string, JavaScriptValue>));
  request.setOptions(optionsOf(resource));
  request.setProvider(providerOf(resource));
  return request;
}

function inStack(resource: PassedResource): AnalyzerResource {
  const passed = new AnalyzerResource();
  passed.setUrn(resource.urn);
  passed.setType(resource.type);
  passed.setName(resource.name);
  passed.setProperties(Struct.fromJavaScript({}));
  passed.setOptions(optionsOf(resource));
  passed.setProvider(providerOf(resource));
  passed.setParent(resource.parent ?? "");
  passed.setDependenciesList([...resource.dependencies]);
  for (const [input, urns] of Object.entries(resource.propertyDependencies)) {
    const origins = new AnalyzerPropertyDependencies();
    origins.setUrnsList([...urns]);
    passed.getPropertydependenciesMap().set(input, origins);
  }
  return passed;
}

/** A value as the engine passes it. A plan without secrets has {@link UNKNOWN} for what is not known; no resource may have {@link SECRET}. */
function onWire(value: PlainValue): JavaScriptValue {
  if (value === SECRET) throw new Error("the engine passes the values of secrets");
  if (value === UNKNOWN) return UNKNOWN_ON_WIRE;
  if (Array.isArray(value)) return (value as readonly PlainValue[]).map(onWire);
  if (typeof value !== "object" || value === null) return value as JavaScriptValue;
  return Object.fromEntries(
    Object.entries(value as Record<string, PlainValue>).map(([key, item]) => [key, onWire(item)]),
  );
}

const diagnosticsIn = (response: AnalyzeResponse): Diagnostic[] =>
  response.getDiagnosticsList().map((diagnostic) => ({
    policy: diagnostic.getPolicyname(),
    level: diagnostic.getEnforcementlevel() === EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
    urn: diagnostic.getUrn(),
    message: diagnostic.getMessage(),
  }));
