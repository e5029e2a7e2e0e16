/** Settings by section, in the order of the file. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * The sections of an AWS shared config file. Settings that lie inside others (indented, under `s3 =`) are left
 * out; lines that are neither are skipped, as the AWS CLI does.
 */
export function parseIni(text: string): IniSections {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | null = null;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/(?:^|\s)[#;].*$/, '');
    const section = /^\s*\[\s*([^\]]+?)\s*\]\s*$/.exec(line)?.[1];
    if (section !== undefined) {
      current = sections.get(section) ?? new Map<string, string>();
      sections.set(section, current);
      continue;
    }
    const setting = /^([^\s=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (setting !== null && current !== null) current.set(setting[1]?.toLowerCase() ?? '', setting[2] ?? '');
  }
  return sections;
}
