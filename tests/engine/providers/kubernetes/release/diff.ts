import { type Properties, type Value, isProperties, plainProperties, withoutSecrets } from "../../property-values";
import type { DiffRequest, DiffResult } from "../../stand-in";
import { changedKeys, changesBetween, detailedDiff, replacing } from "../changes";
import { inputsInState } from "./state";

/**
 * A three-way comparison: what the new inputs say against what is there, and what the old inputs said and the new do not.
 * What is there is what Helm recorded, so an edit of the chart's objects does not show (kubernetes provider 4.32).
 */
export function diffRelease(request: DiffRequest): DiffResult {
  const current = plainProperties(request.olds);
  const news = plainProperties(request.news);
  if (request.ignoreChanges.includes("version")) news.version = current.version ?? null;
  const before = withoutSecrets(inputsInState(request.olds) ?? {});
  const changes = changesBetween(threeWayBase(current, news, before), news);
  const detailed = detailedDiff(changes, ["name", "namespace"], request.ignoreChanges);
  return { changed: detailed.size > 0, diffs: changedKeys(changes), detailed, replaces: replacing(detailed) };
}

/** Of what is there, only what the new inputs name or the old ones did: the rest is not ours to judge. */
function threeWayBase(current: Value, news: Value, before: Value): Value {
  if (!isProperties(current) || (!isProperties(news) && !isProperties(before))) return current;
  const wanted: Properties = isProperties(news) ? news : {};
  const given: Properties = isProperties(before) ? before : {};
  const named = Object.keys(current).filter((key) => key in wanted || key in given);
  return Object.fromEntries(
    named.map((key) => [key, threeWayBase(current[key] ?? null, wanted[key] ?? null, given[key] ?? null)]),
  );
}
