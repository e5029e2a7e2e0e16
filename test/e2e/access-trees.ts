/**
 * What assistive technology is told of the main screens: landmarks, names, roles and states. Parts of each tree, in
 * order; what a signed trail of ten events holds, one of them altered, and a broken file beside it.
 */
export const accessibleTrees: ReadonlyMap<string, string> = new Map([
  [
    'proof',
    `
- banner:
  - button /^signed\\.spoor/
- navigation "Pages"
- main:
  - heading "Proof and coverage tampered" [level=1]
  - button "Check integrity…"
  - heading "90.0 % proven" [level=2]
  - region "Evidence by account, region and hour":
    - list "What the colours mean":
      - listitem: proven
    - grid /^Evidence by account, region and time/:
      - rowgroup:
        - row:
          - rowheader "111122223333"
        - row:
          - rowheader "eu-west-1"
          - gridcell /altered. 2 files, 2 events/
  - region "What needs a look 3":
    - list "Files that need a look":
      - listitem:
        - button /^altered AWSLogs/
- contentinfo:
  - 'button "90.0 % proven, tampered: proof and coverage"'
`,
  ],
  [
    'ledger',
    `
- main:
  - heading "Ledger of files" [level=1]
  - searchbox "Find a file by name, reason or SHA-256"
  - list "Files by status":
    - listitem:
      - button "18 all files" [pressed]
  - grid "Files":
    - rowgroup:
      - row:
        - columnheader "Status":
          - button "Status"
        - columnheader "File"
    - rowgroup:
      - row /^read AWSLogs/:
        - gridcell "read"
        - gridcell /^Copy SHA-256 [0-9a-f]{64}$/
`,
  ],
  [
    'review desk',
    `
- banner:
  - button /^signed\\.spoor/
  - combobox "Filter events"
  - status: 10 of 10
  - 'button "Time zone: UTC. Switch"'
  - button "Export…"
- navigation "Pages":
  - button "Review desk"
  - 'button "Ledger of files: some have a problem"'
  - button "Sources and trails"
  - 'button "Proof and coverage: something was altered"'
- main:
  - heading "Review desk" [level=1]
  - navigation "Fields and their values":
    - heading "Fields" [level=2]
    - heading "Event 2" [level=3]:
      - button "Event" [expanded]
    - list:
      - listitem:
        - button "GetObject 9"
        - button "only Event GetObject"
        - button "not Event GetObject"
  - separator "Width of the fields"
  - region "Events":
    - region "Timeline":
      - 'application /^Timeline in 2-minute bars: 10 events, 0 failed/'
    - grid "Events":
      - row:
        - columnheader:
          - button "Time (UTC)"
      - rowgroup:
        - row /^01-02 05:19:04 write GetObject/
- contentinfo
`,
  ],
  [
    'event',
    `
- main:
  - region "Events":
    - grid "Events":
      - rowgroup:
        - row /^01-02 05:09:04 write GetObject/ [selected]
  - separator "Width of the record"
  - region "GetObject":
    - heading "GetObject" [level=2]
    - button "Close the record"
    - tablist "About this event":
      - tab "Record" [selected]
      - tab "Provenance"
    - tabpanel "Record":
      - searchbox "Find in this record"
      - tree "Record":
        - treeitem /^eventName GetObject/ [level=1]
`,
  ],
  [
    'palette',
    `
- dialog "Find a command":
  - combobox "Find a command" [expanded]
  - listbox:
    - group "Case":
      - option "New case…" [selected]
      - option "Open a case… Ctrl O"
    - group "View":
      - option "Go to the review desk 1"
`,
  ],
  [
    'help with keys',
    `
- dialog "Help":
  - banner:
    - heading "Help" [level=2]
  - tablist "Help":
    - tab "Keyboard" [selected]
    - tab "Filter language"
  - tabpanel "Keyboard":
    - heading "Case" [level=3]
    - list:
      - listitem: Open a case… Ctrl O
`,
  ],
  [
    'Export events as CSV',
    `
- dialog "Export events as CSV":
  - banner:
    - heading "Export events as CSV" [level=2]
  - group "Columns":
    - list:
      - listitem:
        - checkbox "Time time" [checked]
        - button "Move Time up" [disabled]
  - contentinfo:
    - status: 10 events will be written
    - button "Cancel"
    - button "Choose where…"
`,
  ],
  [
    'Custody',
    `
- dialog "Custody":
  - status: /The list is whole/
  - region "Rows of the custody list":
    - table:
      - rowgroup:
        - row:
          - columnheader "No."
          - columnheader "Time (UTC)"
      - rowgroup:
        - row:
          - cell "4"
`,
  ],
  [
    'start page',
    `
- main:
  - heading /^Spoor/ [level=1]
  - region "Start":
    - heading "Start" [level=2]
    - button /^Import a folder…/
    - button /^Open a case…/
  - region "Recent cases":
    - list:
      - listitem:
        - button /^signed/
        - button "Take signed.spoor off the list"
`,
  ],
]);
