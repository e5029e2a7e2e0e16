import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from 'react';
import {
  type ListSize,
  placeAfterScroll,
  placeAt,
  rowHeightPx,
  type ScrollPlace,
  topShowing,
} from './row-window.ts';

interface Scroll {
  readonly place: ScrollPlace;
  /** Height of the rows in view, without the heads. */
  readonly viewportPx: number;
  /** Width in view. */
  readonly roomPx: number;
  /** The element tells that it was scrolled. */
  readonly onScroll: () => void;
  /** The element came to rest: its bar shows again exactly where in the list the person is. */
  readonly onScrollEnd: () => void;
  readonly show: (row: number) => void;
  readonly goToTop: () => void;
}

/** Where in a list of any length the person looks, kept in step with the element that scrolls. */
export function useScrollPlace(scroller: RefObject<HTMLElement | null>, rows: number): Scroll {
  const [viewportPx, setViewportPx] = useState(600);
  const [roomPx, setRoomPx] = useState(800);
  const [place, setPlace] = useState<ScrollPlace>({ topPx: 0, scrollTopPx: 0 });
  // What a late answer or an event between two drawings goes by.
  const now = useRef({ place, size: { rows, viewportPx } satisfies ListSize });
  now.current.size = { rows, viewportPx };

  const put = useCallback((next: ScrollPlace): void => {
    now.current.place = next;
    setPlace(next);
  }, []);
  const goTo = useCallback(
    (topPx: number): void => {
      const element = scroller.current;
      if (element === null) return;
      const next = placeAt(now.current.size, topPx);
      element.scrollTop = next.scrollTopPx;
      // The element rounds, and stops at its end: what it says is what the next scroll is measured from.
      put({ topPx: next.topPx, scrollTopPx: element.scrollTop });
    },
    [scroller, put],
  );

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setViewportPx(Math.max(rowHeightPx, element.clientHeight - rowHeightPx));
      setRoomPx(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  const follow = useCallback((): void => {
    const element = scroller.current;
    if (element !== null) put(placeAfterScroll(now.current.size, now.current.place, element.scrollTop));
  }, [scroller, put]);
  // A list that grew or shrank has another scale.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the size is what it follows.
  useLayoutEffect(() => {
    follow();
    goTo(now.current.place.topPx);
  }, [rows, viewportPx, follow, goTo]);

  return {
    place,
    viewportPx,
    roomPx,
    onScroll: follow,
    onScrollEnd: () => goTo(now.current.place.topPx),
    show(row) {
      const topPx = topShowing(now.current.size, now.current.place, row);
      if (topPx !== null) goTo(topPx);
    },
    goToTop: () => goTo(0),
  };
}
