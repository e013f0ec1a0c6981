import { Clusters } from "../recover/clusters";
import { Interrupted } from "../recover/pause";
import { exportState, resourcesOf, shown } from "../recover/state";
import { ToolFailed } from "../recover/tools";
import { UserError } from "../user-error";
import { awaitModel, MODEL_TYPE } from "./await-model";
import type { ExplainOptions } from "./explain-failure";
import type { SeenResource } from "./progress";

/** A model that does not serve what it was updated to. */
export interface UnservedModel extends SeenResource {
  readonly text: string;
}

/** Waits for the models among what a run updated; gives those that do not serve. */
export async function unservedModels(
  updated: readonly SeenResource[],
  options: ExplainOptions & { readonly say: (line: string) => void },
): Promise<UnservedModel[]> {
  const models = updated.filter(({ type }) => type === MODEL_TYPE);
  if (models.length === 0) return [];
  const { stack, tools = {}, revealInputs, say } = options;
  const clusters = new Clusters(stack, tools, revealInputs);
  const known = resourcesOf(await exportState(stack));
  const waits = models.map(async (model) => {
    const resource = known.find(({ urn }) => urn === model.urn);
    if (resource?.inputs === undefined) return [];
    try {
      const { urn, type, inputs } = resource;
      const text = await awaitModel({ urn, type, inputs, cluster: await clusters.of(resource) }, say);
      return text === undefined ? [] : [{ ...model, text }];
    } catch (error) {
      // The update itself is done; without kubectl, or leave to write a status, only its end is not known.
      const notTold = error instanceof ToolFailed || error instanceof UserError;
      if (!notTold || error instanceof Interrupted) throw error;
      say(`warning: cannot tell whether ${shown(resource)} serves its update: ${error.message}`);
      return [];
    }
  });
  return (await Promise.all(waits)).flat();
}
