import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { root } from './prepare.mjs';

/**
 * Electron's fuses, switched in the program before it is signed (security: S19). `package.mjs` reads them back.
 * Asar integrity is checked by Electron on macOS and Windows; on Linux the fuse is set and has nothing to check.
 */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** The program's name on Linux; `spoor` is the command line. */
export const linuxProgram = 'spoor-desktop';

// There is no site and no mailbox yet; `.invalid` (RFC 2606) makes sure that nobody else is addressed.
const homepage = 'https://spoor.invalid';
const maintainer = 'The Spoor project <packages@spoor.invalid>';

/** What the command line alone reaches: with `runAsNode` off it cannot run from the package. */
function onlyForCommandLine() {
  const folder = path.join(root, 'dist/electron');
  const bundles = readdirSync(folder).filter((name) => /\.c?js$/.test(name));
  const reached = new Set();
  const reach = (name) => {
    if (reached.has(name) || !bundles.includes(name)) return;
    reached.add(name);
    const text = readFileSync(path.join(folder, name), 'utf8');
    for (const [, imported] of text.matchAll(/["'`]\.\/([\w-]+\.c?js)["'`]/g)) reach(imported);
  };
  for (const name of bundles) if (!/^(?:cli|chunk-[\w-]+)\.js$/.test(name)) reach(name);
  return bundles.filter((name) => !reached.has(name)).map((name) => `!dist/electron/${name}`);
}

/** electron-builder's configuration; a function, because it reads the bundles that are made before it is called. */
export const configuration = () => ({
  appId: 'app.spoor.desktop',
  productName: 'Spoor',
  copyright: 'The Spoor project, licensed under Apache-2.0',
  directories: { output: 'out', buildResources: 'build' },
  extraMetadata: { homepage, bin: null, desktopName: `${linuxProgram}.desktop` },
  files: [
    'dist/electron/**',
    'dist/renderer/**',
    '!**/*.map',
    '!dist/renderer/.vite',
    ...onlyForCommandLine(),
    // Of the SQLite binding: the module, and the one binary of the platform. Electron on Linux is glibc's.
    '!node_modules/node-addon-api',
    '!node_modules/node-gyp-build/{bin,build-test,optional}.js',
    '!node_modules/@photostructure/sqlite/{src,scripts,binding.gyp}',
    '!node_modules/@photostructure/sqlite/dist/*.{cjs,cts,mts}',
    '!node_modules/@photostructure/sqlite/prebuilds',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
    'node_modules/@photostructure/sqlite/prebuilds/${platform}-${arch}/*glibc.node',
    '!**/*.md',
  ],
  // Only the binding itself lies outside: what is inside is covered by the integrity check.
  asar: { smartUnpack: false },
  extraResources: [
    { from: 'LICENSE', to: 'LICENSE.txt' },
    { from: 'dist/THIRD-PARTY.txt', to: 'THIRD-PARTY.txt' },
  ],
  // The system's loader opens a native binding as a file.
  asarUnpack: ['**/*.node'],
  // The page is in English; Chromium's own few texts need no more.
  electronLanguages: ['en-US'],
  electronFuses: fuses,
  // The binding is a prebuilt Node-API binary: nothing to compile.
  npmRebuild: false,
  nodeGypRebuild: false,
  publish: null,
  // A runtime that was given as a folder brings what a download is cleaned of.
  afterPack: ({ packager, appOutDir }) =>
    Promise.all([
      rm(path.join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
      rm(path.join(appOutDir, 'version'), { force: true }),
    ]),
  fileAssociations: [
    {
      ext: 'spoor',
      name: 'Spoor case',
      description: 'Spoor case',
      mimeType: 'application/vnd.spoor.case',
      role: 'Editor',
      rank: 'Owner',
    },
  ],
  mac: {
    target: ['dmg', 'zip'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    category: 'public.app-category.developer-tools',
    icon: 'build/icon.icns',
    // What may be dropped on the icon in the Dock, besides cases; an alternative to the program that opens it else.
    extendInfo: {
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'CloudTrail files',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'Alternate',
          LSItemContentTypes: [
            'public.folder',
            'public.json',
            'public.zip-archive',
            'public.tar-archive',
            'org.gnu.gnu-zip-archive',
            'org.gnu.gnu-zip-tar-archive',
          ],
        },
      ],
    },
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
  },
  win: {
    target: ['nsis', 'portable'].map((target) => ({ target, arch: ['x64'] })),
    icon: 'build/icon.ico',
  },
  nsis: {
    // A person without rights of administration can install for themselves, and choose the folder.
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
  linux: {
    target: ['AppImage', 'deb', 'rpm', 'tar.gz'].map((target) => ({ target, arch: ['x64', 'arm64'] })),
    icon: 'build/icons',
    executableName: linuxProgram,
    category: 'Development;Security',
    synopsis: 'Read AWS CloudTrail trails offline',
    maintainer,
    vendor: 'The Spoor project',
    syncDesktopName: true,
    // Files arrive as paths, not as addresses.
    executableArgs: ['%F'],
    desktop: {
      entry: {
        // The window's class under X11; under Wayland the file's own name is what is matched.
        StartupWMClass: 'Spoor',
        GenericName: 'CloudTrail reader',
        Keywords: 'AWS;CloudTrail;audit;forensics;',
      },
    },
  },
  // What electron-builder recommends by itself is for a tray icon, and there is none.
  deb: { packageName: 'spoor', recommends: [] },
  rpm: { packageName: 'spoor' },
});
