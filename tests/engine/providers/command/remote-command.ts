import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { isProperties, type Properties, Secret, Unknown, type Value } from "../property-values";
import { type CommonInputs, formerOutput, type Log, loggedStreams, type LogLine, type Output } from "./output";

/** command, remote/connection.go and remote/proxyConnection.go. */
const TEXTS = ["user", "password", "host", "privateKey", "privateKeyPassword", "agentSocketPath", "hostKey"];
const NUMBERS = ["port", "dialErrorLimit", "perDialTimeout"];
const DEFAULTS = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };

const known = (value: Value | undefined): Value | undefined => (value instanceof Secret ? value.value : value);

/** infer, `decodeCheckingMapErrors`, for what is in the connection. */
export function connectionProblems(inputs: Properties): { property: string; reason: string }[] {
  const connection = known(inputs["connection"]);
  if (connection instanceof Unknown) return [];
  if (!isProperties(connection)) return [{ property: "connection", reason: "Missing required field" }];
  const { proxy, ...own } = connection;
  const bastion = known(proxy);
  return [
    ...endpointProblems("connection", own),
    ...(isProperties(bastion) ? endpointProblems("connection.proxy", bastion) : []),
  ];
}

function endpointProblems(path: string, endpoint: Properties): { property: string; reason: string }[] {
  const wrong = Object.entries(endpoint).flatMap(([key, given]) => {
    const [property, value] = [`${path}.${key}`, known(given)];
    if (value instanceof Unknown) return [];
    if (TEXTS.includes(key)) return typeof value === "string" ? [] : [{ property, reason: "must be a string" }];
    if (NUMBERS.includes(key)) return typeof value === "number" ? [] : [{ property, reason: "must be a number" }];
    return [{ property, reason: "Unrecognized field" }];
  });
  return endpoint["host"] === undefined
    ? [...wrong, { property: `${path}.host`, reason: "Missing required field" }]
    : wrong;
}

/** The inputs with the defaults of the connection. The whole connection is a secret (command, remote/command.go). */
export function withDefaults(inputs: Properties): Properties {
  const connection = known(inputs["connection"]);
  if (!isProperties(connection)) return inputs;
  const { proxy, ...own } = connection;
  const bastion = known(proxy);
  const filled = {
    ...DEFAULTS,
    ...own,
    ...(isProperties(bastion) ? { proxy: { ...DEFAULTS, ...bastion } } : proxy && { proxy }),
  };
  return { ...inputs, connection: new Secret(filled) };
}

/** What the program does in the end. */
type Result = { readonly copied: true } | { readonly stdout: string; readonly stderr: string };

/** A line that the program prints (toolchain/ssh-client/main.go). */
type Told = { readonly log: LogLine } | { readonly error: string } | Result;

/** Lets the program run a command or copy files. */
export async function askClient(sshClient: string, request: object, log: Log): Promise<Result> {
  if (sshClient === "") throw new Error("the stand-in of the command provider was started without an SSH client");
  const child = spawn(sshClient, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  child.stdin.on("error", () => undefined).end(JSON.stringify(request));
  let result: Exclude<Told, { log: LogLine }> | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const told = JSON.parse(line) as Told;
    if ("log" in told) log(told.log);
    else result = told;
  }
  await ended;
  if (result === undefined) throw new Error("the SSH client ended without a result");
  if ("error" in result) throw new Error(result.error);
  return result;
}

/** Runs a command on another machine (command, remote/commandOutputs.go, `run`). */
export async function runRemotely(
  sshClient: string,
  command: string,
  inputs: Properties,
  former: Output,
  log: Log,
): Promise<Output> {
  const plain = inputs as unknown as CommonInputs;
  const optional = formerOutput(plain, former);
  const request = { connection: inputs["connection"], command, environment: plain.environment, optional };
  const rest = { stdin: plain.stdin ?? "", logged: loggedStreams(plain) };
  const result = await askClient(sshClient, { ...request, ...rest }, log);
  if ("copied" in result) throw new Error("the SSH client copied something");
  return { stdout: result.stdout, stderr: result.stderr };
}
