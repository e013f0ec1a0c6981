import type { Stack } from "@pulumi/pulumi/automation";
import type { Tools } from "../cluster/access";
import { EngineEvents } from "../display/engine-events";
import { expectedOf } from "../display/expected";
import { messagesOf, type Display } from "../display/run-event";
import { whatToDo } from "../display/what-to-do";
import type { Interruption } from "../interruption";
import { findProject } from "../project/project";
import { recover } from "../recover/recover";
import { Redaction } from "../redaction";
import { withLock } from "../stack/lock";
import { selectStack } from "../stack/select-stack";
import { resourcesOf } from "../stack/state";
import { withTemporaryFiles } from "../stack/temporary-files";
import { withoutHistory } from "../stack/without-history";
import { UserError } from "../user-error";

/** Which stack to refresh, and how. */
export interface ProjectRefreshRequest {
  /** Folder where the search for the project starts. */
  readonly cwd: string;
  /** The program whose stack it is, if no stack is named. */
  readonly program?: string;
  readonly stack?: string;
  /** Called before the state changes; false means that it may not. */
  readonly confirm: (stack: string) => Promise<boolean>;
  readonly show: Display["show"];
  readonly interruption: Interruption;
}

/** Refreshes the stack of a project; false if the user did not confirm. */
export async function projectRefresh(request: ProjectRefreshRequest): Promise<boolean> {
  const { show, confirm } = request;
  const selection = { ...request, print: messagesOf(show) };
  const { name, existing } = await selectStack("refresh", findProject(request.cwd).dir, selection);
  if (existing === undefined) throw new UserError(`There is no stack "${name}".`);
  if (!(await confirm(name))) return false;
  await platformRefresh({ stack: existing, show });
  return true;
}

/** A stack to refresh. */
export interface RefreshOptions {
  readonly stack: Stack;
  readonly show: Display["show"];
  readonly tools?: Tools;
}

/** A refresh that failed. The message explains it to the user. */
export class RefreshFailed extends UserError {
  override readonly name = "RefreshFailed";
}

/** Writes into the state what really exists: first repairs what a killed run left, then asks every provider. */
export async function platformRefresh(given: RefreshOptions): Promise<void> {
  const stack = withoutHistory(given.stack);
  const redaction = new Redaction();
  const options = { ...given, stack, show: redaction.of(given.show) };
  await redaction.during(() => withTemporaryFiles(stack, () => refresh(options, redaction)));
}

async function refresh({ stack, show, tools }: RefreshOptions, { addState }: Redaction): Promise<void> {
  const print = messagesOf(show);
  const report = ({ text }: { readonly text: string }) => {
    print(text);
  };
  const state = await recover({ stack, tools, print, report, onState: addState });
  show(expectedOf(resourcesOf(state)));
  const events = new EngineEvents(show);
  try {
    await withLock(stack, report, () => stack.refresh({ onEvent: events.onEvent, color: "never" }));
  } catch (error) {
    if (!events.explains(error)) throw error;
    const advice = events.failed.length > 0 ? [whatToDo("refresh", events.errors)] : [];
    throw new RefreshFailed([...new Set([...events.errors, ...advice])].join("\n"));
  }
  print(events.summary());
}
