import type { LosslessJson } from './lossless-json.ts';
import { type RecordNode, recordNodes } from './record-tree.ts';

/** A place where two records differ; null where one of them does not have it. */
export interface Difference {
  /** With list indexes: `resources[0].ARN`. */
  readonly path: string;
  readonly left: string | null;
  readonly right: string | null;
}

/**
 * Where two records differ, in the order of the left one. The order of keys does not count, nor how a number is
 * spelt (576.0 is 576); the order of lists does. Values are JSON, so that "1" is told from 1.
 */
export function compareRecords(left: LosslessJson, right: LosslessJson): readonly Difference[] {
  const leftLeaves = leavesOf(left);
  const rightLeaves = leavesOf(right);
  const differences: Difference[] = [];
  for (const [path, value] of leftLeaves) {
    const other = rightLeaves.get(path);
    if (other !== undefined && isSameLeaf(value, other)) continue;
    differences.push({
      path,
      left: leafJson(value),
      right: other === undefined ? null : leafJson(other),
    });
  }
  for (const [path, value] of rightLeaves) {
    if (!leftLeaves.has(path)) differences.push({ path, left: null, right: leafJson(value) });
  }
  return differences;
}

function leavesOf(record: LosslessJson): ReadonlyMap<string, LosslessJson> {
  const leaves = new Map<string, LosslessJson>();
  const visit = (node: RecordNode): void => {
    if (node.text !== null) leaves.set(node.exactPath, node.value);
    for (const child of node.children) visit(child);
  };
  for (const node of recordNodes(record)) visit(node);
  return leaves;
}

function leafJson(value: LosslessJson): string {
  if (value.kind === 'string') return JSON.stringify(value.value);
  if (value.kind === 'object') return '{}';
  return value.kind === 'array' ? '[]' : value.text;
}

function isSameLeaf(a: LosslessJson, b: LosslessJson): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === 'number' && b.kind === 'number'
    ? plainNumber(a.text) === plainNumber(b.text)
    : leafJson(a) === leafJson(b);
}

/** One spelling for one number, exact for any number of digits: its digits without outer zeros, and the exponent. */
function plainNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return `${sign}${significant}e${power}`;
}
