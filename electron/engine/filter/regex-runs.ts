/**
 * Texts that are in everything that a regular expression of RE2 finds. Only plain expressions give any: a group, an
 * alternative or a flag gives none, as what is in it may be missing.
 */
export function regexRuns(source: string): readonly string[] {
  const runs: string[] = [];
  let run: string[] = [];
  const endRun = (): void => {
    if (run.length > 0) runs.push(run.join(''));
    run = [];
  };
  const characters = [...source];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    switch (character) {
      case '(':
      case ')':
      case '|':
        return [];
      case '.':
      case '^':
      case '$':
        endRun();
        break;
      case '[': {
        const end = endOfClass(characters, at);
        if (end === undefined) return [];
        endRun();
        at = end;
        break;
      }
      case '*':
      case '?':
        run.pop();
        endRun();
        break;
      case '+':
        endRun();
        break;
      case '{': {
        const end = characters.indexOf('}', at);
        if (end < 0) return [];
        run.pop();
        endRun();
        at = end;
        break;
      }
      case '\\': {
        at += 1;
        const escaped = characters[at] ?? '';
        if (/^[dDwWsSbB]$/.test(escaped)) endRun();
        else if (/^[!-/:-@[-`{-~]$/.test(escaped)) run.push(escaped);
        else return [];
        break;
      }
      default:
        run.push(character);
    }
  }
  endRun();
  return runs;
}

/** The place of the `]`; undefined for a class that needs more than a look, such as [[:alpha:]]. */
function endOfClass(characters: readonly string[], start: number): number | undefined {
  const first = characters[start + 1] === '^' ? start + 2 : start + 1;
  for (let at = first; at < characters.length; at += 1) {
    const character = characters[at];
    if (character === '[') return undefined;
    if (character === '\\') at += 1;
    else if (character === ']' && at > first) return at;
  }
  return undefined;
}
