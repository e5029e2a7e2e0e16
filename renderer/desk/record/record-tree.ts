import { formatCounted } from '../../format/number.ts';
import type { LosslessJson } from './lossless-json.ts';

/** A key with its value, or an item of a list. */
export interface RecordNode {
  /** Its place, as indexes: unique also where keys repeat. */
  readonly id: string;
  readonly parentId: string | null;
  /** The key, or the item's number from 1. */
  readonly label: string;
  readonly value: LosslessJson;
  /** From 1. */
  readonly level: number;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
  /** Keys joined by dots; list indexes are left out: `resources.ARN`. */
  readonly path: string;
  /** The same with list indexes: `resources[0].ARN`. */
  readonly exactPath: string;
  /** The keys on the way here, list indexes left out; null below a repeated key that is not used. */
  readonly keys: readonly string[] | null;
  /** A later member has the same key: JSON readers take that one. */
  readonly isShadowed: boolean;
  /** What a leaf says; null for what has children. */
  readonly text: string | null;
  readonly children: readonly RecordNode[];
}

/** The members of a record, top level first. A record that is no object is one node without a name. */
export function recordNodes(record: LosslessJson): readonly RecordNode[] {
  const nodes = childNodes(record, null);
  return nodes.length > 0 || isContainer(record)
    ? nodes
    : [
        nodeOf(record, null, {
          label: '',
          path: '',
          exactPath: '',
          keys: [],
          index: 0,
          siblings: 1,
          isShadowed: false,
        }),
      ];
}

interface Place {
  readonly label: string;
  readonly path: string;
  readonly exactPath: string;
  readonly keys: readonly string[] | null;
  readonly index: number;
  readonly siblings: number;
  readonly isShadowed: boolean;
}
interface Parent {
  readonly id: string;
  readonly level: number;
  readonly path: string;
  readonly exactPath: string;
  readonly keys: readonly string[] | null;
}

function nodeOf(value: LosslessJson, parent: Parent | null, place: Place): RecordNode {
  const id = parent === null ? String(place.index) : `${parent.id}.${place.index}`;
  const level = (parent?.level ?? 0) + 1;
  const { label, path, exactPath, keys, siblings, isShadowed } = place;
  return {
    id,
    parentId: parent?.id ?? null,
    label,
    value,
    level,
    position: place.index + 1,
    siblings,
    path,
    exactPath,
    keys,
    isShadowed,
    text: leafText(value),
    children: childNodes(value, { id, level, path, exactPath, keys }),
  };
}

function childNodes(value: LosslessJson, parent: Parent | null): readonly RecordNode[] {
  if (value.kind === 'array') {
    return value.items.map((item, index) =>
      nodeOf(item, parent, {
        label: String(index + 1),
        path: parent?.path ?? '',
        exactPath: `${parent?.exactPath ?? ''}[${index}]`,
        keys: parent === null ? [] : parent.keys,
        index,
        siblings: value.items.length,
        isShadowed: false,
      }),
    );
  }
  if (value.kind !== 'object') return [];
  const last = new Map(value.members.map(({ key }, index) => [key, index]));
  return value.members.map(({ key, value: member }, index) => {
    const isShadowed = last.get(key) !== index;
    // A key with a dot in it must not look like a path, nor one that is not read like the one that is.
    const step = `${/[."#[\]]/.test(key) ? JSON.stringify(key) : key}${isShadowed ? `#${index}` : ''}`;
    return nodeOf(member, parent, {
      label: key,
      path: parent === null ? step : `${parent.path}.${step}`,
      exactPath: parent === null ? step : `${parent.exactPath}.${step}`,
      keys: isShadowed ? null : parent === null ? [key] : (parent.keys?.concat(key) ?? null),
      index,
      siblings: value.members.length,
      isShadowed,
    });
  });
}

export function isContainer(value: LosslessJson): boolean {
  return value.kind === 'object' || value.kind === 'array';
}

function leafText(value: LosslessJson): string | null {
  if (value.kind === 'object') return value.members.length === 0 ? '{}' : null;
  if (value.kind === 'array') return value.items.length === 0 ? '[]' : null;
  return value.kind === 'string' ? value.value : value.text;
}

/** What is inside, in short: "AssumedRole, 9 fields", "2 items". */
export function summaryOf(value: LosslessJson): string {
  if (value.kind === 'array') return formatCounted(value.items.length, 'item');
  if (value.kind !== 'object') return '';
  const type = value.members.find(({ key }) => key === 'type')?.value;
  const count = formatCounted(value.members.length, 'field');
  return type?.kind === 'string' && type.value !== '' && type.value.length <= 60
    ? `${type.value}, ${count}`
    : count;
}

/** A record with more rows than this opens to its second level only. */
const smallRecord = 40;
/** What holds more than this many rows of its own stays closed until it is asked for. */
const manyChildren = 30;

function sizeOf(nodes: readonly RecordNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + sizeOf(node.children), 0);
}

/** What is open before anybody has touched it. */
export function opensByDefault(nodes: readonly RecordNode[]): (node: RecordNode) => boolean {
  const isSmall = sizeOf(nodes) <= smallRecord;
  return (node) => isSmall || (node.level === 1 && node.children.length <= manyChildren);
}
