/** Keys of one part of the page, which work while it has the focus; they are no commands. */
export interface PlaceKeys {
  readonly place: string;
  /** What they do, and the keys as a shortcut is written; several for what several do alike. */
  readonly keys: readonly (readonly [what: string, ...keys: readonly string[]])[];
}

export const placeKeys: readonly PlaceKeys[] = [
  {
    place: 'In the table of events',
    keys: [
      ['Go to the next or previous event', 'ArrowDown', 'ArrowUp'],
      ['Go to the next or previous column', 'ArrowRight', 'ArrowLeft'],
      ['Go to the first or last event', 'Mod+Home', 'Mod+End'],
      ['Open the event', 'Enter'],
      ['Close the event', 'Escape'],
      ['Only events with the value of this cell', 'i'],
      ['No events with the value of this cell', 'x'],
      ['Copy the value of this cell', 'c'],
    ],
  },
  {
    place: 'In the timeline',
    keys: [
      ['Choose a bar', 'ArrowRight', 'ArrowLeft'],
      ['Choose several bars', 'Shift+ArrowRight', 'Shift+ArrowLeft'],
      ['Zoom to what is chosen', 'Enter'],
      ['Show all times', 'Escape'],
    ],
  },
  {
    place: 'In the map of the proof',
    keys: [
      ['Open a cell', 'Enter'],
      ['Choose a stretch', 'Shift+ArrowRight', 'Shift+ArrowLeft'],
      ['Zoom in, zoom out', '+', '-'],
      ['Show all times', '0'],
    ],
  },
  {
    place: 'In the filter',
    keys: [
      ['Apply it', 'Enter'],
      ['Take what is offered', 'Tab'],
      ['Filters used before', 'ArrowUp', 'ArrowDown'],
      ['Leave it as it was', 'Escape'],
    ],
  },
];
