import path from "node:path";
import { counted } from "../../components/shared/shown";
import { UserError } from "../user-error";
import { forEachAtOnce } from "./at-once";
import { digestOfFile } from "./digest";
import { copyFailure } from "./failure";
import { labelOf, sortedLock, type Lock, type LockedChart, type LockedImage } from "./lock-file";
import { imagesOfObjects } from "./planned-images";
import { plannedCharts, type PlannedChart } from "./planned-charts";
import type { PlannedSources } from "./planned-sources";
import { imagesOfRelease } from "./rendered-charts";
import { manifestDigest } from "./skopeo";
import type { Target } from "./target";
import type { Tools } from "./tools";

/** What a lock is worked out from. */
export interface ResolveRequest {
  readonly planned: PlannedSources;
  readonly tools: Tools;
  /** The lock that exists, which is obeyed; nothing for a new one. */
  readonly locked?: Lock;
  /** The path of its file, for errors. */
  readonly lockFile: string;
  /** Images that the user names besides. */
  readonly further: readonly string[];
  /** Where the mirror will be. */
  readonly to: Target;
  readonly say: (line: string) => void;
}

/** What a plan needs, as far as it can be known. */
export interface ResolvedLock {
  readonly lock: Lock;
  /** What the lock lacks, because no plan knows it. */
  readonly warnings: readonly string[];
}

/** Works out which charts and images a plan needs, with their digests. */
export async function resolveLock(request: ResolveRequest): Promise<ResolvedLock> {
  const { graph, programDir } = request.planned;
  const planned = plannedCharts(graph, programDir);
  refuseOwnCharts(planned, request);
  const charts = await lockCharts(planned, request);
  const { images, warnings } = await imagesOf(planned, request);
  return { lock: sortedLock({ charts, images: await lockImages(images, request) }), warnings };
}

/** Refuses charts that come from the mirror which is to be filled. */
function refuseOwnCharts(charts: readonly PlannedChart[], { to, planned: { programDir } }: ResolveRequest): void {
  const own = charts.filter(({ source }) =>
    to.kind === "folder"
      ? path.resolve(programDir, source) === to.folder
      : `${source}/`.startsWith(`oci://${to.registry}/`),
  );
  if (own.length === 0) return;
  throw new UserError(
    `The program fetches ${own.map(({ chart }) => chart).join(", ")} from the mirror that is to be filled. mirror leaves the ` +
      `config keys mirror and imageRegistry out; make the program use public sources without them.`,
  );
}

async function lockCharts(charts: readonly PlannedChart[], request: ResolveRequest): Promise<LockedChart[]> {
  const { planned, locked, lockFile, say } = request;
  const found = new Map<string, LockedChart>();
  const packaged = charts.filter(({ unpacked }) => unpacked === undefined);
  say(`Fetching ${counted(packaged.length, "chart")} …`);
  await forEachAtOnce(packaged, async ({ chart, version, source: from, path: repository }) => {
    const file = await fetched(`chart ${chart} ${version}`, from, () =>
      planned.source.chartFile({ chart, version, source: from }),
    );
    const item: LockedChart = { chart, version, source: from, path: repository, digest: await digestOfFile(file) };
    const before = locked?.charts.find((each) => each.path === repository && each.version === version);
    if (before !== undefined && before.digest !== item.digest) {
      throw new UserError(
        `The ${labelOf(item)} of ${from} has changed: it has the digest ${item.digest}, and ${lockFile} has ` +
          `${before.digest}. If the change is right, write the lock file anew with --update.`,
      );
    }
    found.set([from, repository, version].join(" "), item);
  });
  return [...found.values()];
}

/** The images of the charts and of the other objects of a plan, without repeats. */
async function imagesOf(
  charts: readonly PlannedChart[],
  request: ResolveRequest,
): Promise<{ readonly images: readonly string[]; readonly warnings: readonly string[] }> {
  const { planned, tools, further, say } = request;
  say("Looking for their images …");
  const own = imagesOfObjects(planned.graph);
  const [images, unknown] = [new Set([...own.images, ...further]), [...own.unknown]];
  await forEachAtOnce(charts, async (release) => {
    const file = release.unpacked ?? (await planned.source.chartFile(release));
    const found = await imagesOfRelease(tools, release, file);
    for (const image of found.images) images.add(image);
    unknown.push(...found.unknown);
  });
  const warnings = unknown.sort().map((each) => `${each} is known only after the update, so it is not in the mirror.`);
  if (further.length === 0 && charts.some(({ pin }) => pin === "rancher")) {
    warnings.push("Rancher installs images that its chart does not name: write --images with the list of its release.");
  }
  for (const warning of warnings) say(`warning: ${warning}`);
  return { images: [...images].sort().filter((image) => !isOfMirror(image, request)), warnings };
}

/** Whether the program takes an image from the mirror by its own name. Somebody else has put it there. */
function isOfMirror(image: string, { planned: { ownRegistry }, to, say }: ResolveRequest): boolean {
  const registries = [ownRegistry, to.kind === "registry" ? to.registry : undefined];
  const isOwn = registries.some((registry) => registry !== undefined && image.startsWith(`${registry}/`));
  if (isOwn) say(`The program takes ${image} from the mirror by its own name, so it is not copied.`);
  return isOwn;
}

async function lockImages(images: readonly string[], { locked, tools, say }: ResolveRequest): Promise<LockedImage[]> {
  const found: LockedImage[] = [];
  const asked: string[] = [];
  for (const image of images) {
    const digest =
      /@(sha256:[0-9a-f]{64})$/.exec(image)?.[1] ?? locked?.images.find((each) => each.image === image)?.digest;
    if (digest === undefined) asked.push(image);
    else found.push({ image, digest });
  }
  if (asked.length > 0) say(`Asking for the digests of ${counted(asked.length, "image")} …`);
  await forEachAtOnce(asked, async (image) => {
    const digest = await fetched(`image ${image}`, "its registry", () => manifestDigest(tools, `docker://${image}`));
    found.push({ image, digest });
  });
  return found;
}

/** Says what was being fetched if that fails. */
async function fetched<T>(what: string, from: string, fetch: () => Promise<T>): Promise<T> {
  try {
    return await fetch();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The ${what} could not be read from ${from}: ${copyFailure(error).message}.`);
  }
}
