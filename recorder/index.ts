/**
 * Records a Pulumi program without an engine. The tests and the command line use it. `graph`, `order` and `secrets` do not
 * load the Pulumi SDK, so they may be imported by themselves.
 */
export { recordProgram, type Recording, type RecordOptions } from "./record-program";
export { Recorder, type RecorderOptions } from "./recorder";
export { Log, type LogEntry } from "./log";
export { followsFromInputs, nothingKnown, type KnownOutputs, type OutputModel } from "./known-outputs";
export type { Answers } from "./graph-builder";
export type { ReadStack, StackOutputs, UnreadStack } from "./stack-references";
export { postponeModules } from "./sdk";
export * from "./graph";
export * from "./order";
export * from "./secrets";
