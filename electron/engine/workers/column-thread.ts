import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openCaseConnection } from '../case/case-file.ts';
import { buildStore } from '../columns/build-store.ts';
import { toFailure } from '../columns/failure.ts';
import { Lead } from '../columns/lead.ts';
import {
  builderDone,
  type Failure,
  type FromBuilder,
  type FromLead,
  type ThreadRole,
  type ToHelper,
  type ToLead,
} from '../columns/protocol.ts';
import { runScan, Scratch } from '../columns/scan.ts';
import type { ColumnStore } from '../columns/store.ts';

/** The entry of every column thread. Its start data and messages come from `columns/threads.ts` alone. */
function start(role: ThreadRole, engine: MessagePort): void {
  switch (role.role) {
    case 'builder':
      role.lead.postMessage(build(role));
      role.lead.close();
      engine.postMessage(builderDone);
      return;
    case 'lead':
      lead(role, engine);
      return;
    case 'helper':
      help(role.lead, role.thread);
      return;
  }
}

function build({ casePath, revision, endFlag }: Extract<ThreadRole, { role: 'builder' }>): FromBuilder {
  try {
    const db = openCaseConnection(casePath, { readOnly: true });
    try {
      // Every page is read once: a large cache would only leave more memory behind.
      db.exec('PRAGMA cache_size = -1024');
      return { kind: 'built', store: buildStore(db, revision, endFlag) };
    } finally {
      db.close();
    }
  } catch (error) {
    return { kind: 'failure', failure: toFailure(error) };
  }
}

/** Lets go of everything at its end, so that the thread ends by itself: one that is terminated leaves the case open. */
function lead(role: Extract<ThreadRole, { role: 'lead' }>, engine: MessagePort): void {
  let answering: Lead | undefined;
  const tell = (message: FromLead) => engine.postMessage(message);
  const leave = () => {
    answering?.close();
    for (const port of [role.builder, ...role.helpers, engine]) port.close();
  };
  const refuse = (failure: Failure) => {
    tell({ kind: 'unready', failure });
    leave();
  };
  role.builder.once('message', (message: FromBuilder) => {
    role.builder.close();
    if (message.kind === 'failure') return refuse(message.failure);
    try {
      answering = makeLead(message.store, role);
      tell({ kind: 'ready' });
    } catch (error) {
      refuse(toFailure(error));
    }
  });
  engine.on('message', (message: ToLead) => {
    if (message.kind === 'end') leave();
    else if (answering !== undefined) tell(answering.take(message));
  });
}

function makeLead(store: ColumnStore, role: Extract<ThreadRole, { role: 'lead' }>): Lead {
  const db = openCaseConnection(role.casePath, { readOnly: true });
  return new Lead(db, store, role.helpers, role.endFlag);
}

function help(port: MessagePort, thread: number): void {
  const scratch = new Scratch();
  let store: ColumnStore | undefined;
  port.on('message', (message: ToHelper) => {
    if (message.kind === 'store') store = message.store;
    else if (store !== undefined) runScan(message.scan, store, thread, scratch);
  });
}

if (parentPort === null) throw new Error('column-thread runs as a worker thread');
start(workerData, parentPort);
