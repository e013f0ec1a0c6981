/** The engine's operations, as lines name them when they are done. */
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  import: "imported",
  "create-replacement": "replaced",
  "delete-replaced": "deleted",
};

/** How a line names an operation that is done: `created` for `create`. */
export const doneWord = (operation: string): string => DONE[operation] ?? operation;

/** The engine's operations, as a line names them while they run. */
const RUNNING: Readonly<Record<string, string>> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
  import: "importing",
  read: "reading",
  refresh: "reading",
  "create-replacement": "replacing",
  "delete-replaced": "deleting",
};

/** How a line names an operation that runs: `creating` for `create`. */
export const runningWord = (operation: string): string => RUNNING[operation] ?? "checking";
