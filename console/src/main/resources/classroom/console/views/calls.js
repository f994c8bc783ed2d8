import { follow } from '../aws.js';
import { html, useEffect, useState } from '../html.js';

/** How many are kept: what a person can look back on. */
const KEPT = 200;

/** Every call of the class as it comes, the newest first. */
export function Calls({ words }) {
  const [calls, setCalls] = useState([]);
  useEffect(() => {
    const end = new AbortController();
    // One drawing a frame, however many calls come meanwhile.
    let waiting = [];
    const draw = () => {
      const taken = waiting;
      waiting = [];
      setCalls((old) => [...taken.reverse(), ...old].slice(0, KEPT));
    };
    follow((event) => {
      if (waiting.length === 0) requestAnimationFrame(draw);
      waiting.push(event);
      if (waiting.length > KEPT) waiting.shift();
    }, end.signal);
    return () => end.abort();
  }, []);
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
