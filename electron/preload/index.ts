import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type Bridge, ipc, portMessage } from '../contract/bridge.ts';

// Opened files may arrive before the page listens: kept until it does.
const waiting: unknown[] = [];
let listener: ((grants: unknown) => void) | undefined;

ipcRenderer.on(ipc.open, (_event, grants: unknown) => {
  if (listener === undefined) waiting.push(grants);
  else listener(grants);
});

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
};

contextBridge.exposeInMainWorld('spoor', bridge);
