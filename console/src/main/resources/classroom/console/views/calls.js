import { useEvents } from '../events.js';
import { html } from '../html.js';

/** Every call of the class as it comes, the newest first. */
export function Calls({ words }) {
  const calls = useEvents('call');
  if (calls.length === 0) return html`<p role="status">${words.callsNone}</p>`;
  return html`
    <div class="scroll" tabindex="0" role="region" aria-label=${words.calls}>
      <table>
        <thead>
          <tr>
            ${['time', 'service', 'operation', 'caller', 'result', 'duration'].map(
              (column) => html`<th scope="col">${words[column]}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${calls.map(
            (each) => html`
              <tr key=${each.id} class=${each.status < 400 ? '' : 'bad'}>
                <td>${new Date(each.time).toLocaleTimeString()}</td>
                <td>${each.service}</td>
                <td>${each.operation}</td>
                <td>${each.caller}</td>
                <td>${each.status}</td>
                <td>${each.milliseconds} ms</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
