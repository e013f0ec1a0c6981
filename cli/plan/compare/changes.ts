import { ownValue } from "../../../components/shared/own-value";
import { isMap, type PlainValue } from "../../../recorder/graph";

/** A value that differs between two plans. Absent is a value that one of them does not have. */
export interface Change {
  /** `values.replicas`, `spec.predictors[0].traffic`. */
  readonly path: string;
  readonly before?: PlainValue;
  readonly after?: PlainValue;
}

/** The differences of two values, each as deep as possible. */
export function changesOf(before: PlainValue | undefined, after: PlainValue | undefined, path = ""): Change[] {
  if (isList(before) && isList(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      changesOf(before[index], after[index], `${path}[${String(index)}]`),
    );
  }
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      changesOf(ownValue(before, key), ownValue(after, key), path === "" ? key : `${path}.${key}`),
    );
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

const isList = (value: PlainValue | undefined): value is readonly PlainValue[] => Array.isArray(value);
