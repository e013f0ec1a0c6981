import { once } from "node:events";
import { mkdtemp } from "node:fs/promises";
import { type IncomingMessage, type Server, createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Properties, type Value, decode, encode } from "../property-values";
import { Watchdog } from "../../toolchain/watchdog";
import { InitFailed } from "../stand-in";

/** What a program asks of the cloud, by name. */
export type Question = (request: Properties) => Promise<unknown>;

/** The door to a cloud for programs of other processes: the providers that the engine starts, command-line tools. */
export class CloudServer {
  private constructor(
    private readonly server: Server,
    private readonly watchdog: Watchdog,
    /** A folder that goes with the server, and with this process at the latest. */
    readonly folder: string,
    /** The path of the socket. */
    readonly address: string,
  ) {}

  static async start(questions: Readonly<Record<string, Question>>): Promise<CloudServer> {
    const folder = await mkdtemp(join(tmpdir(), "mlplatform-cloud-"));
    const address = join(folder, "socket");
    const server = createServer((request, response) => {
      void answerTo(questions, request).then((answer) => response.end(JSON.stringify(encode(answer))));
    });
    server.listen(address);
    await once(server, "listening");
    server.unref(); // a test's process that has nothing else to do may end
    return new CloudServer(server, new Watchdog(folder), folder, address);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.watchdog.dismiss();
  }
}

async function answerTo(questions: Readonly<Record<string, Question>>, request: IncomingMessage): Promise<Value> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk as string;
  const question = questions[request.url?.slice(1) ?? ""];
  try {
    if (!question) throw new Error(`the cloud knows no ${request.url ?? ""}`);
    return { result: ((await question(decode(JSON.parse(body)) as Properties)) ?? {}) as Value };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return error instanceof InitFailed
      ? { error: message, failed: { id: error.id, properties: error.properties } }
      : { error: message };
  }
}
