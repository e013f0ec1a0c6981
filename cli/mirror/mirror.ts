import { rmSync } from "node:fs";
import path from "node:path";
import { counted } from "../../components/shared/shown";
import { Interruption } from "../interruption";
import { endProcess } from "../output";
import { withPrivateFolder } from "../private-file";
import { resolveStack, type ProjectRequest } from "../project/project-stack";
import { Cancelled, UserError } from "../user-error";
import { compareItems, copyItems, type Missing } from "./copy";
import { FOLDER_LOCK, folderPlace } from "./folder";
import { isChartItem, itemsOf, labelOf, lockText, readLock, writeLock, type Item, type Lock } from "./lock-file";
import type { Place, Source } from "./place";
import { imagesInFile } from "./planned-images";
import { plannedSources } from "./planned-sources";
import { registryPlace } from "./registry";
import { resolveLock, type ResolvedLock } from "./resolve";
import { adviceFor, type FolderTarget, type Target } from "./target";
import { Tools } from "./tools";

/** What the command line asks for. */
export interface MirrorRequest extends ProjectRequest {
  readonly to: Target;
  /** The lock file. @default `mirror.<stack>.lock.json` beside Pulumi.yaml; with `from`, that of the folder */
  readonly lock?: string;
  /** A folder that was filled earlier, which takes the place of the program and its public sources. */
  readonly from?: FolderTarget;
  /** A file with images that the mirror has besides. */
  readonly images?: string;
  /** Whether a lock file that exists is written anew. */
  readonly update: boolean;
  /** How long each item may take. */
  readonly seconds: number;
  readonly say: (line: string) => void;
}

/** Copies what a program needs to a registry or a folder. It ends without an error only if all of it is there. */
export const fillMirror = (request: MirrorRequest): Promise<void> =>
  withTools(request, `Interrupted. ${AGAIN}`, async (tools, work) => {
    const { to, from, say } = request;
    const place = placeAt(to, tools, work);
    await place.prepare();
    const { lock, warnings, source } =
      from === undefined
        ? await lockOfProgram(request, tools, work)
        : { lock: existingLock(lockFileOf(request)), warnings: [], source: folderPlace(from.folder, tools) };
    const items = itemsOf(lock);
    const ownLock = to.kind === "folder" ? path.join(to.folder, FOLDER_LOCK) : undefined;
    if (ownLock !== undefined) removeOther(ownLock, lock);
    refuseMissing(await copyItems(items, source, place, say), items, place, AGAIN);
    if (ownLock !== undefined) writeLock(ownLock, lock);
    const copied = `${place.name} has ${summary(items)}, each read back with the digest of the lock file.`;
    say(
      warnings.length === 0
        ? `The mirror is complete: ${copied}`
        : `The mirror has all of the lock file, but not what the warnings above name: ${copied}`,
    );
    say(adviceFor(to));
  });

/** Compares a mirror with a lock file. It ends without an error only if all of it is there. */
export const checkMirror = (request: MirrorRequest): Promise<void> =>
  withTools(request, "Interrupted.", async (tools, work) => {
    const place = placeAt(request.to, tools, work);
    const items = itemsOf(existingLock(lockFileOf(request)));
    refuseMissing(await compareItems(items, place, request.say), items, place, FILL);
    request.say(`The mirror is complete: ${place.name} has ${summary(items)}.`);
  });

const AGAIN = "What is there stays: run the same command again, and it copies the rest.";
const FILL = "Run mlplatform mirror without --check to copy that.";

/** Does work with tools that a signal ends at once: what is half copied is not taken for a copy. */
async function withTools(
  { seconds }: MirrorRequest,
  interrupted: string,
  work: (tools: Tools, folder: string) => Promise<void>,
): Promise<void> {
  const interruption = new Interruption({
    onFirst: () => undefined,
    onUnheard: () => {
      endProcess(130);
    },
  });
  const tools = new Tools(seconds, interruption.signal);
  try {
    await interruption.during(() => withPrivateFolder((folder) => work(tools, folder)));
  } catch (error) {
    throw error instanceof Cancelled ? new Cancelled(interrupted) : error;
  }
}

const placeAt = (target: Target, tools: Tools, work: string): Place =>
  target.kind === "folder" ? folderPlace(target.folder, tools) : registryPlace(target.registry, tools, work);

/** Plans the program, and brings its lock file up to date. */
async function lockOfProgram(
  request: MirrorRequest,
  tools: Tools,
  work: string,
): Promise<ResolvedLock & { readonly source: Source }> {
  const { update, say, to, images } = request;
  const lockFile = lockFileOf(request);
  const existing = readLock(lockFile);
  const further = images === undefined ? [] : imagesInFile(images);
  const planned = await plannedSources(request, tools, work);
  const locked = update ? undefined : existing;
  const { lock, warnings } = await resolveLock({ planned, tools, locked, lockFile, further, to, say });
  itemsOf(lock);
  if (existing === undefined || lockText(existing) !== lockText(lock)) {
    writeLock(lockFile, lock);
    say(`${existing === undefined ? "Wrote" : "Changed"} ${lockFile}.`);
  }
  return { lock, warnings, source: planned.source };
}

function lockFileOf({ lock, from, ...request }: MirrorRequest): string {
  if (lock !== undefined) return lock;
  if (from !== undefined) return path.join(from.folder, FOLDER_LOCK);
  const { project, stack } = resolveStack(request);
  const file = path.join(project.dir, `mirror.${stack.split("/").at(-1) ?? stack}.lock.json`);
  return path.relative(process.cwd(), file);
}

function existingLock(file: string): Lock {
  const lock = readLock(file);
  if (lock !== undefined) return lock;
  const why =
    path.basename(file) === FOLDER_LOCK
      ? "A folder has one when mlplatform mirror --to that folder has copied everything."
      : "mlplatform mirror writes it, or --lock names another one.";
  throw new UserError(`There is no lock file ${file}. ${why}`);
}

/** A lock file in a folder says that all of it is there, so that of another content must not stay while this one is copied. */
function removeOther(file: string, lock: Lock): void {
  const there = readLock(file);
  if (there !== undefined && lockText(there) !== lockText(lock)) rmSync(file);
}

function refuseMissing(missing: readonly Missing[], items: readonly Item[], { name }: Place, advice: string): void {
  if (missing.length === 0) return;
  const lines = missing.map(({ item, reason }) => `\n  - ${labelOf(item)}: ${reason}`);
  throw new UserError(
    `The mirror is not complete: ${name} lacks ${summary(missing.map(({ item }) => item))} of ${summary(items)}:` +
      `${lines.join("")}\n${advice}`,
  );
}

/** `9 charts and 41 images`. */
function summary(items: readonly Item[]): string {
  const charts = items.filter(isChartItem).length;
  return `${counted(charts, "chart")} and ${counted(items.length - charts, "image")}`;
}
