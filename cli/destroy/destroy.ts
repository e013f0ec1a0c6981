import type { Stack } from "@pulumi/pulumi/automation";
import type { Tools } from "../cluster/access";
import { readCreatedClusters } from "../cluster/stack-clusters";
import { EngineEvents } from "../display/engine-events";
import { expectedOf } from "../display/expected";
import { messagesOf, type Display } from "../display/run-event";
import { whatToDo } from "../display/what-to-do";
import type { Interruption } from "../interruption";
import { findProject } from "../project/project";
import { recover } from "../recover/recover";
import type { Repair } from "../recover/recovery";
import { Redaction } from "../redaction";
import { withAttributes } from "../stack/empty-attributes";
import { withLock } from "../stack/lock";
import { selectStack } from "../stack/select-stack";
import { exportState, pendingIn, resourcesOf, revealState } from "../stack/state";
import { withTemporaryFiles } from "../stack/temporary-files";
import { withoutHistory } from "../stack/without-history";
import { UserError } from "../user-error";
import { deleteUnmanaged, refuseUnmanaged } from "./delete-unmanaged";
import { refuseLostData } from "./kept-data";
import { refuseProtected } from "./protection";
import { describeUnmanaged } from "./unmanaged-objects";
import { awaitDeleted, claimedVolumes, workloadsIn } from "./volumes";

/** Which stack to destroy, and how. */
export interface ProjectDestroyRequest {
  /** Folder where the search for the project starts. */
  readonly cwd: string;
  /** The program whose stack it is, if no stack is named. */
  readonly program?: string;
  readonly stack?: string;
  readonly deleteOthers: boolean;
  /** Called before anything changes, with the unmanaged objects that would be deleted; false means that nothing may change. */
  readonly confirm: (stack: string, unmanaged: readonly string[]) => Promise<boolean>;
  readonly show: Display["show"];
  readonly interruption: Interruption;
}

/** Destroys the stack of a project; false if the user did not confirm. */
export async function projectDestroy(request: ProjectDestroyRequest): Promise<boolean> {
  const { deleteOthers, show, confirm } = request;
  const { name, existing } = await selectStack("destroy", findProject(request.cwd).dir, {
    ...request,
    print: messagesOf(show),
  });
  if (existing === undefined) throw new UserError(`There is no stack "${name}".`);
  return platformDestroy({
    stack: existing,
    deleteOthers,
    show,
    confirm: (unmanaged) => confirm(name, unmanaged),
  });
}

/** A stack to destroy. */
export interface DestroyOptions {
  readonly stack: Stack;
  /** Whether to delete unmanaged objects in the stack's clusters, with the data on their disks. */
  readonly deleteOthers: boolean;
  readonly show: Display["show"];
  /** Called before anything changes, with the unmanaged objects that would be deleted. @default confirmed */
  readonly confirm?: (unmanaged: readonly string[]) => Promise<boolean>;
  readonly tools?: Tools;
}

interface Printing extends DestroyOptions {
  readonly print: (line: string) => void;
}

/** A destroy that failed. The message explains it to the user. */
export class DestroyFailed extends UserError {
  override readonly name = "DestroyFailed";
}

/** Destroys a stack: refuses before anything is deleted, then repairs what a killed run left, then deletes. */
export async function platformDestroy(given: DestroyOptions): Promise<boolean> {
  const redaction = new Redaction();
  const show = redaction.of(given.show);
  const options: Printing = { ...given, stack: withoutHistory(given.stack), show, print: messagesOf(show) };
  return redaction.during(() => withTemporaryFiles(options.stack, () => destroyUnlessRefused(options, redaction)));
}

async function destroyUnlessRefused(options: Printing, { addState }: Redaction): Promise<boolean> {
  const { stack, show, print, confirm = () => Promise.resolve(true) } = options;
  const state = await withAttributes(stack.workspace, print, () => revealState(stack));
  addState(state);
  refuseProtected(stack.name, state);
  await refuseLostData(options);
  // Objects of a pending operation belong to the stack, but the state contains them only after the recovery.
  const unmanaged = pendingIn(state).length > 0 ? [] : await refuseUnmanaged(options);
  const found = unmanaged.flatMap((cluster) => cluster.found);
  if (!(await confirm(found.map(describeUnmanaged)))) return false;

  const report = ({ text }: Repair) => {
    print(text);
  };
  await recover({ ...options, report, onState: addState });
  // The repair may have added a namespace to keep, and claims may have been created since.
  await refuseLostData(options);
  // There may be more unmanaged objects by now.
  for (const { cluster, found } of await refuseUnmanaged(options)) {
    if (found.length > 0) await deleteUnmanaged(cluster, found, print);
  }

  show(expectedOf(resourcesOf(await exportState(stack))));
  const progress = new EngineEvents(show);
  const destroy = async (target?: string[]) => {
    const only = target === undefined ? {} : { target, targetDependents: true };
    const run = () => stack.destroy({ onEvent: progress.onEvent, color: "never", ...only });
    await withLock(stack, report, run);
  };
  try {
    await destroyWorkloadsWithVolumes(options, destroy);
    await destroy();
  } catch (error) {
    if (!progress.explains(error)) throw error;
    const advice = progress.failed.length > 0 ? [whatToDo("destroy", progress.errors)] : [];
    throw new DestroyFailed([...new Set([...progress.errors, ...advice])].join("\n"));
  }
  print(progress.summary());
  return true;
}

/** Deletes workloads first if they have disks: the storage drivers must run until the disks are deleted. */
async function destroyWorkloadsWithVolumes(
  options: Printing,
  destroy: (target: string[]) => Promise<void>,
): Promise<void> {
  const clusters = (await readCreatedClusters(options, ({ access }) => claimedVolumes(access))).filter(
    ({ found }) => found.length > 0,
  );
  if (clusters.length === 0) return;
  const workloads = workloadsIn(await exportState(options.stack)).map(({ urn }) => urn);
  if (workloads.length > 0) await destroy(workloads); // an empty list of targets would destroy everything
  for (const { cluster, found } of clusters) await awaitDeleted(cluster, found, options.print);
}
