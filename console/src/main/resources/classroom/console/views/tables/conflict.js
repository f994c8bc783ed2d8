import { html, useEffect, useRef } from '../../html.js';
import { Shown } from '../../text.js';
import { inOrder, own, same, shortly } from './values.js';

const MOST_ROWS = 100;
const MOST_CHARACTERS = 2000;

/** Both versions of an item that somebody else has changed meanwhile: nothing was written. */
export function Conflict({ words, table, seen, of: { now, mine }, onChoose, onClose }) {
  const heading = useRef();
  useEffect(() => heading.current.focus(), []);
  const versions = [
    ...(seen ? [[words.asRead, seen]] : []),
    ...(now ? [[words.asItIs, now]] : []),
    ...(mine ? [[words.asMine, mine]] : []),
  ];
  const names = inOrder(table, versions.flatMap(([, item]) => Object.keys(item))).filter((name) =>
    versions.some(([, item]) => !same(own(item, name), own(versions[0][1], name))),
  );
  const goOn = () => onChoose(now, now ? merge(seen ?? {}, mine, now) : mine);
  return html`
    <h4 tabindex="-1" ref=${heading}>${now ? (seen ? words.changedMeanwhile : words.existsAlready) : words.deletedMeanwhile}</h4>
    <p role="alert">${words.notWritten}</p>
    ${now && names.length === 0 && html`<p>${words.allTheSame}</p>`}
    ${now &&
    names.length > 0 &&
    html`<div class="scroll" tabindex="0" role="region" aria-label=${words.versions}>
      <table>
        <thead>
          <tr><th scope="col">${words.attribute}</th>${versions.map(([name]) => html`<th scope="col">${name}</th>`)}</tr>
        </thead>
        <tbody>
          ${names.slice(0, MOST_ROWS).map((name) => html`
            <tr>
              <th scope="row"><${Shown} text=${name} most=${MOST_CHARACTERS} /></th>
              ${versions.map(([, item], i) => html`<td class=${same(own(item, name), own(versions[0][1], name)) ? '' : 'differs'}>
                ${own(item, name) ? html`<${Shown} text=${shortly(own(item, name))} most=${MOST_CHARACTERS} />` : words.none}
              </td>`)}
            </tr>
          `)}
        </tbody>
      </table>
    </div>
    ${names.length > MOST_ROWS && html`<p>${words.moreAttributes(names.length - MOST_ROWS)}</p>`}`}
    <p class="actions">
      ${mine && html`<button type="button" onClick=${goOn}>${now ? words.mineOnTop : words.asNew}</button>`}
      ${now && html`<button type="button" onClick=${() => onChoose(now, now)}>${words.takeTheirs}</button>`}
      <button type="button" onClick=${onClose}>${words.back}</button>
    </p>
  `;
}

/** What is there now, with what I have changed of what I read. */
function merge(seen, mine, now) {
  const names = [...new Set([...Object.keys(now), ...Object.keys(mine)])];
  const chosen = names.map((name) => [name, same(own(seen, name), own(mine, name)) ? own(now, name) : own(mine, name)]);
  return Object.fromEntries(chosen.filter(([, value]) => value !== undefined));
}
