import { call } from '../../aws.js';
import { html, useEffect, useRef, useState } from '../../html.js';
import { Problem } from '../../parts.js';
import { Grid } from './grid.js';
import { Item } from './item.js';
import { get } from './requests.js';
import { Request } from './request.js';
import { Search } from './search.js';
import { keyOf, same } from './values.js';

/** The items of a table: pages, each read when it is asked for, and one of them open. */
export function Items({ words, table }) {
  const [page, setPage] = useState();
  const [open, setOpen] = useState();
  const [last, setLast] = useState();
  const [done, setDone] = useState();
  const [error, setError] = useState();
  const [busy, setBusy] = useState(false);
  const heading = useRef();

  const run = async (request) => {
    setBusy(true);
    setLast(undefined);
    setDone(undefined);
    setError(undefined);
    try {
      const answer = await call('dynamodb', request.operation, request.input);
      setLast({ request, answer });
      return answer;
    } catch (e) {
      setLast({ request });
      throw e;
    } finally {
      setBusy(false);
    }
  };
  const read = async (request) => {
    try {
      setPage({ request, answer: await run(request) });
    } catch (e) {
      setError(e);
    }
  };
  const next = () => {
    const { operation, input } = page.request;
    read({ operation, input: { ...input, ExclusiveStartKey: page.answer.LastEvaluatedKey } });
  };
  const show = async (item) => {
    try {
      const answer = await run(get(table, item));
      if (answer.Item) setOpen({ item: answer.Item });
      else setError({ name: words.deletedMeanwhile, message: '' });
    } catch (e) {
      setError(e);
    }
  };
  const close = () => {
    setOpen(undefined);
    setError(undefined);
  };
  /** The page as it would be read now, as far as one can know without reading: what an index holds, one cannot. */
  const finish = (what, item) => {
    const before = open.item;
    const others = page?.answer.Items.filter((each) => !(before && same({ M: keyOf(table, each) }, { M: keyOf(table, before) })));
    if (page?.request.input.IndexName) setPage(undefined);
    else if (page) setPage({ ...page, answer: { ...page.answer, Items: item ? [item, ...others] : others } });
    setDone(what);
    close();
  };
  useEffect(() => done && heading.current.focus(), [done]);

  const outcome = html`
    ${done && html`<p role="status">${words[done]}</p>`}
    ${last && html`<${Request} words=${words} request=${last.request} answer=${last.answer} />`}
  `;
  if (open) {
    return html`
      <${Item} words=${words} table=${table} item=${open.item} run=${run} onDone=${finish} onClose=${close} />
      ${outcome}
    `;
  }
  return html`
    <h3 tabindex="-1" ref=${heading}>${words.items}</h3>
    <${Search} words=${words} table=${table} busy=${busy} onRead=${read} />
    <p class="actions">
      <button type="button" onClick=${() => setOpen({})}>${words.addItem}</button>
      ${page?.answer.LastEvaluatedKey &&
      html`<button type="button" disabled=${busy} onClick=${next}>${words.nextPage}</button>`}
    </p>
    ${error && html`<${Problem} words=${words} error=${error} />`}
    ${outcome}
    ${page &&
    (page.answer.Items.length === 0
      ? html`<p>${words.empty}</p>`
      : html`<${Grid} words=${words} table=${table} items=${page.answer.Items} onOpen=${show} />`)}
  `;
}
