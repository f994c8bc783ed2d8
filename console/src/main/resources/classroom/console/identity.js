// Who the page calls as. It is kept in this page's memory alone: a reload makes it the teacher's again.
import { identities, standFor } from './aws.js';
import { html, useEffect, useState } from './html.js';
import { Problem } from './parts.js';

/** The choice between the teacher and the functions of the class; `become` is told once the page stands for one. */
export function Identity({ words, identity, become }) {
  const [names, setNames] = useState([]);
  const [error, setError] = useState();
  // A deployment may have added or removed functions since.
  const ask = () => identities().then(setNames, setError);
  useEffect(() => void ask(), []);
  const choose = async (e) => {
    const name = e.target.value;
    try {
      await standFor(name);
      setError(undefined);
      become(name);
    } catch (refused) {
      setError(refused);
      e.target.value = identity;
    }
  };
  const known = !identity || names.includes(identity) ? names : [identity, ...names];
  return html`
    <label>
      ${words.identity}
      <select value=${identity} onFocus=${ask} onChange=${choose}>
        <option value="">${words.teacher}</option>
        ${known.map((name) => html`<option key=${name}>${name}</option>`)}
      </select>
    </label>
    ${error && html`<${Problem} words=${words} error=${error} />`}
  `;
}
