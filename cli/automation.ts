/** What scripts of the Automation API use: `import { platformUp } from "pulumi-mlplatform/automation"`. */
export { planFirst } from "./plan/plan-first";
export { DestroyFailed, platformDestroy, type DestroyOptions } from "./destroy/destroy";
export { platformRefresh, RefreshFailed, type RefreshOptions } from "./refresh/refresh";
export { platformUp, UpFailed, type Up, type UpOptions } from "./up/up";
export { showLines } from "./display/line-display";
export type { RunEvent, ShownOutput, Subject } from "./display/run-event";
