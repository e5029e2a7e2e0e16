import { fieldNames, fields } from '../../electron/contract/fields.ts';
import styles from './help-dialog.module.css';

const forms: readonly (readonly [string, string])[] = [
  ['name:PutObject', 'the whole value, upper and lower case alike'],
  ['name:Get*', 'a wildcard for any text'],
  ['user:"jane doe"', 'quotes take everything literally'],
  ['name:(PutObject OR DeleteObject)', 'any of several'],
  ['-user:backup-agent', 'not this one; NOT says the same'],
  ['error:*', 'there is an error; -error:* there is none'],
  ['ip:203.0.113.0/24', 'a range of addresses, IPv6 too'],
  ['time:2021-07-28..2021-07-30', 'a range of days; also >=, <, or one day, in UTC'],
  ['alice', 'a bare word: part of any field'],
  ['/Delete(Object|Bucket)/', 'a regular expression, anywhere'],
  ['a AND (b OR c)', 'a space between two conditions means AND'],
];

/** The filter's language: its forms, then its fields as the contract lists them. */
export function FilterHelp() {
  return (
    <>
      <section className={styles.section}>
        <h3>Forms</h3>
        <table className={styles.table}>
          <tbody>
            {forms.map(([form, meaning]) => (
              <tr key={form}>
                <th scope="row">
                  <code>{form}</code>
                </th>
                <td>{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className={styles.section}>
        <h3>Fields, with CloudTrail's own names</h3>
        <table className={styles.table}>
          <tbody>
            {fieldNames.map((name) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                  {fields[name].aliases.map((alias) => (
                    <code key={alias} className={styles.alias}>
                      {alias}
                    </code>
                  ))}
                </th>
                <td>{fields[name].help}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
