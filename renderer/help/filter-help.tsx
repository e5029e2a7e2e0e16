import { fieldNames, fields } from '../../electron/contract/fields.ts';
import { formGroups } from './filter-forms.ts';
import styles from './help-dialog.module.css';

/** The filter's language: its forms, then its fields as the contract lists them. */
export function FilterHelp() {
  return (
    <>
      {formGroups.map(({ title, forms }) => (
        <section key={title} className={styles.section}>
          <h3>{title}</h3>
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
      ))}
      <p className={styles.note}>
        Fields are answered at once. Paths and the text of the record are looked up in the records themselves:
        conditions on fields beside them make that quick. Regular expressions are RE2’s, without look-around
        and back-references.
      </p>
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
