import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { toolchainCache } from "../toolchain/cache";
import { debianTree } from "../toolchain/debian-packages";
import { locked } from "../toolchain/lock";

/** Debian's Chromium without its windows, with its libraries. */
const chromium = debianTree("chromium", ["chromium-headless-shell"]);

/** Why there is no browser; nothing if there is one. */
export const noBrowser: string | undefined =
  existsSync("/usr/bin/apt-get") && process.arch === "x64"
    ? undefined
    : "Chromium is downloaded with Debian's apt-get, for x86-64 only";

/** The folder of the browser, which is downloaded on first use: about 150 MB, in half a minute. */
export async function chromiumFolder(): Promise<string> {
  const cache = toolchainCache();
  const waiting = () => void process.stderr.write("chromium: another process is downloading; waiting for it\n");
  await locked(`${cache.root} chromium`, waiting, async () => {
    if (!(await cache.has(chromium))) await cache.add(chromium);
  });
  return join(cache.folder(chromium), "root");
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
}

/** A screen on which a page is opened. */
export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly theme: "light" | "dark";
}

/** A browser, over the pipes of its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/). */
export class Browser {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, (result: Message) => void>();
  readonly #messages: Message[] = [];
  #session: string | undefined;
  #last = 0;

  static async start(): Promise<Browser> {
    const root = await chromiumFolder();
    const profile = await mkdtemp(join(tmpdir(), "chromium-"));
    const libraries = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu/pulseaudio"];
    const env = {
      ...process.env,
      LD_LIBRARY_PATH: libraries.map((folder) => join(root, folder)).join(":"),
      HOME: profile,
    };
    // Its sandbox needs rights that containers do not have.
    const flags = ["--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", `--user-data-dir=${profile}`];
    const child = spawn(join(root, "usr/lib/chromium/chromium-headless-shell"), flags, {
      env,
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    return new Browser(child, profile);
  }

  private constructor(child: ChildProcess, profile: string) {
    [this.#process, this.#profile] = [child, profile];
    let rest = "";
    (child.stdio[4] as Readable).setEncoding("utf8").on("data", (text: string) => {
      const [last = "", ...messages] = (rest + text).split("\0").reverse();
      rest = last;
      for (const message of messages.reverse().map((one) => JSON.parse(one) as Message)) this.#receive(message);
    });
  }

  /** Opens a file, and waits until its scripts have run. */
  async open(file: string, { width, height, theme }: Screen): Promise<void> {
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#send("Target.attachToTarget", { targetId, flatten: true });
    this.#session = String(sessionId);
    this.#messages.length = 0;
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await this.#send(`${domain}.enable`);
    const metrics = { width, height, deviceScaleFactor: 1, mobile: width < 720 };
    await this.#send("Emulation.setDeviceMetricsOverride", metrics);
    const features = [{ name: "prefers-color-scheme", value: theme }];
    await this.#send("Emulation.setEmulatedMedia", { features });
    await this.#send("Page.navigate", { url: `file://${file}` });
    while ((await this.evaluate("document.body?.dataset.ready")) === undefined) await sleep(50);
  }

  /** The value of an expression in the page; of a promise, what it becomes. */
  async evaluate(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", {
      ...{ expression, returnByValue: true, awaitPromise: true },
    });
    if (exceptionDetails !== undefined) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value?: unknown }).value;
  }

  /** Presses a key, such as `ArrowDown` or `/`. */
  async press(key: string): Promise<void> {
    const text = key.length === 1 ? key : key === "Enter" ? "\r" : undefined;
    await this.#send("Input.dispatchKeyEvent", { type: "keyDown", key, text });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", key });
  }

  /** What the page wrote to the console, also what the browser says of it: errors, refusals of its policy. */
  get console(): unknown[] {
    const kinds = ["Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"];
    return this.#messages.filter(({ method = "" }) => kinds.includes(method)).map(({ params }) => params);
  }

  /** The addresses that were fetched. */
  get requests(): string[] {
    return this.#messages
      .filter(({ method }) => method === "Network.requestWillBeSent")
      .map(({ params }) => (params?.["request"] as { url: string }).url);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGKILL");
    await ended;
    await rm(this.#profile, { recursive: true, force: true });
  }

  #receive(message: Message): void {
    if (message.id === undefined) this.#messages.push(message);
    else this.#waiting.get(message.id)?.(message);
  }

  async #send(method: string, params: object = {}): Promise<Readonly<Record<string, unknown>>> {
    const id = ++this.#last;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    const sessionId = method.startsWith("Target.") ? undefined : this.#session;
    (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const message = await answer;
    if (message.result === undefined) throw new Error(`${method}: ${JSON.stringify(message)}`);
    return message.result;
  }
}
