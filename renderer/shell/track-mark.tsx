/** Spoor's mark: the track of an animal, four toes and a pad. Drawn for Spoor. */
export function TrackMark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M12 11.4c3 0 5.8 2.5 6 5.3.2 2-1.4 3.3-3.2 3-1.1-.2-1.8-.5-2.8-.5s-1.7.3-2.8.5c-1.8.3-3.4-1-3.2-3 .2-2.8 3-5.3 6-5.3z" />
      <ellipse cx="4.5" cy="10.3" rx="1.8" ry="2.7" transform="rotate(-24 4.5 10.3)" />
      <ellipse cx="9.1" cy="5.9" rx="1.9" ry="3" transform="rotate(-8 9.1 5.9)" />
      <ellipse cx="14.9" cy="5.9" rx="1.9" ry="3" transform="rotate(8 14.9 5.9)" />
      <ellipse cx="19.5" cy="10.3" rx="1.8" ry="2.7" transform="rotate(24 19.5 10.3)" />
    </svg>
  );
}
