import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openCaseConnection } from '../case/case-file.ts';
import { buildStore } from '../columns/build-store.ts';
import { toFailure } from '../columns/failure.ts';
import { Lead } from '../columns/lead.ts';
import type { FromBuilder, ThreadRole, ToHelper, ToLead } from '../columns/protocol.ts';
import { runScan } from '../columns/scan.ts';
import type { ColumnStore } from '../columns/store.ts';

/** The entry of every column thread. Its start data and messages come from `columns/index.ts` alone. */
function start(role: ThreadRole, engine: MessagePort): void {
  switch (role.role) {
    case 'builder':
      engine.postMessage(build(role.casePath, role.revision));
      return;
    case 'lead': {
      const lead = new Lead(role.casePath, role.helpers, (message) => engine.postMessage(message));
      engine.on('message', (message: ToLead) => lead.take(message));
      return;
    }
    case 'helper': {
      let store: ColumnStore | undefined;
      role.lead.on('message', (message: ToHelper) => {
        if (message.kind === 'store') store = message.store;
        else if (store?.revision === message.scan.revision) runScan(message.scan, store, role.thread);
      });
      return;
    }
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

if (parentPort === null) throw new Error('column-thread runs as a worker thread');
start(workerData, parentPort);
