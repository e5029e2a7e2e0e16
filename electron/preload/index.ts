import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type Bridge, ipc, portMessage } from '../contract/bridge.ts';

// Opened files may arrive before the page listens: kept until it does.
const waiting: unknown[] = [];
let listener: ((grants: unknown) => void) | undefined;

ipcRenderer.on(ipc.open, (_event, grants: unknown) => {
  if (listener === undefined) waiting.push(grants);
  else listener(grants);
});

let onCommand: ((id: unknown) => void) | undefined;

// Before the page listens it has told of no command that could be chosen: nothing is kept.
ipcRenderer.on(ipc.command, (_event, id: unknown) => onCommand?.(id));

ipcRenderer.on(ipc.port, (event) => {
  window.postMessage(portMessage, window.location.origin, event.ports);
});

// security: S20. Named functions only: no ipcRenderer, no event object, no channel name from the page.
const bridge: Bridge = {
  async connect() {
    await ipcRenderer.invoke(ipc.connect);
  },
  grantDropped(files) {
    // A File made by a script has no path (''): only what a person dropped or chose has one (security: P2).
    const paths = files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== '');
    return ipcRenderer.invoke(ipc.grantDropped, paths);
  },
  onOpen(added) {
    listener = added;
    for (const grants of waiting.splice(0)) added(grants);
    void ipcRenderer.invoke(ipc.opened);
    return () => {
      if (listener === added) listener = undefined;
    };
  },
  async showState(state) {
    await ipcRenderer.invoke(ipc.state, state);
  },
  onCommand(added) {
    onCommand = added;
    return () => {
      if (onCommand === added) onCommand = undefined;
    };
  },
  async runInWindow(id) {
    await ipcRenderer.invoke(ipc.window, id);
  },
};

contextBridge.exposeInMainWorld('spoor', bridge);
