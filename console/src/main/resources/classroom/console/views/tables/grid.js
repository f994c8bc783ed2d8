import { html } from '../../html.js';
import { Shown } from '../../text.js';
import { inOrder, own, shortly } from './values.js';

/** More columns than this, and longer values, nobody reads in a grid; an open item shows them. */
const MOST_COLUMNS = 50;
const MOST_CHARACTERS = 200;

/** A page of items: attributes of the key first, then the others by name. */
export function Grid({ words, table, items, onOpen }) {
  const names = inOrder(table, items.flatMap((item) => Object.keys(item)));
  const columns = names.slice(0, MOST_COLUMNS);
  return html`
    <div class="scroll grid" tabindex="0" role="region" aria-label=${words.items}>
      <table>
        <thead>
          <tr>
            <th scope="col"><span class="unseen">${words.open}</span></th>
            ${columns.map((name) => html`<th scope="col"><${Shown} text=${name} most=${MOST_CHARACTERS} /></th>`)}
            ${names.length > columns.length && html`<th scope="col">${words.moreAttributes(names.length - columns.length)}</th>`}
          </tr>
        </thead>
        <tbody>
          ${items.map((item) => {
            const key = columns.slice(0, table.KeySchema.length).map((name) => shortly(own(item, name)).slice(0, 80));
            return html`
              <tr>
                <td>
                  <button type="button" aria-label=${words.openItem(key.join(', '))} onClick=${() => onOpen(item)}>
                    ${words.open}
                  </button>
                </td>
                ${columns.map((name) => {
                  const value = own(item, name);
                  return html`<td class=${value?.N === undefined ? '' : 'number'}>
                    <${Shown} text=${shortly(value)} most=${MOST_CHARACTERS} />
                  </td>`;
                })}
                ${names.length > columns.length && html`<td>…</td>`}
              </tr>
            `;
          })}
        </tbody>
      </table>
    </div>
  `;
}
