import { type Properties, isProperties, stringAt } from "../../property-values";
import { gvkOfObject } from "../tokens";
import type { Assessment, Judge } from "./assessment";
import { type JsonPathCondition, matchJsonPath, parseJsonPath } from "./json-path";
import { listAt, numberAt, readAgain } from "./owned";

type Check = (live: Properties) => { matched: boolean; message: string };

/** Reads a `pulumi.com/waitFor` annotation: one condition, or a JSON list of them that must all hold. */
export function parseWaitFor(annotation: string): Check[] {
  return expressionsOf(annotation).map((expression) => {
    if (expression.startsWith("jsonpath=")) return jsonPathCheck(parseJsonPath(expression));
    if (expression.startsWith("condition=")) return conditionCheck(expression.slice("condition=".length));
    throw new Error(`expected a "jsonpath=" or "condition=" prefix, got ${JSON.stringify(expression)}`);
  });
}

function expressionsOf(annotation: string): string[] {
  try {
    const parsed: unknown = JSON.parse(annotation);
    if (Array.isArray(parsed)) return parsed.map(String);
  } catch {
    // Not a list: the annotation is the expression itself.
  }
  return [annotation];
}

function jsonPathCheck(condition: JsonPathCondition): Check {
  return (live) => {
    const observed = numberAt(live, "status", "observedGeneration");
    const generation = numberAt(live, "metadata", "generation");
    if (observed !== undefined && generation !== undefined && observed < generation)
      return { matched: false, message: "" };
    return matchJsonPath(condition, live);
  };
}

/** `Ready`, or `Ready=False`; neither part minds case. */
function conditionCheck(expression: string): Check {
  const [type = "", wanted = "True"] = expression.split("=");
  return (live) => {
    if (!isProperties(live.status) || !Array.isArray(live.status.conditions))
      return { matched: false, message: "Has no .status.conditions" };
    const found = listAt(live, "status", "conditions").find(
      (condition) => stringAt(condition, "type")?.toLowerCase() === type.toLowerCase(),
    );
    if (!found) return { matched: false, message: "" };
    const generation = numberAt(live, "metadata", "generation");
    const observed = numberAt(found, "observedGeneration") ?? numberAt(live, "status", "observedGeneration");
    if (generation !== undefined && observed !== undefined && observed < generation) {
      return {
        matched: false,
        message: `Generation ${observed} is less than expected ${generation}`,
      };
    }
    const status = stringAt(found, "status") ?? "";
    return {
      matched: status.toLowerCase() === wanted.toLowerCase(),
      message: `Resource has condition ${type}=${status} (want ${wanted})`,
    };
  };
}

/** All conditions of a `pulumi.com/waitFor` annotation hold (kubernetes provider 4.32, pkg/await/condition). */
export function judgeWaitFor(annotation: string): Judge {
  const checks = parseWaitFor(annotation);
  return (subject) => async (): Promise<Assessment> => {
    const live = await readAgain(subject, gvkOfObject(subject.outputs));
    const results = checks.map((check) => check(live));
    return {
      ready: results.every(({ matched }) => matched),
      live,
      problems: [],
      progress: results.filter(({ message }) => message !== "").map(({ message }) => ({ severity: "info", message })),
    };
  };
}
