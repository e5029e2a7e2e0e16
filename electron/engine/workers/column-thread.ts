import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openCaseConnection } from '../case/case-file.ts';
import { buildStore } from '../columns/build-store.ts';
import { toFailure } from '../columns/failure.ts';
import { Lead } from '../columns/lead.ts';
import type { FromBuilder, FromLead, ThreadRole, ToHelper, ToLead } from '../columns/protocol.ts';
import { runScan, Scratch } from '../columns/scan.ts';
import type { ColumnStore } from '../columns/store.ts';

/** The entry of every column thread. Its start data and messages come from `columns/threads.ts` alone. */
function start(role: ThreadRole, engine: MessagePort): void {
  switch (role.role) {
    case 'builder':
      role.lead.postMessage(build(role.casePath, role.revision));
      role.lead.close();
      return;
    case 'lead':
      role.builder.once('message', (message: FromBuilder) => {
        role.builder.close();
        engine.postMessage(lead(message, role, engine));
      });
      return;
    case 'helper':
      help(role.lead, role.thread);
      return;
  }
}

function build(casePath: string, revision: number): FromBuilder {
  try {
    const db = openCaseConnection(casePath, { readOnly: true });
    try {
      return { kind: 'built', store: buildStore(db, revision) };
    } finally {
      db.close();
    }
  } catch (error) {
    return { kind: 'failure', failure: toFailure(error) };
  }
}

function lead(
  message: FromBuilder,
  role: Extract<ThreadRole, { role: 'lead' }>,
  engine: MessagePort,
): FromLead {
  if (message.kind === 'failure') return { kind: 'unready', failure: message.failure };
  try {
    const db = openCaseConnection(role.casePath, { readOnly: true });
    const answering = new Lead(db, message.store, role.helpers);
    engine.on('message', (question: ToLead) => engine.postMessage(answering.take(question)));
    return { kind: 'ready' };
  } catch (error) {
    return { kind: 'unready', failure: toFailure(error) };
  }
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
