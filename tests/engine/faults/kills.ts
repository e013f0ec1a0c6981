import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Victim } from "../recover/killable-stack";
import { UserError } from "../../../cli/user-error";
import { isMoment } from "../recover/recover-bench";
import { seeded } from "../recover/seeded";
import type { Outcome } from "./outcomes";

/** A stack of any program, as far as a kill has to do with it. */
export interface Killable {
  /** How many resource operations an undisturbed first run begins or ends. */
  readonly moments: number;
  /** Starts a first run and kills it when this says so; resolves to whether it was killed before it had ended. */
  upUntil(moment: (event: EngineEvent) => boolean, victim: Victim): Promise<boolean>;
  /** Runs `mlplatform up`. */
  up(): Promise<unknown>;
  assertUndisturbed(): Promise<void>;
  /** Runs `mlplatform destroy`, and fails if something is left that was not asked to stay. */
  destroy(): Promise<void>;
  /** Does what the command says when it cannot tell whether something was created. @default it always can */
  doAsTold?(): Promise<void>;
}

/**
 * The operations to kill after: every one, or so many that a seed chooses, one of each of equal parts of the run.
 * MLPLATFORM_FAULTS_FROM is the first of them, so that a run can continue where another ended.
 */
export function killPoints(moments: number, sample: number | "all", seed: number): number[] {
  return everyPoint(moments, sample, seed).filter((k) => k >= FROM);
}

const FROM = Number(process.env["MLPLATFORM_FAULTS_FROM"] || 1);

function everyPoint(moments: number, sample: number | "all", seed: number): number[] {
  if (sample === "all") return Array.from({ length: moments }, (_, index) => index + 1);
  const random = seeded(seed);
  return Array.from({ length: sample }, (_, part) => 1 + Math.floor(((part + random()) / sample) * moments));
}

/** Kills a first run after its k-th operation; then `up` must end as an undisturbed run does. */
export async function upAfterKill(killable: Killable, k: number): Promise<Outcome> {
  await killedAfter(killable, k);
  const outcome = await asTold(killable, () => killable.up());
  await killable.assertUndisturbed();
  await killable.destroy();
  return outcome;
}

/** Kills a first run after its k-th operation; then `destroy` must leave nothing. */
export async function destroyAfterKill(killable: Killable, k: number): Promise<Outcome> {
  await killedAfter(killable, k);
  return asTold(killable, () => killable.destroy());
}

/** Runs a command; where it refuses because it cannot tell what was created, does what it says, and runs it again. */
async function asTold(killable: Killable, run: () => Promise<unknown>): Promise<Outcome> {
  try {
    await run();
    return "converged";
  } catch (error) {
    if (!(error instanceof UserError) || !CANNOT_TELL.test(error.message) || !killable.doAsTold) throw error;
  }
  await killable.doAsTold();
  await run();
  return "refused with a message";
}

const CANNOT_TELL =
  /^Cannot tell whether \w+ \S+ .*was created[^]* run pulumi refresh --clear-pending-creates, and run again\.$/;

/** The last operations follow one another too fast for a kill between them to be sure: then the run has simply ended. */
async function killedAfter(killable: Killable, k: number): Promise<void> {
  let seen = 0;
  const killed = await killable.upUntil((event) => isMoment(event) && ++seen === k, victimOf(k));
  assert.ok(killed || k > killable.moments - UNSURE, `the run ended before it could be killed after operation ${k}`);
}

const UNSURE = 4;

/** Both by turns. */
export const victimOf = (k: number): Victim => (k % 2 === 0 ? "engine alone" : "whole tree");

/** What can be done after a kill. */
export const KILLS = [
  ["killed, then up", upAfterKill],
  ["killed, then destroy", destroyAfterKill],
] as const;
